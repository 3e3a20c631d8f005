"""One card on which bureau, bank and plant agree, and ways in which each may tell it otherwise."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from yikatong.cards.stages import Stage
from yikatong.office.reconciliation.told import Account, Ours, Side, Stock, Terms

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
ENDED = datetime.fromisoformat("2026-11-23T00:00:00+08:00")  # the day that the bank's file is about
EARLIER = ENDED - timedelta(days=40)
TERMS = Terms(NOW, told_at=ENDED, stock_at=ENDED, answer=timedelta(hours=24), making=timedelta(days=10))
ACCOUNT = Account(3, "active", tail="1234")
CARD = "YK261101-0000000001"


def ours(**changes: Any) -> Ours:
    """A card in its holder's hands; ``account`` may be given by its own changes."""
    account = replace(ACCOUNT, **changes.pop("account", {}))
    agreed = Ours(
        CARD, "610104", "p1", Stage.COLLECTED, EARLIER, account, mirrored_at=EARLIER, custodian="holder"
    )  # fmt: skip
    return replace(agreed, **changes)


def theirs(**changes: Any) -> Account:
    return replace(ACCOUNT, **changes)


def side(one: Ours | None, told: Account | None, held: Stock | None = None) -> Side:
    return Side(CARD, one, told, held)
