"""What every fold needs: the dispatch on the event, and a person with one card changed."""

from dataclasses import replace
from datetime import datetime
from functools import singledispatch

from yikatong.cards.card import Card
from yikatong.cards.person import Person


@singledispatch
def fold(event: object, person: Person, at: datetime) -> Person:
    """The person after ``event``; each event registers its own."""
    raise TypeError(f"no fold for {type(event).__name__}")


def the_card(person: Person, card_id: str) -> Card:
    return next(c for c in person.cards if c.card_id == card_id)


def with_card(person: Person, card_id: str, **changes: object) -> Person:
    cards = tuple(
        replace(c, **changes) if c.card_id == card_id else c  # type: ignore[arg-type]
        for c in person.cards
    )
    return replace(person, cards=cards)
