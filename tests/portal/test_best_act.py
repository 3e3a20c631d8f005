"""The one best next act: total over every state and stage, danger first, and never something that cannot help."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import pytest

from tests.office.world import LONG_AGO, NOW
from yikatong.cards.card import Card, Reason
from yikatong.cards.person import Appointment, Correctable, Person, Proposal, Words
from yikatong.cards.stages import Stage
from yikatong.cards.states import STATES_OF, Function, Standing, State
from yikatong.channels.portal.best_act import RANKS, BestAct, best_act
from yikatong.services import catalogue

SOCIAL, FINANCIAL = STATES_OF[Function.SOCIAL], STATES_OF[Function.FINANCIAL]


def card(social: State = State.NORMAL, financial: State = State.ACTIVE, **changes: object) -> Card:
    made = Card(
        card_id="C1", region="610100", bank="CAB", outlet="XA-YT-01", reason=Reason.FIRST, stage=Stage.COLLECTED,
        stage_at=LONG_AGO, applied_at=LONG_AGO, social=Standing(social, LONG_AGO),
        financial=Standing(financial, LONG_AGO), card_no="A00000001", valid_until=date(2036, 1, 4),
    )  # fmt: skip
    return replace(made, **changes)


def person(*cards: Card, mobile: str = "13800000000", **changes: object) -> Person:
    words = Words("赵一宁", "610104197001010010", mobile)
    return Person("P1", 1, words=words, cards=cards, **changes)


def found(*cards: Card, at: datetime = NOW, **changes: object) -> BestAct:
    return best_act(person(*cards, **changes), at, lambda _: 60)


@pytest.mark.parametrize(("stage", "social", "financial"), [*product(Stage, SOCIAL, FINANCIAL)])
def test_there_is_an_answer_for_every_state_and_stage(stage: Stage, social: State, financial: State) -> None:
    act = found(card(social, financial, stage=stage))
    assert act.code in RANKS
    assert act.tone in ("bad", "warn", "calm")
    assert set(act.services) <= catalogue().keys()
    quiet = financial in (State.ACTIVE, State.CLOSED, State.UNKNOWN)
    assert (act.code == "calm") == (stage is Stage.COLLECTED and social is State.NORMAL and quiet)


@pytest.mark.parametrize(
    ("social", "financial", "code"),
    [
        (State.NORMAL, State.ACTIVE, "calm"),
        (State.SEALED, State.ACTIVE, "sealed"),
        (State.TEMP_LOST, State.ACTIVE, "paused"),
        (State.LOST, State.ACTIVE, "lost"),
        (State.LOCKED, State.ACTIVE, "locked"),
        (State.LOCKED, State.LOST, "locked"),
        (State.CANCELLED, State.ACTIVE, "no_card"),
        (State.NORMAL, State.INACTIVE, "inactive"),
        (State.NORMAL, State.UNKNOWN, "calm"),
        *((State.NORMAL, state, "account_stopped") for state in (State.TEMP_LOST, State.LOST, State.FROZEN)),
    ],
)
def test_states_in_use(social: State, financial: State, code: str) -> None:
    assert found(card(social, financial)).code == code


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        (Stage.SUBMITTED, "making"), (Stage.MAKING, "making"), (Stage.READY, "ready"), (Stage.MAILING, "mailing"),
        (Stage.PHOTO_RETURNED, "photo_returned"), (Stage.BANK_REJECTED, "bank_rejected"), (Stage.RETURNED, "returned"),
        (Stage.REJECTED, "rejected"), (Stage.WITHDRAWN, "no_card"),
    ],
)  # fmt: skip
def test_stages_of_a_first_card(stage: Stage, code: str) -> None:
    assert found(card(State.SEALED, State.INACTIVE, stage=stage)).code == code


def test_an_appointment_takes_the_place_of_the_booking_until_its_day_is_over() -> None:
    booked = Appointment("A1", "C1", "XA-YT-01", NOW, 0)
    coming = card(State.SEALED, State.INACTIVE, stage=Stage.READY)
    assert found(coming, appointments=(booked,)).until == NOW
    assert found(coming, appointments=(booked,), at=NOW + timedelta(days=1)).code == "ready"
    assert found(coming, appointments=(replace(booked, cancelled=True),)).code == "ready"


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 11, 22), "expired"), (date(2026, 11, 23), "expiring"),
                      (date(2027, 1, 22), "expiring"), (date(2027, 1, 23), "calm")]
)  # fmt: skip
def test_a_card_that_expires_is_told_from_sixty_days_before(day: date, code: str) -> None:
    act = found(card(valid_until=day))
    assert (act.code, act.until) == (code, day if code != "calm" else None)


def test_a_successor_in_the_making_quiets_what_it_mends() -> None:
    coming = card(State.SEALED, State.INACTIVE, card_id="C2", stage=Stage.MAKING, predecessor="C1")
    assert found(card(State.LOST, State.LOST), coming).code == "making"
    assert found(card(valid_until=date(2026, 12, 1)), coming).code == "making"
    assert found(card(State.LOCKED), coming).code == "locked"
    sealed = replace(coming, stage=Stage.COLLECTED)
    assert found(card(State.LOST), sealed).card == sealed


def test_a_lapsed_report_is_no_danger() -> None:
    report = Standing(State.TEMP_LOST, LONG_AGO, NOW + timedelta(days=1), State.NORMAL)
    act = found(replace(card(), social=report))
    assert (act.code, act.until, act.also_open) == ("paused", report.until, True)
    assert found(replace(card(), social=report), at=NOW + timedelta(days=1)).code == "calm"


def test_danger_goes_before_waiting_and_waiting_before_correction() -> None:
    ready = card(State.SEALED, State.INACTIVE, card_id="C2", region="510100", stage=Stage.READY)
    assert found(ready, card(State.LOCKED), mobile="").code == "locked"
    assert found(card(), ready, mobile="").code == "ready"
    assert found(card(), mobile="").code == "mobile_missing"
    proposal = Proposal("P", Correctable.NAME, "x", "officer1", NOW)
    assert found(card(), proposals=(proposal,)).code == "correcting"
    assert found(card(), proposals=(replace(proposal, settled=True),)).code == "calm"


def test_who_has_no_card_is_told_so() -> None:
    assert found().code == "no_card"
