"""The laws about the bank, shown to see the faults that they are about: an order forgotten, a fence dropped."""

from dataclasses import replace
from typing import Any

import pytest

from tests.examples.telling import examples_of, unfulfilled
from tests.laws.planted import NAMES, acting, reported
from tests.laws.search import search
from yikatong.cards import events as e
from yikatong.cards.evolve.fold import fold, with_card
from yikatong.cards.orders import OrderKind
from yikatong.cards.states import Function, Standing
from yikatong.catalogue import decide as deciding
from yikatong.catalogue.case import Case
from yikatong.services import catalogue

ASKED, MIRROR = "6 the bank is asked", "6 the mirror"


def complaints(made: Any, law: str) -> str:
    return "\n".join(search(made, NAMES, thorough=False).told(law))


def untrue(service: str) -> list[str]:
    """The examples of a service that are not fulfilled."""
    return [str(example) for example in examples_of(service) if unfulfilled(example, catalogue()[service])]


def test_the_examples_and_laws_see_an_order_that_was_not_made_of_a_wish(monkeypatch: pytest.MonkeyPatch) -> None:
    stopping = acting(lambda case: reported(case, function=Function.FINANCIAL))
    assert complaints(stopping, ASKED) == ""
    assert untrue("report_loss") == []
    monkeypatch.setattr(deciding, "through_bank", lambda case, wished: wished)
    assert "and its bank did not say so" in complaints(stopping, ASKED)
    assert any("口头挂失金融功能是一道指令" in told for told in untrue("report_loss"))


def test_the_law_sees_money_that_the_bank_did_not_settle(monkeypatch: pytest.MonkeyPatch) -> None:
    settling = acting(lambda case: e.FundsSettled(card_id=case.card.card_id, function=Function.FINANCIAL))
    assert complaints(settling, ASKED) == ""
    monkeypatch.setattr(deciding, "through_bank", lambda case, wished: wished)
    assert "was settled, and its bank did not say so" in complaints(settling, ASKED)


def test_the_law_sees_an_order_to_a_bank_that_cannot_answer() -> None:
    def ordered(case: Case[Any]) -> e.AccountOrdered:
        return e.AccountOrdered(card_id=case.card.card_id, order_id="R1-activate", kind=OrderKind.ACTIVATE)

    assert "of a bank that cannot answer" in complaints(acting(ordered), ASKED)


def fenceless(event: Any, person: Any, at: Any) -> Any:
    """The fold of the bank's word, whatever has been heard since."""
    return with_card(
        person, event.card_id, bank_sequence=event.sequence, financial=Standing(event.state, at, event.until)
    )


def test_the_examples_and_the_law_see_a_fence_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = fold.dispatch(e.AccountMirrored)
    telling = catalogue()["mirror_account"]
    try:
        fold.register(e.AccountMirrored, fenceless)
        told = "\n".join(search(telling, NAMES_OF_ALL, thorough=False).told(MIRROR))
        assert "an older word of the bank has changed the mirror" in told
        assert any("迟到的答复仍是答复" in example for example in untrue("mirror_account"))
    finally:
        fold.register(e.AccountMirrored, sound)
    assert untrue("mirror_account") == []


def test_the_examples_see_that_stale_words_are_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    telling = catalogue()["mirror_account"]
    rules = [replace(r, holds=lambda case: False) if r.code == "nothing_new" else r for r in telling.refusals]
    monkeypatch.setattr(telling, "refusals", rules)
    assert any("较早的消息不登记" in example for example in untrue("mirror_account"))


NAMES_OF_ALL = {code: service.name for code, service in catalogue().items()}
