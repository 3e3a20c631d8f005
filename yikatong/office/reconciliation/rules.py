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
    return None if _told_since(ours, terms) else Cause.BANK_BEHIND


def _told_since(ours: Ours, terms: Terms) -> bool:
    """The bank told us of the account after it had written its file."""
    return ours.mirrored_at is not None and terms.told_at is not None and ours.mirrored_at >= terms.told_at


def account_differs(side: Side, terms: Terms) -> Cause | None:
    ours, theirs = side.ours, side.theirs
    if ours is None or theirs is None or ours.stage not in HAS_ACCOUNT:
        return None
    if ours.account.sequence != theirs.sequence:
        return _newer(ours, theirs, terms)
    unsettled = theirs.settled and not ours.account.settled  # what was settled once stays so in the ledger
    same = told(ours.account, terms.now) == told(theirs, terms.now) and not unsettled
    return None if same else Cause.TOLD_OTHERWISE


def told(account: Account, now: datetime) -> tuple[str, str]:
    """What both sides must say alike of an account: its state and its loss report. What is closed is not lost."""
    return account.state, "" if account.state == "closed" else account.lost(now)


def account_number_differs(side: Side, terms: Terms) -> Cause | None:
    ours, theirs = side.ours, side.theirs
    known = ours is not None and theirs is not None and ours.account.sequence == theirs.sequence
    differs = known and ours is not None and theirs is not None and ours.account.tail != theirs.tail
    return Cause.TOLD_OTHERWISE if differs else None


def account_missing(side: Side, terms: Terms) -> Cause | None:
    ours = side.ours
    if terms.told_at is None or ours is None or side.theirs is not None or ours.stage not in HAS_ACCOUNT:
        return None
    if _told_since(ours, terms):
        return None
    return Cause.LOST_AT_BANK if ours.account.sequence else Cause.NOT_TAKEN_OVER


def account_unexpected(side: Side, terms: Terms) -> Cause | None:
    """The bank keeps an account for a card that we do not know, or whose application has ended."""
    ours, theirs = side.ours, side.theirs
    if theirs is None or theirs.state == "closed" or not theirs.tail:  # without a number it was never opened
        return None
    if ours is None:
        return Cause.UNKNOWN_TO_BUREAU
    ended = ours.stage in FAILED | {Stage.BANK_REJECTED}
    return Cause.TOLD_OTHERWISE if ended else None


def answer_missing(side: Side, terms: Terms) -> Cause | None:
    """Asked, and not answered in time. Where the bank's counter is ahead, it is its notice that was lost."""
    ours = side.ours
    if terms.told_at is None or ours is None or opening_late(side, terms) or account_differs(side, terms):
        return None
    return Cause.BANK_SILENT if _waiting(ours, terms) is Cause.BANK_SILENT else None


def opening_late(side: Side, terms: Terms) -> Cause | None:
    ours = side.ours
    opened = side.theirs is not None and side.theirs.tail
    if ours is None or not opened or ours.stage is not Stage.BANK_OPENING:
        return None
    waiting = _waiting(ours, terms)
    return waiting if waiting is Cause.ORDER_IN_FLIGHT else Cause.CALLBACK_LOST


def money_left(side: Side, terms: Terms) -> Cause | None:
    """A bank tells no balance, only whether the money is settled; closed and not settled must not be."""
    theirs = side.theirs
    return Cause.CLOSED_WITH_MONEY if theirs and theirs.state == "closed" and not theirs.settled else None


def stock_missing(side: Side, terms: Terms) -> Cause | None:
    """Made and not passed on, as we know it; and the plant, which would have to hold it, does not name it."""
    ours = side.ours
    if terms.stock_at is None or ours is None or side.stock is not None or ours.stage is not Stage.PERSONALISED:
        return None
    return Cause.PLANT_DIFFERS if ours.stage_at < terms.stock_at else None


def stock_unexpected(side: Side, terms: Terms) -> Cause | None:
    ended = side.ours is None or side.ours.stage in FAILED
    return Cause.UNKNOWN_STOCK if ended and side.stock is not None else None


def stage_late(side: Side, terms: Terms) -> Cause | None:
    """Held by the plant already, or due from it for too long: it was not sent, or was sent and is not answered."""
    ours = side.ours
    if ours is None or ours.stage not in AT_PLANT:
        return None
    if side.stock is not None:
        return Cause.FILE_LOST
    if terms.now - (ours.sent_at or ours.stage_at) <= terms.making:
        return None
    return Cause.PLANT_SILENT if ours.sent_at else Cause.FILE_LOST


def custody_differs(side: Side, terms: Terms) -> Cause | None:
    """The bank says that it took the plastic, or the plant that it has it, and our custody ledger names another."""
    ours, theirs = side.ours, side.theirs
    if ours is None:
        return None
    if side.stock is not None and ours.stage not in AT_PLANT | FAILED and ours.custodian != "plant":
        return Cause.PLANT_DIFFERS if terms.stock_at and ours.stage_at < terms.stock_at else None
    if theirs is None or ours.account.sequence != theirs.sequence:
        return None
    holder = WITH_BANK.get(theirs.physical)
    return Cause.TOLD_OTHERWISE if holder and holder != ours.custodian else None


RULES: Mapping[Aspect, Rule] = {
    Aspect.ACCOUNT_DIFFERS: account_differs, Aspect.ACCOUNT_NUMBER_DIFFERS: account_number_differs,
    Aspect.ACCOUNT_MISSING: account_missing, Aspect.ACCOUNT_UNEXPECTED: account_unexpected,
    Aspect.ANSWER_MISSING: answer_missing, Aspect.OPENING_LATE: opening_late, Aspect.MONEY_LEFT: money_left,
    Aspect.STOCK_MISSING: stock_missing, Aspect.STOCK_UNEXPECTED: stock_unexpected, Aspect.STAGE_LATE: stage_late,
    Aspect.CUSTODY_DIFFERS: custody_differs,
}  # fmt: skip
