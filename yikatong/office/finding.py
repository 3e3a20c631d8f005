"""Reading what the ledger holds of one person: everything an act needs to know, in one round trip."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yikatong.cards.person import Person
from yikatong.office.chain import GENESIS
from yikatong.office.deployment import vault
from yikatong.office.pages import read_person
from yikatong.office.people_index import words_place
from yikatong.office.wire import Rows, Wire, moment

FIND_PERSON = """
    SELECT person_id, version, facts, words, head FROM records_dossier WHERE {key} = %s"""
FIND_HOLDINGS = """
    SELECT h.facts FROM records_holding h JOIN records_dossier d ON d.person_id = h.dossier_id
    WHERE d.{key} = %s ORDER BY h.number"""
FIND_ENTRY = """
    SELECT reference, body, answer, at, service, rulings FROM records_entry WHERE client = %s AND case_number = %s"""
FIND_PINS = """
    SELECT p.card_id, p.digest FROM records_pindigest p JOIN records_dossier d ON d.person_id = p.dossier_id
    WHERE d.{key} = %s"""
FIND_SEATS = "SELECT outlet, seat FROM records_seat WHERE at = %s AND NOT released"


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
    service: str
    rulings: list[dict[str, Any]]


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
    reference, body, answer, at, service, rulings = row
    return Replayed(reference, bytes(body), json.loads(answer), moment(at), service, json.loads(rulings))
