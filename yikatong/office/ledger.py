"""The only module that writes acts into the ledger. Two round trips an act: :func:`find`, then :func:`append`."""

from collections.abc import Collection, Sequence
from datetime import datetime

from yikatong.cards.events import (
    AppointmentBooked,
    AppointmentCancelled,
    CardTakenBack,
    MandateRegistered,
    PinChanged,
    VisitCancelled,
    VisitMade,
    VisitRequested,
)
from yikatong.office.act_rows import (
    ENTRY_COLUMNS,
    MESSAGE_COLUMNS,
    PERSON_COLUMNS,
    PERSONAL_COLUMNS,
    Act,
    holding_rows,
    message_rows,
    person_row,
    words_columns,
    written,
)
from yikatong.office.deployment import vault
from yikatong.office.finding import Found, Key, Replayed, find
from yikatong.office.pages import HOLDING_COLUMNS, person_page
from yikatong.office.people_index import words_place
from yikatong.office.visit_rows import VISIT_COLUMNS, visit_row
from yikatong.office.wire import Wire

__all__ = ["Act", "Found", "Key", "Replayed", "append", "find", "note_look", "note_looks", "words_place"]


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608


INSERT_ENTRY = _insert("records_entry", ENTRY_COLUMNS)
INSERT_PERSON = _insert("records_dossier", PERSON_COLUMNS)
UPDATE_PERSON = """
    UPDATE records_dossier SET words = %s, mobile_index = %s, name_index = %s, facts = %s, version = %s, head = %s
    WHERE person_id = %s AND version = %s"""
UPDATE_FACTS = UPDATE_PERSON.replace("words = %s, mobile_index = %s, name_index = %s, ", "")
UPSERT_HOLDING = (
    _insert("records_holding", HOLDING_COLUMNS)
    + " ON CONFLICT (card_id) DO UPDATE SET "
    + ", ".join(f"{c} = excluded.{c}" for c in HOLDING_COLUMNS[2:])
)
DELETE_HOLDING = "DELETE FROM records_holding WHERE card_id = %s"
DELETE_PIN = "DELETE FROM records_pindigest WHERE card_id = %s"
INSERT_PERSONAL = _insert("records_personal", PERSONAL_COLUMNS)
INSERT_PICTURE = _insert("records_picture", ("dossier_id", "digest", "sealed")) + " ON CONFLICT DO NOTHING"
UPSERT_PIN = (
    _insert("records_pindigest", ("card_id", "dossier_id", "digest"))
    + " ON CONFLICT (card_id) DO UPDATE SET digest = excluded.digest"
)
INSERT_SEAT = _insert("records_seat", ("appointment_id", "outlet", "at", "seat", "released"))
INSERT_MANDATE = _insert("records_mandaterow", ("mandate_id", "dossier_id", "agent"))
RELEASE_SEAT = "UPDATE records_seat SET released = %s WHERE appointment_id = %s"
INSERT_VISIT = _insert("records_visit", VISIT_COLUMNS)
END_VISIT = "UPDATE records_visit SET outcome = %s WHERE visit_id = %s"
INSERT_MESSAGE = _insert("records_message", MESSAGE_COLUMNS)
INSERT_LOOK = _insert("records_look", ("dossier_id", "actor", "channel", "purpose", "at"))


def append(wire: Wire, act: Act) -> None:
    """Write the entry and what is folded from it. Errors: Collided, raised when the transaction ends."""
    new, messages = written(act), list(message_rows(act))  # before all writing: who subscribes may have to be read
    _write_person(wire, act, new.head)
    wire.write(INSERT_ENTRY, new.entry)
    for row in holding_rows(act.before, act.after):
        wire.write(UPSERT_HOLDING, row)
    if new.personal is not None:
        wire.write(INSERT_PERSONAL, new.personal)
    for digest, stored in act.pictures.items():
        sealed = vault().seal(stored, f"records_picture|sealed|{digest}")
        wire.write(INSERT_PICTURE, [act.after.person_id, digest, sealed])
    _write_effects(wire, act)
    if messages:  # one statement, however many partners hear of it
        more = f", ({', '.join(['%s'] * len(MESSAGE_COLUMNS))})" * (len(messages) - 1)
        wire.write(INSERT_MESSAGE + more, [value for row in messages for value in row])


def _write_person(wire: Wire, act: Act, head: bytes) -> None:
    person, place = act.after, (act.after.person_id, act.before.version)
    if not act.before.known:
        wire.write(INSERT_PERSON, person_row(person, act.number_index, head))
    elif person.words == act.before.words:  # what was sealed stays as it is
        wire.write(UPDATE_FACTS, [person_page(person), person.version, head, *place])
    else:
        wire.write(UPDATE_PERSON, [*words_columns(person), person_page(person), person.version, head, *place])


def _write_effects(wire: Wire, act: Act) -> None:
    """What an event implies beside the fold: cards held no longer, PIN digests, seats, visits, agents' mandates."""
    for event in act.events:
        if isinstance(event, PinChanged):
            wire.write(UPSERT_PIN, [event.card_id, act.after.person_id, act.pin_digests[event.card_id]])
        elif isinstance(event, CardTakenBack):
            wire.write(DELETE_PIN, [event.card_id])
            wire.write(DELETE_HOLDING, [event.card_id])
        elif isinstance(event, AppointmentBooked):
            wire.write(INSERT_SEAT, [event.appointment_id, event.outlet, event.at, event.seat, False])
        elif isinstance(event, AppointmentCancelled):
            wire.write(RELEASE_SEAT, [True, event.appointment_id])
        elif isinstance(event, MandateRegistered):
            wire.write(INSERT_MANDATE, [event.mandate_id, act.after.person_id, event.agent])
        elif isinstance(event, VisitRequested):
            wire.write(INSERT_VISIT, visit_row(act.after, event.visit_id))
        elif isinstance(event, VisitMade | VisitCancelled):
            wire.write(END_VISIT, visit_row(act.after, event.visit_id)[-1:] + (event.visit_id,))


def note_look(wire: Wire, person_id: str, actor: str, channel: str, purpose: str, at: datetime) -> None:
    """Who looked, before what they looked at is shown."""
    note_looks(wire, (person_id,), actor, channel, purpose, at)


def note_looks(wire: Wire, people: Collection[str], actor: str, channel: str, purpose: str, at: datetime) -> None:
    """The same for a list of people, in one statement."""
    if people:
        rows = INSERT_LOOK + ", (%s, %s, %s, %s, %s)" * (len(people) - 1)
        wire.write(rows, [value for one in people for value in (one, actor, channel, purpose, at)])
