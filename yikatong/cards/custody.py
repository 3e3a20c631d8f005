"""The custody ledger (实物保管): who holds each card's plastic now and held it before, folded from events alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yikatong.cards.card import Card
from yikatong.cards.custodians import HELD_AT, Custodian
from yikatong.cards.events import Event
from yikatong.cards.evolve import evolve
from yikatong.cards.person import Person

__all__ = ["Custodian", "Keeping", "custodian", "timeline"]


@dataclass(frozen=True, slots=True)
class Keeping:
    """From when somebody held the plastic. A card that was lost is with its holder as far as we know."""

    custodian: Custodian
    since: datetime


def custodian(card: Card) -> Custodian | None:
    """Who holds the plastic; None where none was made yet. What was told of it goes before what the stage says."""
    return card.custody or HELD_AT.get(card.stage)


def timeline(card_id: str, told: Iterable[tuple[Event, datetime]]) -> tuple[Keeping, ...]:
    """Who held the card's plastic since when, the first first. ``told``: all that happened to its person, in order."""
    person, kept = Person(""), list[Keeping]()
    for event, at in told:
        person = evolve(person, event, at)
        card = person.card(card_id)
        holds = custodian(card) if card else None
        if holds and (not kept or kept[-1].custodian is not holds):
            kept.append(Keeping(holds, at))
    return tuple(kept)
