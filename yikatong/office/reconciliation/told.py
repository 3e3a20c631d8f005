"""What each of the three parties tells of one card. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from yikatong.cards.stages import Stage


@dataclass(frozen=True, slots=True)
class Account:
    """An account as one party tells it. ``state``: inactive, active, locked, frozen or closed.

    ``loss``: "", "temporary" or "formal", and ``until`` when that report lapses. ``balance`` is in 分, None where it
    is not told. ``physical``: what the bank did with the plastic, "" for nothing. ``sequence``: the bank's own counter.
    """

    sequence: int
    state: str
    loss: str = ""
    until: datetime | None = None
    tail: str = ""
    settled: bool = False
    physical: str = ""
    balance: int | None = None

    def lost(self, now: datetime) -> str:
        """The loss report that stands at ``now``; a lapsed one stands no longer."""
        return "" if self.until is not None and self.until <= now else self.loss


@dataclass(frozen=True, slots=True)
class Ours:
    """A card as the ledger folds it. ``account`` is the mirror; ``orders``: ids of unanswered orders and since when."""

    card_id: str
    region: str
    stage: Stage
    stage_at: datetime
    account: Account
    mirrored_at: datetime | None = None
    orders: tuple[tuple[str, datetime], ...] = ()
    custodian: str = ""
    card_no: str = ""


@dataclass(frozen=True, slots=True)
class Stock:
    """A card as the plant's files tell it: ``sent`` to the plant, ``made`` or ``failed``, and when that was told."""

    card_id: str
    state: str
    at: datetime
    card_no: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One card with what each party knows of it; None where it knows nothing."""

    card_id: str
    ours: Ours | None = None
    theirs: Account | None = None
    stock: Stock | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """``now`` of the comparison, ``as_of`` the moment of the bank's file, how long bank and plant may take to answer.

    ``connected``: whether there is a bank to compare with at all.
    """

    now: datetime
    as_of: datetime
    answer: timedelta
    making: timedelta
    connected: bool = True
