"""What a bank has not answered, as every screen, program and call tells it: since when, until when, what still works.

"Unknown" is a state: it is shown as such, never as done and never as not done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from yikatong.cards.card import Card
from yikatong.cards.orders import Order, OrderKind
from yikatong.catalogue.case import Case
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.service import Finding
from yikatong.catalogue.terms import words_of
from yikatong.policies import parameters as p
from yikatong.policies.policy import Policies, PolicyMissing

# What the holder can count on meanwhile.
MEANWHILE = {
    OrderKind.OPEN_ACCOUNT: "账户开好前金融功能不能用，社保功能不受影响。",
    OrderKind.ACTIVATE: "回执前银行账户可能还不能使用，社保功能不受影响。",
    OrderKind.REPORT_TEMPORARY_LOSS: "回执前银行账户可能还没有停用，着急请直接致电银行；社保功能须分别挂失。",
    OrderKind.REPORT_FORMAL_LOSS: "回执前银行账户可能还没有停用，着急请直接致电银行；社保功能须分别挂失。",
    OrderKind.LIFT_LOSS: "回执前银行账户可能仍然停用，社保功能不受影响。",
    OrderKind.PAY_OUT: "余额由银行保管，不会损失。",
    OrderKind.MOVE_BALANCE: "余额由银行保管，不会损失。",
    OrderKind.CLOSE_ACCOUNT: "回执前不能确定账户是否已经注销，余额由银行保管。",
}


@dataclass(frozen=True, slots=True)
class Awaited:
    """One order that the bank has not answered. ``due``: when it should have; None where no rule says."""

    order: Order
    due: datetime | None
    late: bool

    @property
    def since_words(self) -> str:
        asked = f"{self.order.kind.words}指令{words_of(self.order.at)}登记"
        if self.due is None:
            return f"银行尚未回执：{asked}。"
        if self.late:
            return f"银行尚未回执：{asked}，已过应答时间{words_of(self.due)}，我们会继续向银行查询。"
        return f"银行尚未回执：{asked}，应在{words_of(self.due)}前答复。"

    @property
    def words(self) -> str:
        """Since when, until when, and what still works."""
        return self.since_words + MEANWHILE[self.order.kind]


def awaited(card: Card, policies: Policies, now: datetime) -> tuple[Awaited, ...]:
    """The card's unanswered orders, the oldest first, each with the time that its place gives the bank."""
    if not card.orders:
        return ()
    try:
        hours = policies.ruling(p.bank_answer_hours, card.region, day_of(now)).value
    except PolicyMissing:
        return tuple(Awaited(order, None, late=False) for order in card.orders)
    dues = ((order, order.at + timedelta(hours=hours)) for order in card.orders)
    return tuple(Awaited(order, due, late=now > due) for order, due in dues)


def awaited_findings(case: Case[Any]) -> Iterable[Finding]:
    """One line of an answer for all of them, with the bank's own telephone number; none where nothing is awaited."""
    found = awaited(case.card, case.policies, case.now)
    if found:
        bank = f"发卡银行：{case.directory.bank_words(case.card.bank)}。"
        words = "".join((*(one.words for one in found), bank))
        yield Finding("orders", "银行指令", words, [order_page(one) for one in found])


def order_page(one: Awaited) -> dict[str, Any]:
    """For programs."""
    order = one.order
    due = one.due.isoformat() if one.due else None
    return {"order_id": order.order_id, "kind": order.kind.value, "since": order.at.isoformat(), "due": due}
