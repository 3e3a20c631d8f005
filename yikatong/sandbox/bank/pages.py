"""What all pages share: words for states and kinds, and rows as frozen dataclasses for the templates."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from yikatong.sandbox.bank import clock
from yikatong.sandbox.bank.hours import ZONE
from yikatong.sandbox.bank.models import Account, Callback, Posting, TakenOrder
from yikatong.sandbox.bank.numbers import yuan_of
from yikatong.sandbox.bank.standing import Loss, Standing, State

STATES = {"inactive": "未激活", "active": "正常", "locked": "锁定", "frozen": "冻结", "closed": "已销户"}
LOSSES = {"temporary": "临时挂失", "formal": "正式挂失"}
ORDERS = {
    "open_account": "开户", "activate": "激活", "report_temporary_loss": "临时挂失", "report_formal_loss": "正式挂失",
    "lift_loss": "解挂", "pay_out": "付出余额", "move_balance": "划转余额", "close_account": "销户",
}  # fmt: skip
RESULTS = {"": "等待办理", "done": "已办", "refused": "不予办理", "superseded": "已被取代"}
TRANSFERS = {"deposit": "存入", "pay_out": "支取", "move_balance": "划转", "adopt": "接管余额"}
PHYSICAL = {"": "在持卡人处", "taken_back": "已收回", "destroyed": "已销毁"}
TONES = {
    "active": "ok",
    "inactive": "off",
    "closed": "off",
    "done": "ok",
    "": "warn",
    "refused": "bad",
    "superseded": "off",
}


@dataclass(frozen=True, slots=True)
class Pill:
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    card_id: str
    tail: str
    name: str
    id_number: str
    mobile: str
    pills: tuple[Pill, ...]
    balance: str
    sequence: int


@dataclass(frozen=True, slots=True)
class OrderRow:
    order_id: str
    card_id: str
    kind: str
    result: Pill
    words: str
    taken_at: datetime
    due_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class CallbackRow:
    webhook_id: str
    card_id: str
    sequence: int
    told: str
    made_at: datetime
    due_at: datetime
    attempts: int
    outcome: str
    state: Pill


@dataclass(frozen=True, slots=True)
class PostingRow:
    at: datetime
    kind: str
    amount: str
    gains: bool


def around(request: HttpRequest) -> dict[str, Any]:
    """For every template: which bank it is, and what its clock says."""
    practice = clock.practice()
    return {"bank": settings.BANK_CODE, "now": clock.now(), "driven": practice.offset_s != 0}


def pills(standing: Standing) -> tuple[Pill, ...]:
    """A loss report stands before what lies beneath it; a freeze stands beside either."""
    lost = standing.loss if standing.state is not State.CLOSED else None
    found = [Pill(STATES["frozen"], "bad")] if standing.frozen else []
    if lost is not None:
        until = f"，至 {standing.until.astimezone(ZONE):%m月%d日 %H:%M}" if standing.until else ""
        found.append(Pill(LOSSES[lost.value] + until, "bad" if lost is Loss.FORMAL else "warn"))
    return tuple(found or [Pill(STATES[standing.state.value], TONES.get(standing.state.value, "bad"))])


def account_row(account: Account, now: datetime) -> AccountRow:
    customer = account.customer
    return AccountRow(
        card_id=account.card_id, tail=account.tail, sequence=account.sequence, balance=yuan_of(account.balance),
        name=customer.name if customer else "持卡人未登记", id_number=customer.id_number if customer else "",
        mobile=customer.mobile if customer else "", pills=pills(account.standing.at(now)),
    )  # fmt: skip


def order_row(order: TakenOrder) -> OrderRow:
    return OrderRow(
        order.order_id, order.card_id, ORDERS[order.kind], Pill(RESULTS[order.result], TONES[order.result]),
        order.words, order.taken_at, order.due_at, order.answered_at,
    )  # fmt: skip


def callback_row(row: Callback) -> CallbackRow:
    loss, state = row.snapshot["loss"], row.snapshot["state"]
    told = LOSSES[loss["kind"]] if loss and state != State.FROZEN else STATES[state]
    if row.answer:
        told = f"指令{RESULTS[row.answer['result']]}，账户{told}"
    return CallbackRow(
        row.webhook_id, row.account_id, row.sequence, told, row.made_at, row.due_at, row.attempts, row.outcome,
        _sent(row),
    )  # fmt: skip


def _sent(row: Callback) -> Pill:
    if row.sent_at:
        return Pill("已送达", "ok")
    if row.set_aside_at:
        return Pill("对方不收", "bad")
    return Pill("等待发送" if not row.attempts else "将重发", "warn")


def posting_row(posting: Posting) -> PostingRow:
    transfer = posting.transfer
    amount = ("+" if posting.fen > 0 else "−") + yuan_of(abs(posting.fen))
    return PostingRow(transfer.at, TRANSFERS.get(transfer.kind, transfer.kind), amount, posting.fen > 0)
