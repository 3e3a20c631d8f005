"""Orders of the bureau: taken at once, done when their time has come, answered by a call-back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from yikatong.sandbox.bank import clock, customers, faults, hours, register
from yikatong.sandbox.bank.models import Account, TakenOrder
from yikatong.sandbox.bank.reading import Read, WireFault
from yikatong.sandbox.bank.standing import Loss, Refused, activated, lost

# What the holder wanted last holds; the other kinds are each done once or refused.
FENCED = frozenset({"activate", "report_temporary_loss", "report_formal_loss", "lift_loss"})
DONE, REFUSED, SUPERSEDED = "done", "refused", "superseded"
SUPERSEDED_WORDS = "此后另有较新的指令已经办理，本指令不再办理。"


@transaction.atomic
def take(read: Read) -> bool:
    """Keep an order for good; False if it was taken before. Errors: WireFault (order_id_reused, card_unknown)."""
    order_id, card_id = read.data["order_id"], read.data["card_id"]
    before = TakenOrder.objects.filter(order_id=order_id).first()
    if before is not None:
        if before.digest != read.digest:
            raise WireFault(422, "order_id_reused", "该指令编号已用于另一内容，请换用新的编号。")
        return False
    opens = read.kind == "open_account"
    if not opens and not _is_known(card_id):
        raise WireFault(404, "card_unknown", "本行没有这张卡，请先办理开户或核对卡的编号。")
    now, practice = clock.now(), clock.practice()
    due = hours.due(now, timedelta(seconds=practice.delay_s), practice.cut_off if opens else None)
    TakenOrder.objects.create(
        order_id=order_id, digest=read.digest, card_id=card_id, kind=read.kind, sequence=read.data["sequence"],
        asked=_kept(read.data), taken_at=now, due_at=due,
    )  # fmt: skip
    return True


def _is_known(card_id: str) -> bool:
    return Account.objects.filter(card_id=card_id).exists() or TakenOrder.objects.filter(card_id=card_id).exists()


def _kept(data: dict[str, Any]) -> dict[str, Any]:
    kept = {name: data[name] for name in ("until", "source", "keep_number")}
    return kept | ({"holder": customers.reduced(**data["holder"])} if "holder" in data else {})


def waiting(now: datetime, limit: int = 50) -> list[str]:
    """The orders whose time has come, in the order in which they came."""
    due = TakenOrder.objects.filter(result="", due_at__lte=now).order_by("due_at", "taken_at", "order_id")
    return list(due.values_list("order_id", flat=True)[:limit])


@transaction.atomic
def answer(order_id: str) -> None:
    """Do one order and write its answer, the account and the call-back together; done once, however often called."""
    order = TakenOrder.objects.get(order_id=order_id)
    if order.result:
        return
    now = clock.now()
    account, _ = Account.objects.get_or_create(card_id=order.card_id)
    order.result, order.code, order.words = _done(order, account, now)
    order.answered_at = now
    order.save()
    told = {"order_id": order_id, "result": order.result, "code": order.code, "words": order.words}
    register.tell(account, now, told)


def _done(order: TakenOrder, account: Account, now: datetime) -> tuple[str, str, str]:
    """The answer: result, code and words. A refusal leaves the account as it was."""
    if order.kind in FENCED and order.sequence < account.fence:
        return SUPERSEDED, "superseded", SUPERSEDED_WORDS
    try:
        if faults.strikes("refuse"):
            raise Refused("name_mismatch" if order.kind == "open_account" else "bank_refuses")
        if order.kind != "open_account" and account.opened_at is None:
            raise Refused("account_not_open")
        DOING[order.kind](order, account, now)
    except Refused as refusal:
        return REFUSED, refusal.code, refusal.words
    account.fence = max(account.fence, order.sequence)
    return DONE, "", ""


def _open(order: TakenOrder, account: Account, now: datetime) -> None:
    if account.opened_at is not None:
        raise Refused("account_exists")
    customer = customers.customer(order.asked["holder"])
    keeps = order.asked["keep_number"] and order.asked["source"] and clock.practice().keeps_numbers
    source = _source(order) if keeps else None
    if source is not None:
        register.same_holder(source, customer)
    free = source is not None and source.given_to_id is None
    register.open_account(account, customer, now, source if free else None)


def _source(order: TakenOrder) -> Account:
    found = Account.objects.filter(card_id=order.asked["source"]).exclude(opened_at=None).first()
    if found is None or found.card_id == order.card_id:
        raise Refused("source_unknown")
    return found


def _activate(order: TakenOrder, account: Account, now: datetime) -> None:
    if account.holder_seen_at is None and not clock.practice().activates_unseen:
        raise Refused("holder_not_seen")
    register.stand(account, now, activated)


def _report(kind: Loss) -> Callable[[TakenOrder, Account, datetime], None]:
    def report(order: TakenOrder, account: Account, now: datetime) -> None:
        until = order.asked["until"] if kind is Loss.TEMPORARY else None
        moment = datetime.fromisoformat(until) if until else None
        register.stand(account, now, lambda standing: lost(standing, kind, now, moment))

    return report


def _lift(order: TakenOrder, account: Account, now: datetime) -> None:
    register.lift(account, now)


def _pay_out(order: TakenOrder, account: Account, now: datetime) -> None:
    register.pay_out(account, None, order.order_id, now)


def _move(order: TakenOrder, account: Account, now: datetime) -> None:
    source = _source(order)
    before = source.state
    register.move(source, account, order.order_id, now)
    if source.state != before:
        register.tell(source, now)


def _close(order: TakenOrder, account: Account, now: datetime) -> None:
    register.close(account, now)


DOING: dict[str, Callable[[TakenOrder, Account, datetime], None]] = {
    "open_account": _open,
    "activate": _activate,
    "report_temporary_loss": _report(Loss.TEMPORARY),
    "report_formal_loss": _report(Loss.FORMAL),
    "lift_loss": _lift,
    "pay_out": _pay_out,
    "move_balance": _move,
    "close_account": _close,
}
