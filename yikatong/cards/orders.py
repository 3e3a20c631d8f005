"""What we ask of a connected bank (指令), and how it may answer. Until it has answered, nobody knows the result.

The bank owns the account. A bureau that writes down a result it has not received tells people something untrue, so
an act that only a bank can make true becomes an :class:`Order`, and the mirror of the account stays as it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OrderKind(StrEnum):
    OPEN_ACCOUNT = "open_account"
    ACTIVATE = "activate"
    REPORT_TEMPORARY_LOSS = "report_temporary_loss"
    REPORT_FORMAL_LOSS = "report_formal_loss"
    LIFT_LOSS = "lift_loss"
    PAY_OUT = "pay_out"
    MOVE_BALANCE = "move_balance"
    CLOSE_ACCOUNT = "close_account"

    @property
    def words(self) -> str:
        return ORDER_WORDS[self]


ORDER_WORDS = {
    OrderKind.OPEN_ACCOUNT: "开户",
    OrderKind.ACTIVATE: "激活",
    OrderKind.REPORT_TEMPORARY_LOSS: "临时挂失",
    OrderKind.REPORT_FORMAL_LOSS: "正式挂失",
    OrderKind.LIFT_LOSS: "解挂",
    OrderKind.PAY_OUT: "付出余额",
    OrderKind.MOVE_BALANCE: "划转余额",
    OrderKind.CLOSE_ACCOUNT: "销户",
}

LOCKING = frozenset({OrderKind.REPORT_TEMPORARY_LOSS, OrderKind.REPORT_FORMAL_LOSS})
# Nothing else can be under way that they would depend on: a new account, or money that waited until the way was free.
NEVER_IN_THE_WAY = frozenset({OrderKind.OPEN_ACCOUNT, OrderKind.MOVE_BALANCE})


class OrderResult(StrEnum):
    """The bank's answer to one order."""

    DONE = "done"
    REFUSED = "refused"
    SUPERSEDED = "superseded"

    @property
    def words(self) -> str:
        return {"done": "已办", "refused": "不予办理", "superseded": "已被后来的指令取代"}[self]


class Funds(StrEnum):
    """What the holder chose for the money in the account of the card that a new one follows."""

    MOVE = "move"
    PAY_OUT = "pay_out"

    @property
    def words(self) -> str:
        return {"move": "转到新卡的账户", "pay_out": "在银行柜面取出"}[self]


@dataclass(frozen=True, slots=True)
class Order:
    """One order that the bank has not answered.

    ``sequence`` is the dossier's version at the act that gave it: the bank carries out no older one afterwards.
    """

    order_id: str
    kind: OrderKind
    at: datetime
    sequence: int


def order_id_of(reference: str, kind: OrderKind) -> str:
    """``YK261121-7K3M9QX2T4-activate``: the act's receipt number and what is ordered."""
    return f"{reference}-{kind.value}"


def in_the_way(kind: OrderKind, unanswered: Iterable[Order]) -> Order | None:
    """The unanswered order that one of ``kind`` has to wait for.

    Locking is easy: a report of loss waits for nothing but its own like. All else depends on what is not known yet.
    """
    if kind in NEVER_IN_THE_WAY:
        return None
    return next((o for o in unanswered if o.kind is kind or kind not in LOCKING), None)
