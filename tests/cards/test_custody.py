"""Who holds the plastic: by its stage, unless somebody said otherwise; and who held it before."""

from datetime import date, datetime, timedelta
from typing import Any

from yikatong.cards import events as e
from yikatong.cards.card import Reason
from yikatong.cards.custodians import HELD_AT
from yikatong.cards.custody import Custodian, Keeping, custodian, timeline
from yikatong.cards.evolve import after
from yikatong.cards.person import Person
from yikatong.cards.stages import FAILED, Stage
from yikatong.cards.states import Function

NOW = datetime.fromisoformat("2026-11-21T10:00:00+08:00")


def at(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def applied(card_id: str = "C1") -> e.ApplicationSubmitted:
    return e.ApplicationSubmitted(card_id=card_id, region="610100", bank="CAB", outlet="X", reason=Reason.FIRST)


def reached(stage: Stage, card_id: str = "C1") -> e.StageReached:
    return e.StageReached(card_id=card_id, stage=stage)


def held(*events: e.Event) -> Custodian | None:
    return custodian(after(Person("P1"), [applied(), *events], NOW).cards[0])


COLLECTED = e.CardCollected(card_id="C1", outlet="X")
CLOSED = e.AccountClosed(card_id="C1")


def test_before_its_making_there_is_no_plastic() -> None:
    assert held() is None
    assert held(reached(Stage.BATCHED)) is None
    assert held(reached(Stage.MAKING)) is Custodian.PLANT
    assert not HELD_AT.keys() & (FAILED | {Stage.BANK_OPENING, Stage.BANK_REJECTED})


def test_a_bank_that_closes_at_its_counter_takes_the_card_back() -> None:
    lost = e.LossReported(card_id="C1", function=Function.SOCIAL, formal=True)
    assert held(COLLECTED, CLOSED) is Custodian.BANK
    assert held(COLLECTED, lost, CLOSED) is Custodian.HOLDER
    assert held(reached(Stage.READY), CLOSED) is Custodian.OUTLET
    assert held(COLLECTED, CLOSED, e.CustodyChanged(card_id="C1", custodian=Custodian.DESTROYED)) is Custodian.DESTROYED


def test_a_card_passes_from_hand_to_hand_and_each_stands_once() -> None:
    passing: list[tuple[Any, int]] = [
        (applied(), 0), (reached(Stage.MAKING), 1), (reached(Stage.PERSONALISED), 2),
        (e.CardMade(card_id="C1", card_no="A1", issued_on=date(2026, 11, 21), valid_until=date(2036, 11, 21)), 2),
        (reached(Stage.PROVINCE_RELEASED), 3), (applied("C2"), 3), (reached(Stage.MAKING, "C2"), 3),
        (reached(Stage.MAILING), 4), (reached(Stage.RETURNED), 5), (reached(Stage.READY), 6), (COLLECTED, 7),
        (CLOSED, 8), (e.CustodyChanged(card_id="C1", custodian=Custodian.DESTROYED), 9),
    ]  # fmt: skip
    assert timeline("C1", [(event, at(hours)) for event, hours in passing]) == (
        Keeping(Custodian.PLANT, at(1)), Keeping(Custodian.PROVINCE, at(3)), Keeping(Custodian.MAIL, at(4)),
        Keeping(Custodian.CITY, at(5)), Keeping(Custodian.OUTLET, at(6)), Keeping(Custodian.HOLDER, at(7)),
        Keeping(Custodian.BANK, at(8)), Keeping(Custodian.DESTROYED, at(9)),
    )  # fmt: skip
    assert timeline("C9", [(event, at(hours)) for event, hours in passing]) == ()
