"""From the application to the card in its holder's hand."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from yikatong.cards.card import Reason
from yikatong.cards.events.party import Party
from yikatong.cards.orders import Funds
from yikatong.cards.stages import Stage
from yikatong.cards.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSubmitted:
    card_id: str
    region: str
    bank: str
    outlet: str
    reason: Reason
    photo: str | None = None
    predecessor: str | None = None
    employer: str | None = None
    generation: int = 3
    funds: Funds | None = None
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoSupplied:
    card_id: str
    photo: str
    hears: ClassVar[tuple[Party, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReached:
    """``order_id`` is given where a connected bank is asked to open the account: the stage is that order."""

    card_id: str
    stage: Stage
    note: str = ""
    outlet: str | None = None
    order_id: str | None = None
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER, Party.BANK, Party.PLANT)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardMade:
    card_id: str
    card_no: str
    issued_on: date
    valid_until: date
    hears: ClassVar[tuple[Party, ...]] = (Party.BANK,)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTakenOver:
    """A card that a former system issued, as it stood there on the day it was brought along."""

    card_id: str
    region: str
    bank: str
    outlet: str
    card_no: str
    issued_on: date
    valid_until: date
    generation: int
    social: State
    financial: State
    hears: ClassVar[tuple[Party, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardTakenBack:
    """A card that was taken over by mistake: from here on it is not this person's, and its number is free."""

    card_id: str
    ground: str
    hears: ClassVar[tuple[Party, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCollected:
    card_id: str
    outlet: str
    by_agent: bool = False
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER, Party.BANK)
