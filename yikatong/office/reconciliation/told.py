"""What each of the three parties tells of one card. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from yikatong.cards.stages import Stage


@dataclass(frozen=True, slots=True)
class Account:
    """An account as one party tells it. ``state``: inactive, active, locked, frozen or closed, beneath a loss report.

    ``loss``: "", "temporary" or "formal", and ``until`` when that report lapses. ``physical``: what the bank did with
    the plastic, "" for nothing. ``sequence``: the bank's own counter; 0 where the bank has never told us of it.
    """

    sequence: int
    state: str
    loss: str = ""
    until: datetime | None = None
    tail: str = ""
    settled: bool = False
    physical: str = ""

    def lost(self, now: datetime) -> str:
        """The loss report that stands at ``now``; a lapsed one stands no longer."""
        return "" if self.until is not None and self.until <= now else self.loss


@dataclass(frozen=True, slots=True)
class Ours:
    """A card as the ledger folds it. ``account`` is the mirror; ``orders``: ids of unanswered orders and since when.

    ``sent_at``: when a file to the plant named the card, None where none did.
    """

    card_id: str
    region: str
    person_id: str
    stage: Stage
    stage_at: datetime
    account: Account
    mirrored_at: datetime | None = None
    orders: tuple[tuple[str, datetime], ...] = ()
    custodian: str = ""
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """A card that the plant says it holds, and in which of its places."""

    card_id: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One card with what each party knows of it; None where it knows nothing."""

    card_id: str
    ours: Ours | None = None
    theirs: Account | None = None
    stock: Stock | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """``now`` of the comparison; the moments of the bank's file and of the plant's stock, None where there is none;
    how long bank and plant may take to answer.
    """

    now: datetime
    told_at: datetime | None
    stock_at: datetime | None
    answer: timedelta
    making: timedelta
