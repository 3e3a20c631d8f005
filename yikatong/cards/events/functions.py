"""What happens to the two functions of a card."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from yikatong.cards.events.party import Party
from yikatong.cards.states import Function, State


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionEnabled:
    card_id: str
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PinChanged:
    card_id: str
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PinAccepted:
    card_id: str
    hears: ClassVar[tuple[Party, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRefused:
    card_id: str
    hears: ClassVar[tuple[Party, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionLocked:
    card_id: str
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionUnlocked:
    card_id: str
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class LossReported:
    card_id: str
    function: Function
    formal: bool
    until: datetime | None = None
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER, Party.BANK)


@dataclass(frozen=True, slots=True, kw_only=True)
class LossLifted:
    card_id: str
    function: Function
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER, Party.BANK)


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsSettled:
    card_id: str
    function: Function
    hears: ClassVar[tuple[Party, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionCancelled:
    """The social function ended, for a legal ground or because a successor took its place."""

    card_id: str
    ground: str
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER, Party.BANK)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountActivated:
    card_id: str
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosed:
    card_id: str
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStateReported:
    """The bank said how the account stands; our mirror follows."""

    card_id: str
    state: State
    hears: ClassVar[tuple[Party, ...]] = ()
