"""Folds of home visits."""

from dataclasses import replace
from datetime import datetime

from yikatong.cards import events as e
from yikatong.cards.evolve.fold import fold
from yikatong.cards.person import Person
from yikatong.cards.visits import Visit


@fold.register
def _(event: e.VisitRequested, person: Person, at: datetime) -> Person:
    asked = Visit(event.visit_id, event.region, event.day, event.half, event.matter, event.reason, at)
    return replace(person, visits=(*person.visits, asked))


@fold.register
def _(event: e.VisitMade, person: Person, at: datetime) -> Person:
    return _with_visit(person, event.visit_id, outcome=event.outcome)


@fold.register
def _(event: e.VisitCancelled, person: Person, at: datetime) -> Person:
    return _with_visit(person, event.visit_id, cancelled=True)


def _with_visit(person: Person, visit_id: str, **changes: object) -> Person:
    visits = tuple(
        replace(v, **changes) if v.visit_id == visit_id else v  # type: ignore[arg-type]
        for v in person.visits
    )
    return replace(person, visits=visits)
