"""Orders to a connected bank: what waits for what, and how the mirror takes the bank's words in any order."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from yikatong.cards import events as e
from yikatong.cards.card import Card, Reason
from yikatong.cards.evolve import after, evolve
from yikatong.cards.orders import LOCKING, Funds, Order, OrderKind, OrderResult, in_the_way, order_id_of
from yikatong.cards.person import Person
from yikatong.cards.stages import Stage
from yikatong.cards.states import Standing, State

NOW = datetime.fromisoformat("2026-11-21T10:00:00+08:00")
APPLIED = e.ApplicationSubmitted(
    card_id="C1", region="610100", bank="LTB", outlet="XA-YT-01", reason=Reason.FIRST, funds=Funds.MOVE
)
PERSON = after(Person("P1"), [APPLIED], NOW)


def minutes(count: int) -> datetime:
    return NOW + timedelta(minutes=count)


def ordered(kind: OrderKind, **more: Any) -> e.AccountOrdered:
    return e.AccountOrdered(card_id="C1", order_id=order_id_of("R1", kind), kind=kind, **more)


def told(sequence: int, state: State, **more: Any) -> e.AccountMirrored:
    return e.AccountMirrored(card_id="C1", sequence=sequence, state=state, **more)


def card_after(*events: e.Event) -> Card:
    person = PERSON
    for number, event in enumerate(events, 1):
        person = replace(evolve(person, event, minutes(number)), version=person.version + 1)
    return person.cards[0]


def test_an_order_waits_under_the_version_of_its_act() -> None:
    card = card_after(ordered(OrderKind.ACTIVATE), ordered(OrderKind.REPORT_FORMAL_LOSS))
    assert card.orders == (
        Order("R1-activate", OrderKind.ACTIVATE, minutes(1), 2),
        Order("R1-report_formal_loss", OrderKind.REPORT_FORMAL_LOSS, minutes(2), 3),
    )
    assert card.financial == PERSON.cards[0].financial


def test_the_stage_of_opening_is_the_order_where_it_has_a_number() -> None:
    opened = card_after(e.StageReached(card_id="C1", stage=Stage.BANK_OPENING, order_id="R1-open_account"))
    assert opened.orders == (Order("R1-open_account", OrderKind.OPEN_ACCOUNT, minutes(1), 2),)
    assert card_after(e.StageReached(card_id="C1", stage=Stage.BANK_OPENING)).orders == ()


@pytest.mark.parametrize("result", OrderResult)
def test_any_answer_ends_the_waiting_for_that_order_alone(result: OrderResult) -> None:
    answer = told(1, State.ACTIVE, order_id="R1-activate", result=result)
    card = card_after(ordered(OrderKind.ACTIVATE), ordered(OrderKind.LIFT_LOSS), answer)
    assert [order.kind for order in card.orders] == [OrderKind.LIFT_LOSS]


def test_a_word_without_an_answer_ends_no_waiting() -> None:
    assert card_after(ordered(OrderKind.ACTIVATE), told(1, State.ACTIVE, order_id="R1-activate")).orders != ()


WORDS = (
    told(1, State.INACTIVE, tail="6688", order_id="R1-open_account", result=OrderResult.DONE),
    told(2, State.ACTIVE, order_id="R1-activate", result=OrderResult.DONE),
    told(3, State.TEMP_LOST, before=State.ACTIVE, until=minutes(60), order_id="R1-report_temporary_loss",
         result=OrderResult.DONE),
    told(4, State.FROZEN),
)  # fmt: skip


@pytest.mark.parametrize("order", [*permutations(range(4))], ids=str)
def test_in_whatever_order_the_words_come_the_end_is_one(order: tuple[int, ...]) -> None:
    """Each twice, too: SAGA-2, applied once and never an older one over a newer."""
    asked = [ordered(kind) for kind in (OrderKind.OPEN_ACCOUNT, OrderKind.ACTIVATE, OrderKind.REPORT_TEMPORARY_LOSS)]
    card = card_after(*asked, *(WORDS[number] for number in order for _ in range(2)))
    assert (card.financial.state, card.bank_sequence, card.orders) == (State.FROZEN, 4, ())


def test_a_state_told_again_stands_since_it_was_told_first() -> None:
    card = card_after(told(1, State.ACTIVE), told(2, State.ACTIVE, tail="6688"))
    assert (card.financial, card.mirrored_at, card.account_tail) == (
        Standing(State.ACTIVE, minutes(1)), minutes(2), "6688",
    )  # fmt: skip
    assert card_after(told(1, State.ACTIVE, tail="6688"), told(2, State.ACTIVE)).account_tail == "6688"


def test_the_mirror_falls_back_when_a_report_ends() -> None:
    lost = told(1, State.TEMP_LOST, before=State.FROZEN, until=minutes(60))
    assert card_after(lost).financial.at(minutes(60)).state is State.FROZEN


def test_the_choice_for_the_money_is_used_once() -> None:
    assert PERSON.cards[0].funds is Funds.MOVE
    assert card_after(ordered(OrderKind.ACTIVATE)).funds is Funds.MOVE
    assert card_after(ordered(OrderKind.MOVE_BALANCE, source="C0")).funds is None


@pytest.mark.parametrize("kind", OrderKind)
@pytest.mark.parametrize("waiting", OrderKind)
def test_locking_is_easy_and_all_else_waits(kind: OrderKind, waiting: OrderKind) -> None:
    order = Order("R0", waiting, NOW, 1)
    free = kind in {OrderKind.OPEN_ACCOUNT, OrderKind.MOVE_BALANCE} or (kind in LOCKING and kind is not waiting)
    assert (in_the_way(kind, (order,)) is None) is free
    assert in_the_way(kind, ()) is None
