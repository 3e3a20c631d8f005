"""Reasons stand in the order in which they help, and only steps that can be taken are offered."""

from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.decide import Opening, Refusal
from yikatong.channels.derive.answer import Reason, steps_of
from yikatong.channels.derive.entries import menu_entries
from yikatong.channels.derive.onward import links_of, reason_lines
from yikatong.channels.derive.window import Window
from yikatong.office.counter import NOBODY
from yikatong.services import catalogue

PORTAL = Window(Channel.PORTAL, Assurance.CODE, "portal:x", base="/", public="/", about="P1")
TOO_LOW = Refusal("assurance_too_low", "须先核验。", ("step_up", "desk"))


def reason(code: str, *steps: str) -> Reason:
    return Reason(code, f"{code}。更多。", None, steps_of(steps))


def order(*reasons: Reason) -> list[str]:
    return [line.code for line in reason_lines(reasons, PORTAL)]


def test_what_can_be_solved_here_stands_before_what_cannot() -> None:
    elsewhere, ask, here = reason("elsewhere", "bank_counter"), reason("ask", "call_12333"), reason("here", "lift_loss")
    assert order(ask, elsewhere, here) == ["here", "elsewhere", "ask"]


def test_what_makes_the_service_needless_stands_first() -> None:
    assert order(reason("here", "lift_loss"), reason("ended", "nothing")) == ["ended", "here"]


def test_the_wrong_window_stands_before_all_and_a_check_that_would_not_help_last() -> None:
    low, here = reason("assurance_too_low", "step_up"), reason("channel_not_here", "call_12333")
    assert order(low, reason("own", "lift_loss"), here) == ["channel_not_here", "own", "assurance_too_low"]
    assert order(low) == ["assurance_too_low"]


def opening(code: str, *refusals: Refusal) -> Opening:
    return Opening(catalogue()[code], None, refusals)


def test_only_steps_that_can_be_taken_are_offered() -> None:
    steps, shut = steps_of(("lift_loss", "replace", "bank_hotline")), Refusal("not_lost", "没有挂失。", ("wait",))
    found = {"lift_loss": opening("lift_loss"), "replace": opening("replace", shut)}
    assert [link.href for link in links_of(steps, PORTAL, openings=found)] == ["/services/lift_loss/", ""]
    found["replace"] = opening("replace", TOO_LOW)
    assert len(links_of(steps, PORTAL, openings=found)) == 3
    assert [link.href for link in links_of(steps, PORTAL, openings={})] == [""]


def test_a_menu_puts_the_shut_last_with_one_short_reason() -> None:
    shut = Refusal("not_lost", "没有挂失。丢失的请先挂失。", ("wait",))
    openings = [opening("replace", shut), opening("reset_pin", TOO_LOW), opening("report_loss")]
    entries = menu_entries(openings, PORTAL, NOBODY)
    assert [(e.line.code, e.shut, bool(e.step_up)) for e in entries] == [
        ("report_loss", False, False), ("reset_pin", False, True), ("replace", True, False),
    ]  # fmt: skip
    assert entries[2].reasons[0].short == "没有挂失"
    assert [e.key for e in entries] == ["1", "", ""]
