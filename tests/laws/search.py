"""The search: many cases of one service, decided once, judged by every law. Fixed: the dice are loaded by names."""

import random
import traceback
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any

from tests.examples.places import DIRECTORY
from tests.laws import laws
from tests.laws.people import AGENT, NOW, REGIONS, TICK, people
from tests.laws.questions import answers_to, questions, shown
from yikatong.cards.identity import read_id_number
from yikatong.cards.person import Person
from yikatong.catalogue.case import Case, Outside
from yikatong.catalogue.channels import BY_MANDATE, Asker, AskerKind, Assurance, Channel
from yikatong.catalogue.common import choose_card
from yikatong.catalogue.decide import Opening, Refused, decide, opening
from yikatong.catalogue.kinds import fields_of
from yikatong.catalogue.scenario import HOLDER, governing_region
from yikatong.catalogue.service import Service
from yikatong.policies.parameter import Parameter
from yikatong.policies.policy import Policies, published
from yikatong.policies.ruling import Ruling

SEED = 20261121
ASKS_CLOSED, ASKS_OPEN = 2, 8
CONTEXTS_PER_PERSON = 3
CLIMBS_MAX = 60
DRAWS = 5
COMPLAINTS_MAX = 25
IDS = tuple(read_id_number(n, NOW.date()) for n in (HOLDER["id_number"], "610104201206300056"))
CODES = {
    AskerKind.HOLDER: ("",), AskerKind.AGENT: (AGENT, AGENT, "b" * 32), AskerKind.GUARDIAN: (AGENT,),
    AskerKind.EMPLOYER: ("E1", "E2"), AskerKind.PARTY: ("CAB", "plant"), AskerKind.OFFICER: ("O1",),
}  # fmt: skip


CONTRARY = "510100"
SMALL = {"batch_rows_max": 3}  # else a roll that is too long would take most of the time


def contrary(parameter: Parameter[Any], value: Any) -> Any:
    """Another value that a place could set: services must keep the laws wherever they are, not only here."""
    words = [*parameter.options]
    if {*words} == {"true", "false"}:
        return not value
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


@dataclass(slots=True)
class Found:
    """What the search of one service saw: reasons met, who was granted, and each law's complaints."""

    cases: int = 0
    granted: int = 0
    codes: set[str] = field(default_factory=set)
    read: frozenset[str] = frozenset()
    complaints: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def complain(self, law: str, complaint: str, place: str) -> None:
        """Each complaint is kept once, with the first place where it was heard."""
        if len(self.complaints[law]) < COMPLAINTS_MAX:
            self.complaints[law].setdefault(complaint, place)

    def told(self, law: str) -> list[str]:
        return [f"{complaint} [{place}]" for complaint, place in self.complaints[law].items()]


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
            yield _context(service, name, dice, policies, turn > 0)


def _context(
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


def search(
    service: Service[Any], names: Mapping[str, str], turns: int = CONTEXTS_PER_PERSON, climbs: int = CLIMBS_MAX
) -> Found:
    """Decide the cases of one service and hear every law. Of a menu's open lines more is asked than of closed ones."""
    found, policies = Found(), Recording(published())
    hearing = Hearing(service, found, {
        "3 granted ⇔ changed": laws.changes, "4 no lapse into more": laws.lapses, "4 one function": laws.one_function,
        "7 texts render": laws.renders(names), "9 secrets": laws.keeps_secrets,
    })  # fmt: skip
    dice, asks = random.Random(f"asks {SEED} {service.code}"), questions(service.asks)
    for name, turn in product(people(REGIONS[0]), range(turns)):
        told, context, line = _best(hearing, name, dice, policies, DRAWS if turn else 1)
        number = ASKS_OPEN if line and line.open else ASKS_CLOSED
        for asked in asks if len(asks) <= number else dice.sample(asks, number):
            hearing.judge(replace(context, asked=asked), told, line)
        if line and line.open and climbs:
            climbs -= 1
            _climb(hearing, replace(context, asked=dice.choice(asks)), told, line)
    found.read = frozenset(policies.read)
    return found


def _best(
    hearing: "Hearing", name: str, dice: random.Random, policies: Policies, draws: int
) -> tuple[str, Case[Any], Opening | None]:
    """Of some ways to ask, the first that the menu has open; else the last."""
    told, context, line = "", None, None
    for _ in range(draws):
        told, context = _context(hearing.service, name, dice, policies, draws > 1)
        with hearing.of("opening agrees", told):
            line = opening(hearing.service, context)
        if line and line.open:
            break
    assert context is not None
    return told, context, line


def _climb(hearing: "Hearing", case: Case[Any], told: str, line: Opening) -> None:
    """One answer after the other is changed to what is refused least: so the rare grants and reasons are met."""
    fewest = hearing.judge(case, told, line)
    for field_ in (*fields_of(type(case.asked)), *fields_of(type(case.asked))):
        for value in answers_to(field_):
            other = replace(case, asked=replace(case.asked, **{field_.name: value}))
            refused = hearing.judge(other, told, line)
            if refused < fewest:
                case, fewest = other, refused


@dataclass(frozen=True, slots=True)
class Hearing:
    """A service before its laws."""

    service: Service[Any]
    found: Found
    every: Mapping[str, laws.Law]

    @contextmanager
    def of(self, law: str, told: str, asked: Any = None) -> Iterator[None]:
        """Whatever is raised is a complaint: the search goes on, for one report of everything that is wrong."""
        try:
            yield
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{where.filename.rpartition('/')[2]}:{where.lineno}"
            self.found.complain(law, f"{error!r} at {place}", f"{told}, {shown(asked)}")

    def judge(self, case: Case[Any], told: str, line: Opening | None) -> int:
        """Decide and hear the laws. Returns for how many reasons it was refused."""
        decision = None
        self.found.cases += 1
        with self.of("1 total", told, case.asked):
            decision = decide(self.service, case)
        for law, complaints in self.every.items() if decision else ():
            with self.of(law, told, case.asked):
                for complaint in complaints(self.service, case, decision):
                    self.found.complain(law, complaint, f"{told}, {shown(case.asked)}")
        for complaint in laws.agrees(case, decision, line) if decision and line else ():
            self.found.complain("opening agrees", complaint, f"{told}, {shown(case.asked)}")
        if isinstance(decision, Refused):
            self.found.codes |= {r.code for r in decision.refusals}
            return len(decision.refusals)
        self.found.granted += decision is not None
        return 0


@cache
def searched(service: Service[Any]) -> Found:
    """The search of a service in the catalogue, done once."""
    from yikatong.services import catalogue

    return search(service, {code: s.name for code, s in catalogue().items()})

