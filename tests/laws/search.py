"""The search: many cases of one service, decided once, judged by every law. Fixed: the dice are loaded by names."""

import random
import traceback
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from tests.examples.places import DIRECTORY
from tests.laws import laws
from tests.laws.people import AGENT, NOW, REGIONS, TICK, people
from tests.laws.questions import questions, shown
from yikatong.cards.identity import read_id_number
from yikatong.cards.person import Person
from yikatong.catalogue.case import Case, Outside
from yikatong.catalogue.channels import BY_MANDATE, Asker, AskerKind, Assurance, Channel
from yikatong.catalogue.common import choose_card
from yikatong.catalogue.decide import Decision, Granted, decide, opening
from yikatong.catalogue.kinds import fields_of
from yikatong.catalogue.scenario import HOLDER, governing_region
from yikatong.catalogue.service import Service
from yikatong.policies.parameter import Parameter
from yikatong.policies.policy import Policies, published
from yikatong.policies.ruling import Ruling

SEED = 20261121
ASKS_PER_CONTEXT = 5
CONTEXTS_PER_PERSON = 2
COMPLAINTS_MAX = 8
IDS = tuple(read_id_number(n, NOW.date()) for n in (HOLDER["id_number"], "610104201206300056"))
CODES = {
    AskerKind.HOLDER: ("",), AskerKind.AGENT: (AGENT, AGENT, "b" * 32), AskerKind.GUARDIAN: (AGENT,),
    AskerKind.EMPLOYER: ("E1", "E2"), AskerKind.PARTY: ("CAB", "plant"), AskerKind.OFFICER: ("O1",),
}  # fmt: skip


class Recording(Policies):
    """The published policies, remembering which parameters were read."""

    __slots__ = ("inner", "read")

    def __init__(self, inner: Policies) -> None:
        super().__init__(())
        self.inner, self.read = inner, set[str]()

    def ruling(
        self, parameter: Parameter[Any], region: str, on: date, known_on: date | None = None
    ) -> Ruling[Any]:
        self.read.add(parameter.code)
        return self.inner.ruling(parameter, region, on, known_on)


@dataclass(slots=True)
class Found:
    """What the search of one service saw: reasons met, who was granted, and each law's complaints."""

    cases: int = 0
    granted: int = 0
    codes: set[str] = field(default_factory=set)
    read: frozenset[str] = frozenset()
    complaints: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def complain(self, law: str, told: str) -> None:
        if len(self.complaints[law]) < COMPLAINTS_MAX:
            self.complaints[law].append(told)


def _asker(service: Service[Any], dice: random.Random) -> Asker:
    kind = dice.choice(sorted(service.askers) if dice.random() < 0.9 else list(AskerKind))
    if AskerKind.HOLDER in service.askers and dice.random() < 0.5:
        kind = AskerKind.HOLDER
    return Asker(kind, dice.choice(CODES[kind]))


def _channel(service: Service[Any], dice: random.Random) -> tuple[Channel, Assurance]:
    channel = dice.choice(list(service.channels) if dice.random() < 0.9 else list(Channel))
    least = service.channels.get(channel, Assurance.NONE)
    enough = [level for level in Assurance if level >= least]
    return channel, dice.choice(enough if dice.random() < 0.85 else list(Assurance))


def contexts(service: Service[Any], policies: Policies) -> Iterator[tuple[str, Case[Any]]]:
    """For each person some ways to ask: where, how surely known, by whom, with which card. No answers yet."""
    dice = random.Random(f"{SEED} {service.code}")
    by_mandate = sorted(BY_MANDATE & service.askers)
    for name in people(REGIONS[0]):
        for turn in range(CONTEXTS_PER_PERSON):
            region = dice.choice(REGIONS)
            person = people(region)[name]
            channel, assurance = _channel(service, dice)
            asker = _asker(service, dice)
            if person.mandates and by_mandate and turn:
                asker = Asker(dice.choice(by_mandate), AGENT)
            named = dice.choice([c.card_id for c in person.cards] + ["C7"]) if dice.random() < 0.4 else None
            card = choose_card(service, person, named, region)
            yield f"{name}, {channel}, {assurance.name}, {asker.kind}, {region}", Case(
                asked=None, person=person, channel=channel, assurance=assurance, asker=asker,
                region=governing_region(card, region), now=_moment(dice), policies=policies, directory=DIRECTORY,
                chosen=card, outside=_outside(service, dice), actor="actor",
            )  # fmt: skip


def _moment(dice: random.Random) -> Any:
    return NOW if dice.random() < 0.8 else NOW + dice.choice([-TICK, TICK, timedelta(days=2), timedelta(days=50)])


def _outside(service: Service[Any], dice: random.Random) -> Outside:
    asked = [f for f in fields_of(service.asks) if f.kind.name == "id_number"]
    return Outside(
        reference="R7", id_number=dice.choice(IDS), pin_right=dice.choice([None, True, True, False]),
        seats_taken=dice.choice([frozenset(), frozenset(), frozenset({0}), frozenset(range(1000))]),
        indexes={f.name: dice.choice([AGENT, "c" * 32]) for f in asked},
    )  # fmt: skip


def search(service: Service[Any], names: Mapping[str, str]) -> Found:
    """Decide the cases of one service and hear every law."""
    found, policies = Found(), Recording(published())
    every = {
        "3 granted ⇔ changed": laws.changes, "4 no lapse into more": laws.lapses, "4 one function": laws.one_function,
        "7 texts render": laws.renders(names), "9 secrets": laws.keeps_secrets,
    }  # fmt: skip
    dice = random.Random(f"asks {SEED} {service.code}")
    asks = questions(service.asks)
    for told, context in contexts(service, policies):
        chosen = asks if len(asks) <= ASKS_PER_CONTEXT else dice.sample(asks, ASKS_PER_CONTEXT)
        cases = [replace(context, asked=asked) for asked in chosen]
        decided = [(case, _judge(service, case, told, found, every)) for case in cases]
        with hearing(found, "opening agrees", told):
            line = opening(service, context)
            for case, decision in decided:
                for complaint in laws.agrees(service, case, decision, line):
                    found.complain("opening agrees", f"{told}, {shown(case.asked)}: {complaint}")
    found.read = frozenset(policies.read)
    return found


@contextmanager
def hearing(found: Found, law: str, told: str, asked: Any = None) -> Iterator[None]:
    """Whatever is raised is a complaint: the search goes on, for one report of everything that is wrong."""
    try:
        yield
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        found.complain(law, f"{told}, {shown(asked)}: {error!r} at {where.filename.rpartition('/')[2]}:{where.lineno}")


def _judge(
    service: Service[Any], case: Case[Any], told: str, found: Found, every: Mapping[str, laws.Law]
) -> Decision | None:
    decision = None
    found.cases += 1
    with hearing(found, "1 total", told, case.asked):
        decision = decide(service, case)
    if isinstance(decision, Granted):
        found.granted += 1
    elif decision is not None:
        found.codes |= {r.code for r in decision.refusals}
    for law, complaints in every.items() if decision is not None else ():
        with hearing(found, law, told, case.asked):
            for complaint in complaints(service, case, decision):
                found.complain(law, f"{told}, {shown(case.asked)}: {complaint}")
    return decision


@cache
def searched(service: Service[Any]) -> Found:
    """The search of a service in the catalogue, done once."""
    from yikatong.services import catalogue

    return search(service, {code: s.name for code, s in catalogue().items()})

