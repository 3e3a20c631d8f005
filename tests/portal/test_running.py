"""Running cases: one row each, who has to act, by when; and the notices of many events as one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.office.world import LONG_AGO, NOW
from tests.portal.test_best_act import card, person
from yikatong.cards.directory import Directory
from yikatong.cards.person import Correctable, Proposal
from yikatong.cards.stages import FAILED, Stage
from yikatong.cards.states import State
from yikatong.cards.visits import Visit, VisitHalf, VisitMatter, VisitOutcome, VisitReason
from yikatong.channels.portal.running import PHASE_OF, after_working_days, running_cases
from yikatong.office.desk_queue import Dossier

NOWHERE = Directory()


def dossier(*cards, waiting=(), **more) -> Dossier:
    return Dossier(person(*cards, **more), (), tuple(waiting), (), NOW)


def told(kind: str, bank: str = "CAB", hours: int = 0) -> dict:
    return {"party": "bank", "target": bank, "kind": kind, "at": LONG_AGO + timedelta(hours=hours)}


@pytest.mark.parametrize("stage", [s for s in Stage if s not in FAILED and s is not Stage.COLLECTED])
def test_every_stage_has_its_phase_and_whose_turn_it_is(stage: Stage) -> None:
    making = card(State.SEALED, State.INACTIVE, stage=stage)
    (row,) = running_cases(dossier(making), NOWHERE, 10)
    assert row.turn in ("you", "office", "bank", "plant", "carrier", "outlet")
    assert [step.code for step in row.steps if step.now] == [PHASE_OF[stage]]


def test_what_waits_for_its_holder_has_no_due_date_and_the_rest_has_one() -> None:
    asked = card(State.SEALED, State.INACTIVE, stage=Stage.SUBMITTED, applied_at=NOW)
    (row,) = running_cases(dossier(asked), NOWHERE, 10)
    assert (row.due_on, row.late) == (date(2026, 12, 7), False)
    (late,) = running_cases(dossier(card(State.SEALED, State.INACTIVE, stage=Stage.MAKING)), NOWHERE, 10)
    assert late.late
    (unsaid,) = running_cases(dossier(asked), NOWHERE, None)
    assert unsaid.due_on is None
    (yours,) = running_cases(dossier(card(State.SEALED, State.INACTIVE, stage=Stage.READY)), NOWHERE, 10)
    assert (yours.turn, yours.due_on) == ("you", None)


def test_a_visit_to_come_is_a_row_and_one_that_was_made_is_none() -> None:
    asked = Visit("V1", "610113", date(2026, 12, 1), VisitHalf.MORNING, VisitMatter.ENABLE, VisitReason.AGED, NOW)
    over = (replace(asked, outcome=VisitOutcome.MET), replace(asked, cancelled=True))
    (row,) = running_cases(dossier(card(), visits=(asked, *over)), NOWHERE, 10)
    assert (row.kind, row.what, row.visit) == ("visit", "启用社保功能", asked)


def test_many_messages_to_one_bank_are_one_row_and_those_of_the_making_none() -> None:
    waiting = [told("loss_reported", hours=2), told("loss_lifted", hours=1), told("loss_reported", "BJB"),
               told("card_made"), told("stage_reached")]  # fmt: skip
    rows = running_cases(dossier(card(), waiting=waiting), NOWHERE, 10)
    assert [(r.what, r.count) for r in rows] == [("CAB", 2), ("BJB", 1)]
    assert rows[0].since == LONG_AGO + timedelta(hours=1)


def test_a_correction_is_a_row_until_it_is_settled() -> None:
    proposal = Proposal("P", Correctable.MOBILE, "x", "officer1", NOW)
    assert [r.what for r in running_cases(dossier(card(), proposals=(proposal,)), NOWHERE, 10)] == ["手机号码"]


def test_working_days_pass_over_weekends() -> None:
    friday = date(2026, 11, 20)
    assert after_working_days(friday, 0) == friday
    assert after_working_days(friday, 1) == date(2026, 11, 23)
    assert after_working_days(friday, 6) == date(2026, 11, 30)
