"""Each law shown once to see the fault that it is about: a law that has never failed is not yet a test."""

import sys
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

from tests.laws import laws
from tests.laws.exits import dead_ends
from tests.laws.planted import HERE, NAMES, Asked, acting, flaws, planted, reported
from tests.laws.search import Found, search
from yikatong import services
from yikatong.cards import events as e
from yikatong.cards.pin import Pin
from yikatong.cards.states import Function, Standing, State
from yikatong.catalogue.case import Case, Unasked
from yikatong.catalogue.channels import AskerKind
from yikatong.catalogue.service import Finding, Service
from yikatong.policies import parameters as p


def complaints(made: Service[Any], law: str) -> str:
    return "\n".join(search(made, NAMES, thorough=False).told(law))


def test_a_sound_service_is_not_complained_of() -> None:
    made = planted()
    found = search(made, NAMES)
    assert {law: told for law, told in found.complaints.items() if told} == {}
    assert (found.granted > 100, laws.unreached(made, found), laws.undeclared(made, found)) == (True, set(), set())
    assert flaws(made) == set()


def test_law_1_sees_a_predicate_that_raises() -> None:
    made = planted()

    @made.refuses("预约已满。", next=("wait",))
    def appointment_full(case: Case[Asked]) -> bool:
        return case.person.appointments[0].seat > 0

    assert "IndexError" in complaints(made, "1 total")
    assert "IndexError" in complaints(made, "opening agrees")


def test_law_2_sees_a_refusal_that_no_case_meets() -> None:
    made = planted()

    @made.refuses("没有人遇到过。", next=("wait",))
    def never_met(case: Case[Asked]) -> bool:
        return case.card.generation > 9

    assert laws.unreached(made, search(made, NAMES, thorough=False)) == {"never_met"}


def test_law_3_sees_a_grant_in_which_nothing_happens() -> None:
    assert "nothing happened" in complaints(acting(), "3 granted ⇔ changed")
    settled = acting(lambda case: e.AppointmentCancelled(appointment_id="none"))
    assert "the person is as before" in complaints(settled, "3 granted ⇔ changed")


def test_law_3_sees_an_answer_that_writes() -> None:
    made = planted()
    made.answer = lambda case: [Finding("a", "甲", "乙")]
    assert "an answer has findings and no events" in complaints(made, "3 granted ⇔ changed")


def test_law_4_sees_a_lapse_that_forgets_what_was_before(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(self: Standing, now: Any, until: Any, formal: bool) -> Standing:
        return Standing(State.TEMP_LOST, now, until, State.NORMAL)

    monkeypatch.setattr(Standing, "lost", forgetful)
    assert "lapses into normal, having been sealed" in complaints(planted(), "4 no lapse into more")


def test_law_4_sees_a_report_that_has_lapsed_already() -> None:
    late = acting(lambda case: reported(case, case.now - timedelta(days=1)))
    assert "a moment that has passed" in complaints(late, "4 no lapse into more")


def test_law_4_sees_what_must_not_be_lifted_enabled_or_revived() -> None:
    ways = {
        "lifted from normal": lambda case: e.LossLifted(card_id=case.card.card_id, function=case.asked.function),
        "enabled from normal": lambda case: e.FunctionEnabled(card_id=case.card.card_id),
        "unlocked from normal": lambda case: e.FunctionUnlocked(card_id=case.card.card_id),
    }
    for told, act in ways.items():
        assert told in complaints(acting(act), "4 no lapse into more")
    reviving = acting(lambda case: e.AccountActivated(card_id=case.card.card_id))
    reviving.refusals.clear()
    assert "had ended and was written by account_activated" in complaints(reviving, "4 no lapse into more")


def test_law_4_sees_an_act_that_writes_the_other_function() -> None:
    both = acting(*(lambda case, f=f: reported(case, case.now + timedelta(days=7), f) for f in Function))
    assert "write both functions" in complaints(both, "4 one function")
    other = acting(lambda case: reported(case, None, Function.FINANCIAL))
    assert "asked about social" in complaints(other, "4 one function")


def test_law_5_sees_states_without_a_way_out() -> None:
    ended = dead_ends({HERE: planted()})
    assert {"社保 lost (110000)", "社保 locked (610104)", "first ready (110000)"} <= {*ended}
    assert "社保 normal (110000)" not in ended


def test_law_7_sees_a_text_that_nothing_fills() -> None:
    made = planted()
    made.granted_words = "{nobody}已停用。"
    assert "KeyError('nobody')" in complaints(made, "1 total")
    assert flaws(made) == {"name_unknown"}


@pytest.mark.parametrize("text", ["状态为temp_lost。", "值为None。", "State.LOST", " "])
def test_law_7_sees_a_text_that_shows_code(text: str) -> None:
    made = planted()
    made.granted_words = text
    assert "the text reads" in complaints(made, "7 texts render")


def test_law_7_sees_a_next_step_without_words() -> None:
    made = planted()
    made.next = ("somewhere",)
    assert "KeyError('somewhere')" in complaints(made, "7 texts render")
    assert flaws(made) == {"step_unknown"}


def test_law_9_sees_a_pin_in_an_event_and_in_words() -> None:
    def noted(case: Case[Asked]) -> e.Event:
        note = case.asked.pin.reveal() if case.asked.pin else ""
        return e.FunctionCancelled(card_id=case.card.card_id, ground=note)

    assert "a PIN is written down" in complaints(acting(noted), "9 secrets")
    made = planted()
    made.granted_words = lambda case: f"新密码是{case.asked.pin.reveal() if case.asked.pin else ''}。"
    assert "a PIN is written down" in complaints(made, "9 secrets")


def test_law_10_sees_a_module_that_does_not_define_its_one_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for names, code in (((), "x"), (("x", "y"), "x"), (("y",), "x"), (("x",), "y")):
        module = ModuleType("yikatong.services.x")
        for name in names:
            setattr(module, name, planted(code=code))
        monkeypatch.setitem(sys.modules, "yikatong.services.x", module)
        with pytest.raises(TypeError, match="exactly one Service"):
            services._service_of("x")


def test_the_menu_law_sees_a_menu_that_closes_what_is_granted() -> None:
    made = planted()

    @made.refuses("先填写。", next=("wait",))
    def not_filled_in(case: Case[Asked]) -> bool:
        return isinstance(case.asked, Unasked)

    assert "granted, though the menu says ['not_filled_in']" in complaints(made, "opening agrees")
    one = planted()

    @one.refuses("先填写。", next=("wait",))
    def social_not_filled_in(case: Case[Asked]) -> bool:
        return case.asked.function is Function.SOCIAL and isinstance(case.asked, Unasked)

    assert "the menu closes function=social" in complaints(one, "opening agrees")


def test_the_policy_law_sees_what_is_read_but_not_declared() -> None:
    made = planted()

    @made.refuses("已过有效期。", next=("wait",))
    def window_closed(case: Case[Asked]) -> bool:
        return case.value(p.renewal_window_days) < 1

    assert laws.undeclared(made, search(made, NAMES, thorough=False)) == {"renewal_window_days"}
    assert "parameter_undeclared" in flaws(made)


def test_the_search_counts_what_it_saw() -> None:
    found = search(planted(), NAMES)
    assert isinstance(found, Found)
    assert found.cases > 1000


def test_planted_askers_and_pins_are_real() -> None:
    """The samples reach the services: without them the secrets' law would search for nothing."""
    found = search(planted(askers=frozenset({AskerKind.HOLDER, AskerKind.AGENT})), NAMES)
    assert "mandate_missing" in found.codes
    assert Pin.read("591824").reveal() == "591824"
