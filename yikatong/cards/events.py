"""What happened: the only words in which the ledger speaks. Past participles, one class each.

A field marked :func:`private` is a personal word: the ledger keeps it apart, encrypted and erasable, and the facts
hold a commitment in its place. ``hears`` names the parties to whom the outbox carries the event.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from yikatong.cards.card import Card, Reason
from yikatong.cards.identity import IdKind
from yikatong.cards.person import Correctable, MandateKind
from yikatong.cards.stages import Stage
from yikatong.cards.states import Function, State


class Party(StrEnum):
    """Who is told of an event after it is committed."""

    HOLDER = "holder"
    BANK = "bank"
    PLANT = "plant"


def private(default: str = "") -> Any:
    """A field with a personal word in it."""
    return field(default=default, metadata={"private": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRegistered:
    id_kind: IdKind
    name: str = private()
    id_number: str = private()
    mobile: str = private()
    address: str = private()
    born_on: str = private()
    hears: ClassVar[tuple[Party, ...]] = ()


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
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoSupplied:
    card_id: str
    photo: str
    hears: ClassVar[tuple[Party, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReached:
    card_id: str
    stage: Stage
    note: str = ""
    outlet: str | None = None
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
class CardCollected:
    card_id: str
    outlet: str
    by_agent: bool = False
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER, Party.BANK)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentBooked:
    appointment_id: str
    card_id: str
    outlet: str
    at: datetime
    seat: int
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentCancelled:
    appointment_id: str
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRegistered:
    mandate_id: str
    kind: MandateKind
    agent: str
    starts_on: date
    ends_on: date
    scopes: tuple[str, ...] = ()
    agent_name: str = private()
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRevoked:
    mandate_id: str
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionProposed:
    proposal_id: str
    part: Correctable
    reason: str
    proposer: str
    value: str = private()
    hears: ClassVar[tuple[Party, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCorrected:
    proposal_id: str
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRejected:
    proposal_id: str
    hears: ClassVar[tuple[Party, ...]] = ()


Event = (
    PersonRegistered | ApplicationSubmitted | PhotoSupplied | StageReached | CardMade | CardTakenOver | CardCollected
    | FunctionEnabled | PinChanged | PinAccepted | PinRefused | FunctionLocked | FunctionUnlocked
    | LossReported | LossLifted | FundsSettled | FunctionCancelled | AccountActivated | AccountClosed
    | AccountStateReported
    | AppointmentBooked | AppointmentCancelled | MandateRegistered | MandateRevoked
    | CorrectionProposed | RecordCorrected | CorrectionRejected
)  # fmt: skip


def kind_of(event: type[Event] | Event) -> str:
    """``LossReported`` → ``loss_reported``: the event's name in the ledger."""
    cls = event if isinstance(event, type) else type(event)
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


EVENTS: dict[str, type[Event]] = {kind_of(cls): cls for cls in Event.__args__}


def successor(
    card: Card, reason: Reason, card_id: str, outlet: str | None = None, photo: str | None = None
) -> ApplicationSubmitted:
    """The application for the card that takes ``card``'s place: same bank, same photo unless another is given."""
    return ApplicationSubmitted(
        card_id=card_id, region=card.region, bank=card.bank, outlet=outlet or card.outlet, reason=reason,
        photo=photo or card.photo, predecessor=card.card_id,
    )  # fmt: skip
