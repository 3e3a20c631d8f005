"""Reconciliation (对账): bureau, bank and plant compared card by card, daily; what differs is open until it is gone."""

from yikatong.office.reconciliation.healing import Healed, heal, heal_one
from yikatong.office.reconciliation.looking import (
    PAGE,
    DifferenceUnknown,
    Group,
    Line,
    Seen,
    groups,
    one,
    open_counts,
    page,
    rows,
)
from yikatong.office.reconciliation.orders_told import callbacks_noted, story_of_orders
from yikatong.office.reconciliation.running import parties, reconcile, yesterday
from yikatong.office.reconciliation.runs import Run, recent_runs
from yikatong.office.reconciliation.under_way import under_way
from yikatong.office.reconciliation.vocabulary import Aspect, Cause, Owner

__all__ = [
    "PAGE", "Aspect", "Cause", "DifferenceUnknown", "Group", "Healed", "Line", "Owner", "Run", "Seen",
    "callbacks_noted", "groups", "heal", "heal_one", "one", "open_counts", "page", "parties", "recent_runs",
    "reconcile", "rows", "story_of_orders", "under_way", "yesterday",
]  # fmt: skip
