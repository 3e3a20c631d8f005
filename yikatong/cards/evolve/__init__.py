"""The present is the past folded: ``evolve(person, event, at)`` for each event in order."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import reduce

from yikatong.cards import events as e
from yikatong.cards.evolve import accounts, dossier, functions, making, visits
from yikatong.cards.evolve.fold import fold
from yikatong.cards.person import Person

FOLDS = (making, functions, accounts, dossier, visits)
"""Importing them registers the folds."""


def evolve(person: Person, event: e.Event, at: datetime) -> Person:
    """The person after one event that happened at ``at``. Total over :data:`~yikatong.cards.events.Event`."""
    return fold(event, person, at)


def after(person: Person, events: Iterable[e.Event], at: datetime) -> Person:
    """The person after one act: all its events, and one more on the version."""
    changed = reduce(lambda folded, event: fold(event, folded, at), events, person)
    return replace(changed, version=person.version + 1)


def unfoldable() -> list[str]:
    """Events without a fold: none may be left (a system check asks)."""
    return [name for name, cls in e.EVENTS.items() if fold.dispatch(cls) is fold.dispatch(object)]
