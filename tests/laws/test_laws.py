"""The laws over every service. A new service is tested by existing: nothing here names one."""

from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.laws import laws
from tests.laws.exits import dead_ends
from tests.laws.people import NOW, people
from tests.laws.questions import questions, strategy
from tests.laws.search import searched
from tests.laws.situations import SEED, contexts
from yikatong.catalogue import checks
from yikatong.catalogue.decide import Refused, decide, opening
from yikatong.policies.policy import Policies, published
from yikatong.services import catalogue

SERVICES = list(catalogue().values())
BY_CODE = {code: service.name for code, service in catalogue().items()}
# What the search cannot meet, each with its reason. Anything else declared and never met is a fault.
NOT_SEARCHED = {"policy_missing": "the published pages rule on everything: asked of empty ones below"}

of_each_service = pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.code)


@of_each_service
def test_the_declaration_has_no_flaw(service: Any) -> None:
    found = [flaw for flaw in checks.flaws(catalogue()) if flaw.service in (service.code, "")]
    for flaw in found:
        if flaw.code in checks.SOFT:
            print(flaw)
    assert [flaw for flaw in found if flaw.code not in checks.SOFT] == []


@of_each_service
def test_the_laws(service: Any) -> None:
    """1 total, 2 reachable, 3 granted ⇔ changed, 4 lapses, 7 texts, 9 secrets, menus agree, policies are declared.

    One search serves them all; of what is granted nothing is known if nothing ever is.
    """
    found = searched(service)
    print(f"seed {SEED}: {found.cases} cases, {found.granted} granted")
    told = {law: found.told(law) for law in found.complaints}
    told["2 never reached"] = sorted(laws.unreached(service, found))
    told["read, not declared"] = sorted(laws.undeclared(service, found))
    assert {law: complaints for law, complaints in told.items() if complaints} == {}
    assert found.granted > 0


def test_law_2_every_common_refusal_is_reached() -> None:
    missed = checks.COMMON_CODES - set(NOT_SEARCHED)
    for service in SERVICES:
        missed -= searched(service).codes if missed else set()
    assert missed == set()


@of_each_service
def test_law_1_without_any_policy(service: Any) -> None:
    """A place that has ruled on nothing is told so, in words, and nothing is guessed."""
    cases = [case for _, case in contexts(service, Policies(()))][::40]
    for case in cases:
        asked = questions(service.asks)[0]
        decision = decide(service, laws.with_answers(case, asked))
        if service.policies:
            assert isinstance(decision, Refused)
            assert [r.code for r in decision.refusals] == ["policy_missing"]
        opening(service, case)


@of_each_service
@settings(
    max_examples=30, derandomize=True, deadline=None,
    suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
def test_law_1_with_any_answers(service: Any, data: st.DataObject) -> None:
    """Dates, moments, amounts and texts of every kind, drawn from the same annotations that make the form."""
    _, case = data.draw(st.sampled_from(_contexts(service)))
    case = laws.with_answers(case, data.draw(strategy(service)))
    decision = decide(service, case)
    assert [*laws.changes(service, case, decision)] == []
    assert [*laws.lapses(service, case, decision)] == []
    assert [*laws.keeps_secrets(service, case, decision)] == []


@cache
def _contexts(service: Any) -> list[Any]:
    """Of some contexts, those where nothing but the answers can refuse: the others never come to read them."""
    every = [*contexts(service, published())][1::3]
    return [pair for pair in every if opening(service, pair[1]).open] or every


def test_law_5_no_state_is_a_dead_end() -> None:
    assert dead_ends(catalogue()) == []


def test_law_8_every_parameter_of_a_guide_is_published() -> None:
    """The guide can only name a ruling with its source where one exists, for every region."""
    for service in SERVICES:
        for parameter in service.policies:
            for region in ("110000", "610000", "610104", "610400", "510100"):
                assert published().ruling(parameter, region, NOW.date()).source.words


def test_the_people_are_many_and_differ() -> None:
    known = people("610104")
    assert len(known) > 300
    assert len({repr(person) for person in known.values()}) > 0.9 * len(known)


def test_a_lapse_is_met_on_both_sides_of_its_instant() -> None:
    standing = people("610104")["reported sealed, a tick"].cards[0].social
    tick = timedelta(microseconds=1)
    assert standing.at(NOW).state == "temp_lost"
    assert standing.at(NOW + tick).state == "sealed"
