"""The ways to ask: who, where, how surely known, about which card, under which policies. The dice are loaded."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.examples.places import DIRECTORY
from tests.laws.people import AGENT, NOW, REGIONS, TICK, people
from yikatong.cards.identity import read_id_number
from yikatong.cards.person import Person
from yikatong.catalogue.case import Case, Outside
from yikatong.catalogue.channels import BY_MANDATE, Asker, AskerKind, Assurance, Channel
from yikatong.catalogue.common import choose_card
from yikatong.catalogue.kinds import fields_of
from yikatong.catalogue.scenario import HOLDER, governing_region
from yikatong.catalogue.service import Service
from yikatong.policies.parameter import Parameter
from yikatong.policies.policy import Policies
from yikatong.policies.ruling import Ruling

SEED = 20261121
CONTEXTS_PER_PERSON = 3
IDS = tuple(read_id_number(n, NOW.date()) for n in (HOLDER["id_number"], "610104201206300056"))
CODES = {
    AskerKind.HOLDER: ("",), AskerKind.AGENT: (AGENT, AGENT, "b" * 32), AskerKind.GUARDIAN: (AGENT,),
    AskerKind.EMPLOYER: ("E1", "E2"), AskerKind.PARTY: ("CAB", "plant", "LTB"), AskerKind.OFFICER: ("O1",),
}  # fmt: skip
CONTRARY = "510100"
SMALL = {"batch_rows_max": 3}  # else a roll that is too long would take most of the time


def contrary(parameter: Parameter[Any], value: Any) -> Any:
    """Another value that a place could set: services must keep the laws wherever they are, not only here."""
    words = [*parameter.options]
    if {*words} == {"true", "false"}:
        # What is left open is ruled here one way for some and the other way for others.
        return len(parameter.code) % 2 == 0 if value is None else not value
    if isinstance(value, str) and value in words:
        return words[(words.index(value) + 1) % len(words)]
    if isinstance(value, tuple) and words:
        return tuple(words)
    return {"temporary_loss_days": 10, "initial_pin": "123456"}.get(parameter.code, value)


class Recording(Policies):
    """The published policies, turned round in one place, remembering which parameters were read."""

    __slots__ = ("inner", "read")

    def __init__(self, inner: Policies) -> None:
        super().__init__(())
        self.inner, self.read = inner, set[str]()

    def ruling(self, parameter: Parameter[Any], region: str, on: date, known_on: date | None = None) -> Ruling[Any]:
        self.read.add(parameter.code)
        ruling = self.inner.ruling(parameter, region, on, known_on)
        if parameter.code in SMALL:
            return replace(ruling, value=SMALL[parameter.code])
        return replace(ruling, value=contrary(parameter, ruling.value)) if region == CONTRARY else ruling


def _asker(service: Service[Any], person: Person, dice: random.Random, prepared: bool) -> Asker:
    kinds = sorted(service.askers) if prepared or dice.random() < 0.7 else list(AskerKind)
    if not person.mandates and len(kinds) > len(BY_MANDATE):
        kinds = [kind for kind in kinds if kind not in BY_MANDATE] if dice.random() < 0.8 else kinds
    kind = dice.choice(kinds)
    if prepared and kind is AskerKind.PARTY and person.cards:
        return Asker(kind, dice.choice(person.cards).bank)
    return Asker(kind, AGENT if kind in BY_MANDATE and prepared else dice.choice(CODES[kind]))


def _channel(service: Service[Any], dice: random.Random, prepared: bool) -> tuple[Channel, Assurance]:
    channel = dice.choice(list(service.channels) if prepared or dice.random() < 0.7 else list(Channel))
    least = service.channels.get(channel, Assurance.NONE) if prepared else Assurance.NONE
    return channel, dice.choice([level for level in Assurance if level >= least])


Contexts = Iterator[tuple[str, Case[Any]]]


def contexts(service: Service[Any], policies: Policies, turns: int = CONTEXTS_PER_PERSON) -> Contexts:
    """For each person some ways to ask: where, how surely known, by whom, with which card. No answers yet.

    The first is any way at all; the others are well prepared, so that the service's own reasons decide.
    """
    dice = random.Random(f"{SEED} {service.code}")
    for name in people(REGIONS[0]):
        for turn in range(turns):
            yield context_of(service, name, dice, policies, turn > 0)


def context_of(
    service: Service[Any], name: str, dice: random.Random, policies: Policies, prepared: bool
) -> tuple[str, Case[Any]]:
    region = dice.choice(REGIONS)
    person = people(region)[name]
    channel, assurance = _channel(service, dice, prepared)
    asker = _asker(service, person, dice, prepared)
    named = dice.choice([c.card_id for c in person.cards] + ["C7"]) if dice.random() < 0.3 else None
    card = choose_card(service, person, named, region)
    return f"{name}, {channel}, {assurance.name}, {asker.kind}, {region}", Case(
        asked=None, person=person, channel=channel, assurance=assurance, asker=asker,
        region=governing_region(card, region), now=_moment(dice), policies=policies, directory=DIRECTORY,
        chosen=card, outside=_outside(service, dice), actor=dice.choice(["actor", "another"]),
    )  # fmt: skip


def _moment(dice: random.Random) -> Any:
    return NOW if dice.random() < 0.8 else NOW + dice.choice([-TICK, TICK, timedelta(days=2), timedelta(days=50)])


def _outside(service: Service[Any], dice: random.Random) -> Outside:
    asked = [f for f in fields_of(service.asks) if f.kind.name == "id_number"]
    return Outside(
        reference="R7", id_number=dice.choice([*IDS, *IDS, None]), pin_right=dice.choice([None, True, True, False]),
        seats_taken=dice.choice([frozenset(), frozenset(), frozenset({0}), frozenset(range(1000))]),
        indexes={f.name: dice.choice([AGENT, "c" * 32]) for f in asked},
    )  # fmt: skip
