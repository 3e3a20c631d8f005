"""The counter of the bank's clerk: find an account, see it, and do what a holder with a document asks for."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from yikatong.sandbox.bank import clock, numbers, orders, pages, register
from yikatong.sandbox.bank.models import Account, Callback, Posting, TakenOrder
from yikatong.sandbox.bank.standing import Loss, Refused, State, activated, frozen, lost

SHOWN, RECENT = 50, 12
TEMPORARY = timedelta(days=7)
TAKEN = {"destroyed": "destroyed", "taken_back": "taken_back", "none": ""}
AMOUNT = "请填写大于零的金额，最多两位小数，例如 100.00。"

Act = Callable[[Account, QueryDict, datetime], None]


class Faulty(Exception):
    """What was filled in cannot be used: a sentence with the cure."""


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """By the card's id or the number's last four digits; without either, those that changed last."""
    asked, now = request.GET.get("q", "").strip(), clock.now()
    accounts = Account.objects.select_related("customer").exclude(opened_at=None)
    if asked:
        found = accounts.filter(card_id=asked) | accounts.filter(number__endswith=asked)
        tail = asked.isascii() and asked.isdigit() and len(asked) == register.TAIL
        rows = list((found if tail else accounts.filter(card_id=asked)).order_by("card_id")[:SHOWN])
    else:
        recent = Callback.objects.order_by("-id").values_list("account_id", flat=True)[:SHOWN]
        rows = list(accounts.filter(card_id__in=list(dict.fromkeys(recent))[:RECENT]))
    if asked and len(rows) == 1:
        return HttpResponseRedirect(reverse("account", args=[rows[0].card_id]))
    return render(
        request, "sandbox_bank/search.html", {"asked": asked, "rows": [pages.account_row(a, now) for a in rows]}
    )


def _page(request: HttpRequest, card_id: str, fault: str = "", status: int = 200) -> HttpResponse:
    now = clock.now()
    account = Account.objects.select_related("customer").exclude(opened_at=None).filter(card_id=card_id).first()
    if account is None:
        return render(request, "sandbox_bank/absent.html", {"card_id": card_id}, status=404)
    postings = Posting.objects.filter(account=account).select_related("transfer").order_by("-id")[:RECENT]
    standing = account.standing.at(now)
    shown = {
        "account": pages.account_row(account, now),
        "number": " ".join(account.number[n : n + 4] for n in range(0, len(account.number), 4)),
        "physical": pages.PHYSICAL[account.physical],
        "account_at": account.opened_at,
        "seen_at": account.holder_seen_at,
        "given_to": account.given_to_id,
        "standing": standing,
        "closed": standing.state is State.CLOSED,
        "postings": [pages.posting_row(p) for p in postings],
        "orders": [
            pages.order_row(o) for o in TakenOrder.objects.filter(card_id=card_id).order_by("-taken_at")[:RECENT]
        ],
        "callbacks": [pages.callback_row(c) for c in Callback.objects.filter(account=account).order_by("-id")[:RECENT]],
        "fault": fault,
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return render(request, "sandbox_bank/account.html", shown, status=status)


@require_GET
def account(request: HttpRequest, card_id: str) -> HttpResponse:
    return _page(request, card_id)


@require_POST
def act(request: HttpRequest, card_id: str, name: str) -> HttpResponse:
    """One act; on a refusal the same page says why."""
    doing, now = ACTS.get(name), clock.now()
    if doing is None:
        return render(request, "sandbox_bank/absent.html", {"card_id": card_id}, status=404)
    try:
        register.at_counter(card_id, now, lambda found: doing(found, request.POST, now))
    except Refused as refusal:
        return _page(request, card_id, refusal.words, 409)
    except Faulty as fault:
        return _page(request, card_id, str(fault), 422)
    return HttpResponseRedirect(f"{reverse('account', args=[card_id])}?done={name}")


def _activate(found: Account, asked: QueryDict, now: datetime) -> None:
    if asked.get("seen") != "yes":
        raise Faulty("请先核对本人和有效身份证件，并勾选“已核对”。")
    register.stand(found, now, activated)
    found.holder_seen_at = now


def _report(found: Account, asked: QueryDict, now: datetime) -> None:
    kind = asked.get("kind")
    if kind not in pages.LOSSES:
        raise Faulty("请选择临时挂失或正式挂失。")
    register.stand(found, now, lambda standing: lost(standing, Loss(kind), now, now + TEMPORARY))


def _lift(found: Account, asked: QueryDict, now: datetime) -> None:
    if asked.get("seen") != "yes":
        raise Faulty("解挂须由本人办理：请核对有效身份证件，并勾选“已核对”。")
    register.lift(found, now)


def _freeze(found: Account, asked: QueryDict, now: datetime) -> None:
    register.stand(found, now, lambda standing: frozen(standing, asked.get("on") == "yes"))


def _deposit(found: Account, asked: QueryDict, now: datetime) -> None:
    register.deposit(found, _fen(asked), f"counter-{uuid.uuid4().hex}", now)


def _pay_out(found: Account, asked: QueryDict, now: datetime) -> None:
    fen = None if asked.get("all") == "yes" else _fen(asked)
    register.pay_out(found, fen, f"counter-{uuid.uuid4().hex}", now)


def _close(found: Account, asked: QueryDict, now: datetime) -> None:
    taken = TAKEN.get(asked.get("card", ""))
    if taken is None:
        raise Faulty("请选择卡片如何处理。")
    register.close(found, now, taken)


def _fen(asked: QueryDict) -> int:
    try:
        return numbers.fen_of(asked.get("yuan", "").strip())
    except ValueError:
        raise Faulty(AMOUNT) from None


ACTS: Mapping[str, Act] = {
    "activate": _activate,
    "report": _report,
    "lift": _lift,
    "freeze": _freeze,
    "deposit": _deposit,
    "pay-out": _pay_out,
    "close": _close,
}
DONE = {
    "activate": "账户已激活。",
    "report": "挂失已登记。",
    "lift": "账户已解挂。",
    "freeze": "冻结状态已更改。",
    "deposit": "款项已存入。",
    "pay-out": "款项已支取。",
    "close": "账户已销户。",
}


@require_GET
def traffic(request: HttpRequest) -> HttpResponse:
    """What came from the bureau and what goes to it, newest first."""
    taken = TakenOrder.objects.order_by("-taken_at")[:SHOWN]
    words = Callback.objects.order_by("-id")[:SHOWN]
    shown = {
        "orders": [pages.order_row(o) for o in taken],
        "callbacks": [pages.callback_row(c) for c in words],
        "waiting": TakenOrder.objects.filter(result="").count(),
        "due": len(orders.waiting(clock.now())),
    }
    return render(request, "sandbox_bank/traffic.html", shown)
