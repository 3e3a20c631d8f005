"""How events, people and cards are spelt in the tables, and read back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any

from yikatong.cards.card import Card
from yikatong.cards.codec import plain, read
from yikatong.cards.events import EVENTS, Event, kind_of
from yikatong.cards.person import Person, Words
from yikatong.office.canonical import canonical

APART = ("person_id", "version", "words", "cards")
KEPT = tuple(f.name for f in fields(Person) if f.name not in APART)


def person_page(person: Person) -> str:
    """The dossier's facts: all of the person but the words, which are sealed, and the cards, which are holdings."""
    return canonical({name: plain(getattr(person, name)) for name in KEPT})


def read_person(person_id: str, version: int, facts: str, words: str, cards: Iterable[str]) -> Person:
    whole = json.loads(facts) | {
        "person_id": person_id, "version": version,
        "words": json.loads(words), "cards": [json.loads(card) for card in cards],
    }  # fmt: skip
    return read(Person, whole)


def words_page(words: Words) -> str:
    return canonical(plain(words))


def card_page(card: Card) -> str:
    return canonical(plain(card))


@cache
def private_fields(kind: str) -> frozenset[str]:
    """The fields of an event that are personal words."""
    return frozenset(f.name for f in fields(EVENTS[kind]) if f.metadata.get("private"))


@dataclass(frozen=True, slots=True)
class EventPages:
    """The events of one act in two halves: ``facts`` for the ledger, ``private`` for the sealed room (or None)."""

    facts: list[dict[str, Any]]
    private: str | None


def event_pages(events: Iterable[Event]) -> EventPages:
    facts, private = [], {}
    for number, event in enumerate(events):
        kind = kind_of(event)
        page = plain(event)
        hidden = {name: page.pop(name) for name in private_fields(kind)}
        facts.append({"event": kind, **page})
        if any(hidden.values()):
            private[str(number)] = hidden
    return EventPages(facts, canonical(private) if private else None)


def read_events(facts: Iterable[Mapping[str, Any]], private: str | None) -> tuple[Event, ...]:
    """The events of an entry. Where the words were erased, the events are read without them."""
    hidden = json.loads(private) if private else {}
    return tuple(
        read(EVENTS[page["event"]], {k: v for k, v in page.items() if k != "event"} | hidden.get(str(number), {}))
        for number, page in enumerate(facts)
    )


def holding_columns(person: Person, number: int, card: Card) -> tuple[Any, ...]:
    """A card's row, in the order of :data:`HOLDING_COLUMNS`."""
    stage_at: datetime = card.stage_at
    valid_until: date | None = card.valid_until
    return (
        card.card_id, person.person_id, number, person.tenure(card).value, card.province, card.region, card.bank,
        card.outlet, card.employer, card.stage.value, stage_at, card.social.state.value,
        card.financial.state.value, card.card_no, valid_until, card.predecessor, card.social.until,
        card.financial.until, card_page(card),
    )  # fmt: skip


HOLDING_COLUMNS = (
    "card_id", "dossier_id", "number", "tenure", "province", "region", "bank", "outlet", "employer", "stage",
    "stage_at", "social", "financial", "card_no", "valid_until", "predecessor",
    "social_until", "financial_until", "facts",
)  # fmt: skip
