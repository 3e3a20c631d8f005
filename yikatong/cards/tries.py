"""Counting wrong PINs: a wrong try is an act of its own, written down under the lock of the person."""

from collections.abc import Iterator
from datetime import datetime

from yikatong.cards.card import Card
from yikatong.cards.events import Event, FunctionLocked, PinRefused
from yikatong.cards.states import Function, State


def tries_left(card: Card, tries_max: int) -> int:
    """How often the PIN may still be wrong before the function locks; never below 0."""
    return max(tries_max - card.wrong_pins, 0)


def wrong_try(card: Card, now: datetime, tries_max: int) -> Iterator[Event]:
    """One more wrong PIN; the try that uses up the last one locks the function."""
    yield PinRefused(card_id=card.card_id)
    locked = card.standing(Function.SOCIAL, now).state is State.LOCKED
    if tries_left(card, tries_max) <= 1 and not locked:
        yield FunctionLocked(card_id=card.card_id)


def wrong_try_words(card: Card, tries_max: int) -> str:
    """What the holder hears of the wrong try that is being written down."""
    left = tries_left(card, tries_max) - 1
    if left <= 0:
        return "社保密码不正确，已达输错上限，社保功能已锁定。请重置密码解锁。"
    return f"社保密码不正确，没有办理。还可以再试{left}次，之后将锁定。"
