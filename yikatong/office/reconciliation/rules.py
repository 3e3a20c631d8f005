"""One rule an aspect: given what each party tells of one card, why they differ; None where they do not. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from yikatong.cards.stages import FAILED, MADE, Stage
from yikatong.office.reconciliation.told import Account, Ours, Side, Terms
from yikatong.office.reconciliation.vocabulary import Aspect, Cause

HAS_ACCOUNT = MADE | {Stage.BATCHED, Stage.MAKING, Stage.REMAKE}
"""The stages before which the bank has opened the account."""
AT_PLANT = frozenset({Stage.BATCHED, Stage.MAKING, Stage.REMAKE})
WITH_BANK = {"taken_back": "bank", "destroyed": "destroyed"}
"""What the bank did with the plastic: who holds it then."""

Rule = Callable[[Side, Terms], Cause | None]


@dataclass(frozen=True, slots=True)
class Difference:
    side: Side
    aspect: Aspect
    cause: Cause


def oldest_order(ours: Ours) -> datetime | None:
    """Since when the bank has been asked and has not answered; the stage of opening is an order itself."""
    asked = [at for _, at in ours.orders]
    return min([*asked, *([ours.stage_at] if ours.stage is Stage.BANK_OPENING else [])], default=None)


def _waiting(ours: Ours, terms: Terms) -> Cause | None:
    """In flight while the bank has time to answer, silent afterwards; None where nothing was asked."""
    since = oldest_order(ours)
    if since is None:
        return None
    return Cause.BANK_SILENT if terms.now - since > terms.answer else Cause.ORDER_IN_FLIGHT


def _newer(ours: Ours, theirs: Account, terms: Terms) -> Cause | None:
    """Why one side's counter is ahead. None: the bank's file is older than what it has told us since."""
    if theirs.sequence > ours.account.sequence:
        waiting = _waiting(ours, terms)
        return waiting if waiting is Cause.ORDER_IN_FLIGHT else Cause.CALLBACK_LOST
    told_since = ours.mirrored_at is not None and ours.mirrored_at >= terms.as_of
    return None if told_since else Cause.BANK_BEHIND


def account_differs(side: Side, terms: Terms) -> Cause | None:
    ours, theirs = side.ours, side.theirs
    if ours is None or theirs is None or ours.stage not in HAS_ACCOUNT:
        return None
    if ours.account.sequence != theirs.sequence:
        return _newer(ours, theirs, terms)
    return None if told(ours.account, terms.now) == told(theirs, terms.now) else Cause.TOLD_OTHERWISE


def told(account: Account, now: datetime) -> tuple[str, str, bool]:
    """What both sides must say alike of an account: its state, its loss report, whether its money is settled."""
    return account.state, account.lost(now), account.settled


def account_number_differs(side: Side, terms: Terms) -> Cause | None:
    ours, theirs = side.ours, side.theirs
    known = ours is not None and theirs is not None and ours.account.sequence == theirs.sequence
    differs = known and ours is not None and theirs is not None and ours.account.tail != theirs.tail
    return Cause.TOLD_OTHERWISE if differs else None


def account_missing(side: Side, terms: Terms) -> Cause | None:
    """A card that a clerk of the bank handed out at once has its account from the bank alone: nobody has told it us."""
    ours = side.ours
    if not terms.connected or ours is None or side.theirs is not None or ours.stage not in HAS_ACCOUNT:
        return None
    return Cause.LOST_AT_BANK if ours.account.sequence else Cause.NOT_TAKEN_OVER


def account_unexpected(side: Side, terms: Terms) -> Cause | None:
    """The bank keeps an account for a card that we do not know, or whose application has ended."""
    ours, theirs = side.ours, side.theirs
    if theirs is None or theirs.state == "closed":
        return None
    if ours is None:
        return Cause.UNKNOWN_TO_BUREAU
    ended = ours.stage in FAILED | {Stage.BANK_REJECTED}
    return Cause.TOLD_OTHERWISE if ended else None


def answer_missing(side: Side, terms: Terms) -> Cause | None:
    """Asked, and not answered in time. Where the bank's counter is ahead, it is its notice that was lost."""
    ours = side.ours
    if not terms.connected or ours is None or opening_late(side, terms) or account_differs(side, terms):
        return None
    return Cause.BANK_SILENT if _waiting(ours, terms) is Cause.BANK_SILENT else None


def opening_late(side: Side, terms: Terms) -> Cause | None:
    ours = side.ours
    if ours is None or side.theirs is None or ours.stage is not Stage.BANK_OPENING:
        return None
    waiting = _waiting(ours, terms)
    return waiting if waiting is Cause.ORDER_IN_FLIGHT else Cause.CALLBACK_LOST


def money_left(side: Side, terms: Terms) -> Cause | None:
    closed = side.theirs is not None and side.theirs.state == "closed"
    return Cause.CLOSED_WITH_MONEY if closed and side.theirs is not None and side.theirs.balance else None


def stock_missing(side: Side, terms: Terms) -> Cause | None:
    """We count on the plant, and no file to it names the card."""
    ours = side.ours
    if ours is None or side.stock is not None or ours.stage not in AT_PLANT:
        return None
    return Cause.FILE_LOST if terms.now - ours.stage_at > terms.making else Cause.FILE_IN_FLIGHT


def stock_unexpected(side: Side, terms: Terms) -> Cause | None:
    ended = side.ours is None or side.ours.stage in FAILED
    return Cause.UNKNOWN_STOCK if ended and side.stock is not None and side.stock.state != "failed" else None


def stage_late(side: Side, terms: Terms) -> Cause | None:
    """The plant has answered and the stage does not say so; or it has had its time and has not answered."""
    ours, stock = side.ours, side.stock
    if ours is None or stock is None or ours.stage not in AT_PLANT:
        return None
    if stock.state == "made":
        return Cause.FILE_LOST
    return Cause.PLANT_SILENT if stock.state == "sent" and terms.now - stock.at > terms.making else None


def card_number_differs(side: Side, terms: Terms) -> Cause | None:
    ours, stock = side.ours, side.stock
    if ours is None or stock is None or not ours.card_no or not stock.card_no:
        return None
    return Cause.PLANT_DIFFERS if ours.card_no != stock.card_no else None


def custody_differs(side: Side, terms: Terms) -> Cause | None:
    """The bank says that it took the plastic, and our custody ledger names somebody else."""
    ours, theirs = side.ours, side.theirs
    if ours is None or theirs is None or ours.account.sequence != theirs.sequence:
        return None
    holder = WITH_BANK.get(theirs.physical)
    return Cause.TOLD_OTHERWISE if holder and holder != ours.custodian else None


RULES: Mapping[Aspect, Rule] = {
    Aspect.ACCOUNT_DIFFERS: account_differs, Aspect.ACCOUNT_NUMBER_DIFFERS: account_number_differs,
    Aspect.ACCOUNT_MISSING: account_missing, Aspect.ACCOUNT_UNEXPECTED: account_unexpected,
    Aspect.ANSWER_MISSING: answer_missing, Aspect.OPENING_LATE: opening_late, Aspect.MONEY_LEFT: money_left,
    Aspect.STOCK_MISSING: stock_missing, Aspect.STOCK_UNEXPECTED: stock_unexpected, Aspect.STAGE_LATE: stage_late,
    Aspect.CARD_NUMBER_DIFFERS: card_number_differs, Aspect.CUSTODY_DIFFERS: custody_differs,
}  # fmt: skip
