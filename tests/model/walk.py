"""A long random walk: the same act is asked of the services and of the second telling, which must agree."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from unittest.mock import patch

from tests.examples.places import DIRECTORY
from tests.model.effects import done
from tests.model.life import TABLE, WEEK, World, allowed, born, stands
from yikatong.cards.evolve import after
from yikatong.cards.person import Person
from yikatong.catalogue import decide as deciding
from yikatong.catalogue.answers import read_answers
from yikatong.catalogue.case import Case, Outside
from yikatong.catalogue.channels import Asker, AskerKind, Assurance, Channel
from yikatong.catalogue.scenario import read_person
from yikatong.catalogue.service import Service
from yikatong.policies.policy import published
from yikatong.services import catalogue

ACTS_IN_A_LIFE = 60
CARDS_MAX = 4
REGIONS = {"nation": ("110000", "BJ-01"), "shaanxi": ("610400", "XY-QD-01")}
# Lives begin just before a month, a leap day or a year ends in China, and on an ordinary morning.
BEGINNINGS = tuple(datetime.fromisoformat(f"{at}+08:00") for at in (
    "2026-11-30T23:59:59", "2027-12-31T23:59:59", "2028-02-28T23:59:58", "2026-11-21T10:00:00",
))  # fmt: skip
SECONDS = (*[0] * 12, *[1] * 8, 60, 60, 3600, 86_399, 86_400, 86_401, WEEK - 1, WEEK, WEEK + 1)
FRESH = "135792"

Move = tuple[str, str, str]  # op, what, where


def moves() -> Iterator[Move]:
    people = ("desk", "portal", "kiosk", "bank", "hotline", "partner")
    for half in ("social", "financial"):
        for where in people[:5]:
            yield from ((op, half, where) for op in ("temp", "formal", "lift"))
        yield from (("settle", half, where) for where in ("bank", "officer"))
    for where in people:
        yield from (("enable", what, where) for what in ("", "pin"))
        yield from ((op, "", where) for op in ("reset", "unlock", "replace", "renew", "cancel"))
    yield from (("try", what, "partner") for what in (*["wrong"] * 9, "right"))
    yield from (("activate", "financial", where) for where in ("bank", "desk"))
    yield from (("close", "financial", where) for where in ("bank", "desk"))
    yield from (("review", "", "officer"), ("collect", "", "desk"), ("collect", "", "portal"))
    stages = {"bank": ["BATCHED"], "plant": ["MAKING", "PERSONALISED", "PROVINCE_RELEASED"],
              "officer": ["CITY_RECEIVED", "READY"]}  # fmt: skip
    for where, reached in stages.items():
        yield from (("record", stage, where) for stage in reached)


BY_OP: dict[str, list[Move]] = {}
for _move in moves():
    BY_OP.setdefault(_move[0], []).append(_move)
# What needs a chain of other acts before it is asked more often.
WEIGHTED = [op for op in BY_OP for _ in range({"record": 4, "try": 4, "collect": 3, "enable": 3, "review": 2, "lift": 2}.get(op, 1))]
LASTING = {"record", "try"}
TRIES_TO_CHOOSE = 6
SERVICE = {
    "temp": "report_loss", "formal": "report_loss", "lift": "lift_loss", "enable": "enable", "try": "try_pin",
    "reset": "reset_pin", "unlock": "unlock", "replace": "replace", "renew": "renew", "review": "review_application",
    "record": "record_production", "collect": "collect", "cancel": "cancel", "settle": "settle_funds",
    "activate": "activate_account", "close": "close_account",
}  # fmt: skip


def raw_answers(op: str, what: str, place: str) -> dict[str, Any]:
    answers: dict[str, dict[str, Any]] = {
        "temp": {"function": what, "kind": "temporary"}, "formal": {"function": what, "kind": "formal"},
        "lift": {"function": what}, "settle": {"function": what}, "enable": {"new_pin": FRESH} if what else {},
        "try": {"current_pin": FRESH}, "reset": {"new_pin": FRESH}, "unlock": {"new_pin": FRESH},
        "renew": {"ground": "damage", "consent": True}, "review": {"verdict": "approve"},
        "record": {"stage": what.lower()} | ({"card_no": "A00000001"} if what == "PERSONALISED" else {}),
        "collect": {"outlet": REGIONS[place][1]},
        "cancel": {"ground": {"nation": "no_local_services", "shaanxi": "left_province"}[place],
                   "benefits_in_use": False},
    }  # fmt: skip
    return answers.get(op, {})


@cache
def asking(move: Move, place: str) -> tuple[Service[Any], Any, Channel, Asker, bool | None]:
    """The act as it is asked of a service: made once, asked a million times."""
    op, what, where = move
    service = catalogue()[SERVICE[op]]
    party = {"bank": "CAB", "plant": "plant"}.get(where, "")
    asker = Asker(AskerKind.HOLDER)
    if op in ("record", "settle", "activate", "close") and party:
        asker = Asker(AskerKind.PARTY, party)
    elif where == "officer":
        asker = Asker(AskerKind.OFFICER, "O1")
    asked = read_answers(service, raw_answers(op, what, place), BEGINNINGS[0].date())
    return service, asked, Channel(where), asker, {"right": True, "wrong": False}.get(what)


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
    place, at, last = dice.choice([*REGIONS]), 0, ""
    region, outlet = REGIONS[place]
    card = {"card_id": "C0", "region": region, "outlet": outlet, "social": "sealed", "financial": "inactive",
            "pin_initial": True, "photo": "d" * 64}  # fmt: skip
    person = read_person({"cards": [card]}, start)
    world: World = {"place": place, "cards": [born(stage="COLLECTED")]}
    for _ in range(ACTS_IN_A_LIFE):
        since, at = at, at + dice.choice(SECONDS)
        _count_lapses(found, world, since, at)
        number = dice.choice([len(world["cards"]) - 1, dice.randrange(len(world["cards"]))])
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


def _choose(world: World, number: int, at: int, dice: random.Random, last: str) -> Move:
    """Most acts are such as the model allows, so that lives go on; the rest is anything. Some are tried on and on."""
    op = last if last in LASTING and dice.random() < 0.7 else dice.choice(WEIGHTED)
    move = dice.choice(BY_OP[op])
    for _ in range(TRIES_TO_CHOOSE if dice.random() < 0.75 else 0):
        if allowed(world, move[0], number, move[1], move[2], at):
            break
        move = dice.choice(BY_OP[op] if op in LASTING and dice.random() < 0.5 else BY_OP[dice.choice(WEIGHTED)])
    return move


def _act(person: Person, number: int, move: Move, place: str, region: str, now: datetime) -> tuple[Person, bool]:
    service, asked, channel, asker, pin_right = asking(move, place)
    case = Case(
        asked, person, channel, Assurance.PRESENT, asker, region, now, published(), DIRECTORY,
        person.cards[number], Outside(reference=f"C{len(person.cards)}", pin_right=pin_right), "actor",
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
