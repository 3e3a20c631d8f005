"""People with something to do for a bank."""

from datetime import timedelta

from tests.office.world import LONG_AGO, applied, enrol, enter, made, number, registered
from yikatong.cards import events as e
from yikatong.cards.identity import IdNumber
from yikatong.cards.stages import Stage
from yikatong.cards.states import Function


def collected(serial: int, region: str = "610104", **place: str) -> IdNumber:
    """A person whose card was handed over and whose account waits to be activated."""
    about, card_id = number(serial), f"C{serial}"
    outlet = place.get("outlet", "XA-YT-01")
    enter(about, registered(about), applied(card_id, region, **place), *made(card_id, f"A{serial:08}"))
    enter(about, e.CardCollected(card_id=card_id, outlet=outlet), at=LONG_AGO + timedelta(days=serial))
    return about


def opening(serial: int, region: str = "610104", **place: str) -> IdNumber:
    """A person whose application was reviewed and whose account waits to be opened."""
    about, card_id = number(serial), f"C{serial}"
    told = e.StageReached(card_id=card_id, stage=Stage.BANK_OPENING)
    enter(about, registered(about), applied(card_id, region, **place), told)
    return about


def cancelled(serial: int, ground: str, settled: bool = False) -> IdNumber:
    about, card_id = enrol(serial), f"C{serial}"
    funds = (e.FundsSettled(card_id=card_id, function=Function.FINANCIAL),) if settled else ()
    enter(about, *funds, e.FunctionCancelled(card_id=card_id, ground=ground), at=LONG_AGO + timedelta(days=20))
    return about
