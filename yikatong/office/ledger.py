"""The only module that writes what the ledger holds. Two round trips an act: :func:`find`, then :func:`append`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yikatong.cards.card import Tenure
from yikatong.cards.events import AppointmentBooked, AppointmentCancelled, Event, PinChanged
from yikatong.cards.person import Person
from yikatong.office.canonical import canonical
from yikatong.office.chain import CHAINED, link
from yikatong.office.deployment import vault
from yikatong.office.finding import Found, Key, Replayed, find, words_place
from yikatong.office.messages import messages_of
from yikatong.office.pages import (
    HOLDING_COLUMNS,
    event_pages,
    holding_columns,
    person_page,
    words_page,
)
from yikatong.office.vault import commitment
from yikatong.office.wire import Wire

__all__ = ["Act", "Found", "Key", "Replayed", "append", "find", "note_look", "words_place"]


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608


ENTRY_COLUMNS = (*CHAINED, "previous", "hash")
INSERT_ENTRY = _insert("records_entry", ENTRY_COLUMNS)
INSERT_PERSON = _insert("records_dossier", ("person_id", "number_index", "words", "facts", "version", "head"))
UPDATE_PERSON = """
    UPDATE records_dossier SET words = %s, facts = %s, version = %s, head = %s
    WHERE person_id = %s AND version = %s"""
UPDATE_FACTS = UPDATE_PERSON.replace("words = %s, ", "")
UPSERT_HOLDING = (
    _insert("records_holding", HOLDING_COLUMNS)
    + " ON CONFLICT (card_id) DO UPDATE SET "
    + ", ".join(f"{c} = excluded.{c}" for c in HOLDING_COLUMNS[3:])
)
INSERT_PERSONAL = _insert("records_personal", ("reference", "dossier_id", "salt", "sealed"))
INSERT_PICTURE = _insert("records_picture", ("dossier_id", "digest", "sealed")) + " ON CONFLICT DO NOTHING"
UPSERT_PIN = (
    _insert("records_pindigest", ("card_id", "dossier_id", "digest"))
    + " ON CONFLICT (card_id) DO UPDATE SET digest = excluded.digest"
)
INSERT_SEAT = _insert("records_seat", ("appointment_id", "outlet", "at", "seat", "released"))
RELEASE_SEAT = "UPDATE records_seat SET released = %s WHERE appointment_id = %s"
INSERT_MESSAGE = _insert("records_message", ("reference", "dossier_id", "party", "target", "kind", "body", "at"))
INSERT_LOOK = _insert("records_look", ("dossier_id", "actor", "channel", "purpose", "at"))


@dataclass(frozen=True, slots=True)
class Act:
    """One granted act, ready to be written. ``columns`` are those of the entry that the counter knows."""

    before: Person
    after: Person
    head: bytes
    number_index: bytes
    events: tuple[Event, ...]
    columns: Mapping[str, Any]
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    pin_digests: Mapping[str, str] = field(default_factory=dict)


def append(wire: Wire, act: Act) -> None:
    """Write the entry and what is folded from it. Errors: Collided, raised when the transaction ends."""
    row, private, salt = _entry(act)
    _write_person(wire, act, row["hash"])
    wire.write(INSERT_ENTRY, [row[c] for c in ENTRY_COLUMNS])
    _write_holdings(wire, act)
    person_id, reference = act.after.person_id, row["reference"]
    if private is not None:
        sealed = vault().seal(private.encode(), f"records_personal|sealed|{reference}")
        wire.write(INSERT_PERSONAL, [reference, person_id, salt, sealed])
    for digest, stored in act.pictures.items():
        sealed = vault().seal(stored, f"records_picture|sealed|{digest}")
        wire.write(INSERT_PICTURE, [person_id, digest, sealed])
    _write_effects(wire, act)
    for message in messages_of(act.events, act.after, row["at"]):
        body = canonical({**message.body, "reference": reference})
        wire.write(
            INSERT_MESSAGE,
            [reference, person_id, message.party.value, message.target, message.kind, body, row["at"]],
        )


def _entry(act: Act) -> tuple[dict[str, Any], str | None, bytes]:
    pages = event_pages(act.events)
    salt, commitment_hex = commitment(pages.private.encode()) if pages.private else (b"", None)
    row: dict[str, Any] = {
        **act.columns,
        "dossier_id": act.after.person_id,
        "version": act.after.version,
        "events": canonical({"events": pages.facts, "personal": commitment_hex}),
        "previous": act.head,
    }
    row["hash"] = link(act.head, row)
    return row, pages.private, salt


def _write_person(wire: Wire, act: Act, head: bytes) -> None:
    person = act.after
    if person.words is None:
        raise ValueError("a person without words cannot be written")
    if act.before.known and person.words == act.before.words:  # what was sealed stays as it is
        values = [person_page(person), person.version, head, person.person_id, act.before.version]
        wire.write(UPDATE_FACTS, values)
        return
    words = vault().seal(words_page(person.words).encode(), words_place(person.person_id))
    if act.before.known:
        values = [words, person_page(person), person.version, head, person.person_id, act.before.version]
        wire.write(UPDATE_PERSON, values)
    else:
        values = [person.person_id, act.number_index, words, person_page(person), person.version, head]
        wire.write(INSERT_PERSON, values)


# A card makes room before another takes its place: the partial unique indexes look at each statement.
ROOM_FIRST = {Tenure.GONE: 0, Tenure.CURRENT: 1, Tenure.COMING: 2}


def _write_holdings(wire: Wire, act: Act) -> None:
    before = {c.card_id: (n, act.before.tenure(c), c) for n, c in enumerate(act.before.cards)}
    now = [(n, act.after.tenure(c), c) for n, c in enumerate(act.after.cards)]
    for number, tenure, card in sorted(now, key=lambda held: ROOM_FIRST[held[1]]):
        if before.get(card.card_id) != (number, tenure, card):
            wire.write(UPSERT_HOLDING, holding_columns(act.after, number, card))


def _write_effects(wire: Wire, act: Act) -> None:
    """Rows that an event implies beside the fold: PIN digests and seats."""
    for event in act.events:
        if isinstance(event, PinChanged):
            wire.write(UPSERT_PIN, [event.card_id, act.after.person_id, act.pin_digests[event.card_id]])
        elif isinstance(event, AppointmentBooked):
            wire.write(INSERT_SEAT, [event.appointment_id, event.outlet, event.at, event.seat, False])
        elif isinstance(event, AppointmentCancelled):
            wire.write(RELEASE_SEAT, [True, event.appointment_id])


def note_look(wire: Wire, person_id: str, actor: str, channel: str, purpose: str, at: datetime) -> None:
    """Who looked, before what they looked at is shown."""
    wire.write(INSERT_LOOK, [person_id, actor, channel, purpose, at])
