"""The search: many cases of one service, decided once, judged by every law. Fixed: the dice are loaded by names."""

import random
import traceback
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product
from typing import Any

from tests.laws import laws
from tests.laws.people import REGIONS, people
from tests.laws.questions import answers_to, questions, shown
from tests.laws.situations import CONTEXTS_PER_PERSON, SEED, Recording, context_of
from yikatong.catalogue.case import Case
from yikatong.catalogue.decide import Opening, Refused, decide, opening
from yikatong.catalogue.kinds import fields_of
from yikatong.catalogue.service import Service
from yikatong.policies.policy import Policies, published
from yikatong.services import catalogue

ASKS_CLOSED, ASKS_OPEN = 2, 6
CLIMBS_MAX = 40
DRAWS = 4
COMPLAINTS_MAX = 25


@dataclass(slots=True)
class Found:
    """What the search of one service saw: reasons met, who was granted, and each law's complaints."""

    cases: int = 0
    granted: int = 0
    codes: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    complaints: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))

    def complain(self, law: str, complaint: str, place: str) -> None:
        """Each complaint is kept once, with the first place where it was heard."""
        if len(self.complaints[law]) < COMPLAINTS_MAX:
            self.complaints[law].setdefault(complaint, place)

    def told(self, law: str) -> list[str]:
        return [f"{complaint} [{place}]" for complaint, place in self.complaints[law].items()]


def search(service: Service[Any], names: Mapping[str, str], thorough: bool = True) -> Found:
    """Decide the cases of one service and hear every law. Of a menu's open lines more is asked than of closed ones."""
    found, policies = Found(), Recording(published())
    hearing = Hearing(service, found, {
        "3 granted ⇔ changed": laws.changes, "4 no lapse into more": laws.lapses, "4 one function": laws.one_function,
        "6 the bank is asked": laws.asks_the_bank, "6 the mirror": laws.mirrors,
        "7 texts render": laws.renders(names), "9 secrets": laws.keeps_secrets,
    })  # fmt: skip
    dice, asks = random.Random(f"asks {SEED} {service.code}"), questions(service.asks)
    turns, climbs, draws = (CONTEXTS_PER_PERSON, CLIMBS_MAX, DRAWS) if thorough else (2, 0, 1)
    for name, turn in product(people(REGIONS[0]), range(turns)):
        told, context, line = _best(hearing, name, dice, policies, turn > 0, draws if turn else 1)
        number = ASKS_OPEN if line and line.open else ASKS_CLOSED
        for asked in asks if len(asks) <= number else dice.sample(asks, number):
            hearing.judge(replace(context, asked=asked), told, line)
        if line and line.open and climbs:
            climbs -= 1
            _climb(hearing, replace(context, asked=dice.choice(asks)), told, line)
    return found


def _best(
    hearing: "Hearing", name: str, dice: random.Random, policies: Policies, prepared: bool, draws: int
) -> tuple[str, Case[Any], Opening | None]:
    """Of some ways to ask, the first that the menu has open; else the last."""
    told, context, line = "", None, None
    for _ in range(draws):
        told, context = context_of(hearing.service, name, dice, policies, prepared)
        with hearing.of("opening agrees", told):
            line = opening(hearing.service, context)
        if line and line.open:
            break
        hearing.found.codes |= {r.code for r in line.refusals} if line else set()
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
        policies: Any = case.policies
        policies.read.clear()
        with self.of("1 total", told, case.asked):
            decision = decide(self.service, case)
        read = {*policies.read}
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
        self.found.read |= read
        return 0


@cache
def searched(service: Service[Any]) -> Found:
    """The search of a service in the catalogue, done once."""
    return search(service, {code: s.name for code, s in catalogue().items()})
