"""People whose cards the bank knows, mirrored as it last told them."""

from datetime import datetime
from typing import Any

from tests.office.world import LONG_AGO, NOW, enrol, enter
from yikatong.cards.events import AccountMirrored, AccountOrdered
from yikatong.cards.orders import OrderKind
from yikatong.cards.states import State


def held(serial: int = 0, sequence: int = 1, **mirror: Any) -> str:
    """A card in use whose account the bank has told of; gives its id."""
    about, card_id = enrol(serial), f"C{serial}"
    facts = {"state": State.ACTIVE, "tail": "1234"} | mirror
    enter(about, AccountMirrored(card_id=card_id, sequence=sequence, **facts), at=mirrored_at())
    return card_id


def mirrored_at() -> datetime:
    return LONG_AGO.replace(month=10)


def ordered(serial: int, kind: OrderKind = OrderKind.ACTIVATE, at: datetime = NOW) -> str:
    """An order that the bank has not answered; gives its id."""
    from tests.office.world import number

    order_id = f"R{serial}-{kind}"
    enter(number(serial), AccountOrdered(card_id=f"C{serial}", order_id=order_id, kind=kind), at=at)
    return order_id
