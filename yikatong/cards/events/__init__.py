"""What happened: the only words in which the ledger speaks. Past participles, one class each.

A field marked :func:`private` is a personal word: the ledger keeps it apart, encrypted and erasable, and the facts
hold a commitment in its place. ``hears`` names the parties to whom the outbox carries the event.
"""

import re

from yikatong.cards.card import Card, Reason
from yikatong.cards.events.accounts import AccountMirrored, AccountOrdered, BenefitsMoved, CustodyChanged
from yikatong.cards.events.dossier import (
    AppointmentBooked,
    AppointmentCancelled,
    CorrectionProposed,
    CorrectionRejected,
    MandateRegistered,
    MandateRevoked,
    PersonRegistered,
    RecordCorrected,
)
from yikatong.cards.events.functions import (
    AccountActivated,
    AccountClosed,
    AccountStateReported,
    FunctionCancelled,
    FunctionEnabled,
    FunctionLocked,
    FunctionUnlocked,
    FundsSettled,
    LossLifted,
    LossReported,
    PinAccepted,
    PinChanged,
    PinRefused,
)
from yikatong.cards.events.making import (
    ApplicationSubmitted,
    CardCollected,
    CardMade,
    CardTakenBack,
    CardTakenOver,
    PhotoSupplied,
    StageReached,
)
from yikatong.cards.events.party import Party, private
from yikatong.cards.events.visits import VisitCancelled, VisitMade, VisitRequested
from yikatong.cards.orders import Funds

__all__ = [
    "AccountActivated",
    "AccountClosed",
    "AccountMirrored",
    "AccountOrdered",
    "AccountStateReported",
    "ApplicationSubmitted",
    "AppointmentBooked",
    "AppointmentCancelled",
    "BenefitsMoved",
    "CardCollected",
    "CardMade",
    "CardTakenBack",
    "CardTakenOver",
    "CorrectionProposed",
    "CorrectionRejected",
    "CustodyChanged",
    "EVENTS",
    "Event",
    "FunctionCancelled",
    "FunctionEnabled",
    "FunctionLocked",
    "FunctionUnlocked",
    "FundsSettled",
    "LossLifted",
    "LossReported",
    "MandateRegistered",
    "MandateRevoked",
    "Party",
    "PersonRegistered",
    "PhotoSupplied",
    "PinAccepted",
    "PinChanged",
    "PinRefused",
    "RecordCorrected",
    "StageReached",
    "VisitCancelled",
    "VisitMade",
    "VisitRequested",
    "kind_of",
    "private",
    "successor",
]

Event = (
    PersonRegistered | ApplicationSubmitted | PhotoSupplied | StageReached | CardMade | CardTakenOver | CardTakenBack
    | CardCollected
    | FunctionEnabled | PinChanged | PinAccepted | PinRefused | FunctionLocked | FunctionUnlocked
    | LossReported | LossLifted | FundsSettled | FunctionCancelled | AccountActivated | AccountClosed
    | AccountStateReported | AccountOrdered | AccountMirrored | CustodyChanged | BenefitsMoved
    | AppointmentBooked | AppointmentCancelled | MandateRegistered | MandateRevoked
    | CorrectionProposed | RecordCorrected | CorrectionRejected
    | VisitRequested | VisitMade | VisitCancelled
)  # fmt: skip


def kind_of(event: type[Event] | Event) -> str:
    """``LossReported`` → ``loss_reported``: the event's name in the ledger."""
    cls = event if isinstance(event, type) else type(event)
    return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


EVENTS: dict[str, type[Event]] = {kind_of(cls): cls for cls in Event.__args__}


def successor(
    card: Card,
    reason: Reason,
    card_id: str,
    outlet: str | None = None,
    photo: str | None = None,
    funds: Funds | None = None,
) -> ApplicationSubmitted:
    """The application for the card that takes ``card``'s place: same bank, same photo unless another is given."""
    return ApplicationSubmitted(
        card_id=card_id, region=card.region, bank=card.bank, outlet=outlet or card.outlet, reason=reason,
        photo=photo or card.photo, predecessor=card.card_id, funds=funds,
    )  # fmt: skip
