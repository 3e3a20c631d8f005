"""Between us and a connected bank: what was ordered, what the bank said of its account, where benefits are paid."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from yikatong.cards.custodians import Custodian
from yikatong.cards.events.party import Party
from yikatong.cards.orders import OrderKind, OrderResult
from yikatong.cards.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOrdered:
    """The bank is asked to do it; nothing has been done yet.

    ``until`` ends a temporary report of loss; ``source`` is the card whose money moves to this one's account.
    """

    card_id: str
    order_id: str
    kind: OrderKind
    until: datetime | None = None
    source: str | None = None
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER, Party.BANK)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMirrored:
    """The bank said how its account stands, under its own counter, and perhaps what became of an order.

    ``before`` is what a reported loss falls back to. A ``sequence`` not above the last applied changes no mirror.
    """

    card_id: str
    sequence: int
    state: State
    before: State | None = None
    until: datetime | None = None
    tail: str | None = None
    order_id: str | None = None
    result: OrderResult | None = None
    reason: str = ""
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyChanged:
    """Somebody else holds the plastic now, told by him who took or destroyed it."""

    card_id: str
    custodian: Custodian
    hears: ClassVar[tuple[Party, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitsMoved:
    """Benefits go to the account of this card, from the payment of the month that begins at ``holds_from``."""

    card_id: str
    holds_from: date
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)
