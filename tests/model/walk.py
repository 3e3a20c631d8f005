"""A long random walk: the same act is asked of the services and of the second telling, which must agree."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from unittest.mock import patch

from tests.examples.places import DIRECTORY
from tests.model.effects import done
from tests.model.life import TABLE, World, allowed, born, stands
from tests.model.moves import BEGINNINGS, BY_OP, LASTING, REGIONS, SECONDS, TRIES_TO_CHOOSE, WEIGHTED, Move, asking
from yikatong.cards.evolve import after
from yikatong.cards.person import Person
from yikatong.catalogue import decide as deciding
from yikatong.catalogue.case import Case, Outside
from yikatong.catalogue.channels import Assurance
from yikatong.catalogue.common import choose_card
from yikatong.catalogue.scenario import read_person
from yikatong.policies.policy import published

T = TypeVar("T")
ACTS_IN_A_LIFE = 60
CARDS_MAX = 4


@dataclass(slots=True)
class Walked:
    """What a walk met: acts, those granted, each edge of the tables, and where the two tellings part."""

    acts: int = 0
    granted: int = 0
    edges: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    divergences: list[str] = field(default_factory=list)


@contextmanager
def unspoken() -> Iterator[None]:
    """Without the words, which the laws test: they take most of the time."""
    with patch.object(deciding, "render", lambda *_: ""):
        yield


def walk(seed: int, acts: int) -> Walked:
    found, dice = Walked(), random.Random(seed)
    with unspoken():
        while found.acts < acts and len(found.divergences) < 5:
            life(found, dice, BEGINNINGS[seed % len(BEGINNINGS)])
    return found


def life(found: Walked, dice: random.Random, start: datetime) -> None:
    """One person's acts from a first card in hand, until there are many cards or enough was done."""
    place, at, last = pick(dice, [*REGIONS]), 0, ""
    region, outlet = REGIONS[place]
    card = {"card_id": "C0", "region": region, "outlet": outlet, "social": "sealed", "financial": "inactive",
            "pin_initial": True, "photo": "d" * 64}  # fmt: skip
    person = read_person({"cards": [card]}, start)
    world: World = {"place": place, "cards": [born(stage="COLLECTED")]}
    for _ in range(ACTS_IN_A_LIFE):
        since, at = at, at + pick(dice, SECONDS)
        _count_lapses(found, world, since, at)
        several = range(len(world["cards"]))
        number = pick(dice, several) if dice.random() < 0.5 else several[-1]
        move = _choose(world, number, at, dice, last)
        last = move[0]
        expected = allowed(world, move[0], number, move[1], move[2], at)
        states = _states(world, number, at)
        now = start + timedelta(seconds=at)
        person, granted = _act(person, number, move, place, region, now)
        found.acts += 1
        found.granted += granted
        if expected:
            done(world, move[0], number, move[1], move[2], at)
            _count(found, move, world, number, at, states)
        if granted != expected or not _alike(person, world, now, at):
            found.divergences.append(f"{place} {move} on {number} at {now}: ours {granted}, the model {expected}; "
                                     f"{states}; {world['cards']}; {person.cards}")  # fmt: skip
            return
        if len(world["cards"]) > CARDS_MAX:
            return


def pick(dice: random.Random, several: Sequence[T]) -> T:
    """As ``choice``, which takes three times as long; a walk picks five million times."""
    return several[int(dice.random() * len(several))]


def _choose(world: World, number: int, at: int, dice: random.Random, last: str) -> Move:
    """Most acts are such as the model allows, so that lives go on; the rest is anything. Some are tried on and on."""
    op = last if last in LASTING and dice.random() < 0.7 else pick(dice, WEIGHTED)
    move = pick(dice, BY_OP[op])
    for _ in range(TRIES_TO_CHOOSE if dice.random() < 0.75 else 0):
        if allowed(world, move[0], number, move[1], move[2], at):
            break
        move = pick(dice, BY_OP[op] if op in LASTING and dice.random() < 0.5 else BY_OP[pick(dice, WEIGHTED)])
    return move


def _act(person: Person, number: int, move: Move, place: str, region: str, now: datetime) -> tuple[Person, bool]:
    service, asked, channel, asker, pin_right = asking(move, place)
    case = Case(
        asked, person, channel, Assurance.PRESENT, asker, region, now, published(), DIRECTORY,
        choose_card(service, person, f"C{number}", region),
        Outside(reference=f"C{len(person.cards)}", pin_right=pin_right), "actor",
    )  # fmt: skip
    decision = deciding.decide(service, case)
    if isinstance(decision, deciding.Refused):
        return person, False
    return after(person, decision.events, now), True


def _states(world: World, number: int, at: int) -> dict[str, str]:
    card = world["cards"][number]
    return {half: stands(card[half], at) for half in TABLE} | {"stage": card["stage"]}


def _count(found: Walked, move: Move, world: World, number: int, at: int, before: dict[str, str]) -> None:
    afterwards = _states(world, number, at)
    part = move[1] if move[1] in TABLE else "stage" if move[0] in ("record", "review", "collect") else "social"
    found.edges[part, before[part], move[0], afterwards[part]] += 1


def _count_lapses(found: Walked, world: World, since: int, at: int) -> None:
    for card in world["cards"]:
        for half in TABLE:
            if since < (card[half].get("until") or 0) <= at:
                found.edges[half, "TEMP_LOST", "time", card[half]["prior"]] += 1


def _alike(person: Person, world: World, now: datetime, at: int) -> bool:
    if len(person.cards) != len(world["cards"]):
        return False
    return all(
        ours.social.at(now).state.name == stands(theirs["social"], at)
        and ours.financial.at(now).state.name == stands(theirs["financial"], at)
        and ours.stage.name == theirs["stage"]
        and ours.pin_initial == theirs["initial"]
        and ours.wrong_pins == theirs["wrong"]
        for ours, theirs in zip(person.cards, world["cards"], strict=True)
    )
