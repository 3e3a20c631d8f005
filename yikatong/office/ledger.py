"""The only module that writes what the ledger holds. Two round trips an act: :func:`find`, then :func:`append`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yikatong.cards.card import Tenure
from yikatong.cards.events import AppointmentBooked, AppointmentCancelled, Event, PinChanged
from yikatong.cards.person import Person
from yikatong.office.canonical import canonical
from yikatong.office.chain import CHAINED, GENESIS, link
from yikatong.office.deployment import vault
from yikatong.office.messages import messages_of
from yikatong.office.pages import (
    HOLDING_COLUMNS,
    event_pages,
    holding_columns,
    person_page,
    read_person,
    words_page,
)
from yikatong.office.vault import commitment
from yikatong.office.wire import Rows, Wire, moment

FIND_PERSON = """
    SELECT person_id, version, facts, words, head FROM records_dossier WHERE {key} = %s"""
FIND_HOLDINGS = """
    SELECT h.facts FROM records_holding h JOIN records_dossier d ON d.person_id = h.dossier_id
    WHERE d.{key} = %s ORDER BY h.number"""
FIND_ENTRY = """
    SELECT e.reference, e.body, e.answer, e.at, d.number_index, e.service, e.events
    FROM records_entry e JOIN records_dossier d ON d.person_id = e.dossier_id
    WHERE e.client = %s AND e.case_number = %s"""
FIND_PINS = """
    SELECT p.card_id, p.digest FROM records_pindigest p JOIN records_dossier d ON d.person_id = p.dossier_id
    WHERE d.{key} = %s"""
FIND_SEATS = "SELECT outlet, seat FROM records_seat WHERE at = %s AND NOT released"


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
class Key:
    """Which dossier: by its own id, or by the blind index of the identity number."""

    column: str
    value: str | bytes


@dataclass(frozen=True, slots=True)
class Replayed:
    """An entry that was written under the same case number before."""

    reference: str
    body: bytes
    answer: Mapping[str, Any]
    at: datetime
    number_index: bytes
    service: str
    events: str


@dataclass(frozen=True, slots=True)
class Found:
    person: Person
    head: bytes
    replayed: Replayed | None = None
    pins: Mapping[str, str] = field(default_factory=dict)
    seats: frozenset[tuple[str, int]] = frozenset()


def find(
    wire: Wire,
    key: Key,
    *,
    case: tuple[str, str] | None = None,
    pins: bool = False,
    seats_at: datetime | None = None,
) -> Found:
    """Everything that one act needs to know, in one round trip; the person's row is locked where an act follows.

    ``case`` is (client, case number). The holdings are read by statements of their own, after the lock: a row lock
    that waited would else see the cards as they were before the wait.
    """
    lock = wire.for_update if case else ""
    person = wire.send(FIND_PERSON.format(key=key.column) + lock, [key.value])
    cards = wire.send(FIND_HOLDINGS.format(key=key.column), [key.value])
    entry = wire.send(FIND_ENTRY, case) if case else None
    digests = wire.send(FIND_PINS.format(key=key.column), [key.value]) if pins else None
    taken = wire.send(FIND_SEATS, [seats_at]) if seats_at else None
    return Found(
        *_person(person, cards),
        replayed=_replayed(entry),
        pins=dict(digests.fetchall()) if digests else {},
        seats=frozenset((outlet, seat) for outlet, seat in taken.fetchall()) if taken else frozenset(),
    )


def words_place(person_id: str) -> str:
    return f"records_dossier|words|{person_id}"


def _person(rows: Rows, cards: Rows) -> tuple[Person, bytes]:
    row = rows.fetchone()
    pages = [facts for (facts,) in cards.fetchall()]
    if row is None:
        return Person(""), GENESIS
    person_id, version, facts, words, head = row
    opened = vault().open(bytes(words), words_place(person_id)).decode()
    return read_person(person_id, version, facts, opened, pages), bytes(head)


def _replayed(rows: Rows | None) -> Replayed | None:
    row = rows.fetchone() if rows else None
    if row is None:
        return None
    reference, body, answer, at, number_index, service, events = row
    return Replayed(reference, bytes(body), json.loads(answer), moment(at), bytes(number_index), service, events)


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
