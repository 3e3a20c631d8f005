"""Real threads, each with a connection of its own; and what the same asks give one after the other, computed purely."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import permutations
from threading import local
from typing import Any

import pytest
from django.db import connection

from tests.office.world import NOW, fence_lowered
from tests.races.at_once import at_once
from yikatong.cards.events import AppointmentBooked, AppointmentCancelled, PinChanged
from yikatong.cards.evolve import after
from yikatong.cards.person import Person
from yikatong.catalogue.decide import Decision, Granted, decide
from yikatong.catalogue.moments import day_of
from yikatong.office import cases, counter, deployment, ledger, wire
from yikatong.office.ask import Ask, CounterFault
from yikatong.office.prepare import prepare
from yikatong.office.wire import reading
from yikatong.records import models

BREATH_S = 0.004  # between reading and writing, so that others can come in between if anything lets them
HERE = local()

Answer = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One contender: what it asks, at which moment, under which number of its own."""

    ask: Ask
    reference: str
    at: datetime = NOW


def told(decision: Decision) -> Answer:
    if isinstance(decision, Granted):
        return ("granted", decision.words)
    return ("refused", *(refusal.code for refusal in decision.refusals))


def ask_at_once(steps: Sequence[Step]) -> list[Answer]:
    """All let go at the same instant; an exception that is no fault of the counter is raised."""
    return at_once([partial(ask_one, step) for step in steps])


def ask_one(step: Step) -> Answer:
    HERE.reference = step.reference
    try:
        with deployment.at(step.at):
            return told(counter.serve(step.ask).decision)
    except CounterFault as fault:
        return ("fault", fault.code)


@dataclass(frozen=True, slots=True)
class Scene:
    """All that one person's asks can see of each other."""

    person: Person
    pins: Mapping[str, str]
    seats: frozenset[tuple[str, int]] = frozenset()


def scene(about: Any, at: datetime | None = None) -> Scene:
    with reading() as connected:
        found = ledger.find(connected, counter.key_of(about), pins=True, seats_at=at)
    return Scene(found.person, found.pins, found.seats)


def alone(scene: Scene, step: Step) -> tuple[Scene, Answer]:
    """What a step answers and leaves behind when nobody else is there: decide and evolve, no table."""
    service, HERE.reference = counter.service_of(step.ask.service), step.reference
    prepared = prepare(service, step.ask.answers, step.ask.region, day_of(step.at))
    found = ledger.Found(scene.person, b"", pins=scene.pins, seats=scene.seats)
    decision = decide(service, counter.case_of(service, step.ask, prepared, found, step.at))
    if not isinstance(decision, Granted):
        return scene, told(decision)
    pins, seats = dict(scene.pins), set(scene.seats)
    for event in decision.events:
        if isinstance(event, PinChanged):
            pins[event.card_id] = deployment.vault().pin_digest(prepared.new_pin, event.card_id)
        elif isinstance(event, AppointmentBooked):
            seats.add((event.outlet, event.seat))
        elif isinstance(event, AppointmentCancelled):
            held = next(a for a in scene.person.appointments if a.appointment_id == event.appointment_id)
            seats.discard((held.outlet, held.seat))
    person = after(scene.person, decision.events, step.at)
    return Scene(person, pins, frozenset(seats)), told(decision)


def serial_results(start: Scene, steps: Sequence[Step]) -> Iterator[tuple[Person, list[Answer]]]:
    """The end and the answers of every order, one step after the other."""
    for order in permutations(range(len(steps))):
        now, answers = start, [()] * len(steps)
        for place in order:
            now, answers[place] = alone(now, steps[place])
        yield now.person, answers


def anonymous(person: Person) -> Person:
    return replace(person, person_id="")


def violation(about: Any, steps: Sequence[Step], slot: datetime | None = None) -> str | None:
    """Let them race; None if some serial order explains every answer and the whole person that is left."""
    start = scene(about, slot)
    answers = ask_at_once(steps)
    left = anonymous(scene(about).person)
    if any((anonymous(person), told) == (left, answers) for person, told in serial_results(start, steps)):
        return None
    return f"{[step.ask.service for step in steps]} gave {answers} and left version {left.version}"


@pytest.fixture(autouse=True)
def slow_and_numbered(monkeypatch: pytest.MonkeyPatch) -> None:
    """References are known beforehand, and deciding takes a moment in which others may act."""
    monkeypatch.setattr(cases, "new_reference", lambda today: HERE.reference)

    def unhurried(*args: Any) -> Decision:
        time.sleep(BREATH_S)
        return decide(*args)

    monkeypatch.setattr(counter, "decide", unhurried)


DEFINED = """
    SELECT c.conname, c.conrelid::regclass::text, pg_get_constraintdef(c.oid), 'constraint' FROM pg_constraint c
    WHERE c.conname = %s UNION ALL
    SELECT i.indexname, i.tablename::text, i.indexdef, 'index' FROM pg_indexes i WHERE i.indexname = %s
    AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname)"""


@contextmanager
def without(*guards: str) -> Iterator[None]:
    """The tables and the wire with these guards taken out: ``lock`` or the name of a constraint or unique index."""
    patch, undo = pytest.MonkeyPatch(), list[str]()
    if "lock" in guards:
        patch.setattr(wire._Postgresql, "for_update", "")
    with connection.cursor() as cursor:
        for guard in (g for g in guards if g != "lock"):
            cursor.execute(DEFINED, [guard, guard])
            name, table, definition, kind = cursor.fetchone()
            drop = f"ALTER TABLE {table} DROP CONSTRAINT {name}" if kind == "constraint" else f"DROP INDEX {name}"
            undo.append(
                f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}" if kind == "constraint" else definition
            )
            cursor.execute(drop)
    try:
        yield
    finally:
        patch.undo()
        empty()
        with connection.cursor() as cursor:
            for statement in undo:
                cursor.execute(statement)


def empty() -> None:
    """What broken races left would not fit under the constraints again."""
    with fence_lowered(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {models.Dossier._meta.db_table}, records_seat CASCADE")
