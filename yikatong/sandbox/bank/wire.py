"""The bank's side of docs/bank-protocol.yaml: orders, notices, and what the bureau may look up."""

import time
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt

from yikatong.adapters.webhooks.signing import SignatureFault, verify
from yikatong.sandbox.bank import clock, orders, reading
from yikatong.sandbox.bank.day_file import day_file
from yikatong.sandbox.bank.keys import keys
from yikatong.sandbox.bank.models import Account, Notice, TakenOrder
from yikatong.sandbox.bank.reading import WireFault
from yikatong.sandbox.bank.snapshots import snapshot

Signed = Callable[..., HttpResponse]
BODY_MAX = 64 * 1024


def problem(fault: WireFault) -> JsonResponse:
    return JsonResponse({"code": fault.code, "words": fault.words}, status=fault.status)


def signed(method: str) -> Callable[[Signed], Callable[..., HttpResponse]]:
    """A view for what the bureau signed: called with the webhook-id and the body, its faults answered in words."""

    def wrap(view: Signed) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, **named: str) -> HttpResponse:
            try:
                body = _body(request, method)
                return view(_signer(request, body), body, **named)
            except WireFault as fault:
                return problem(fault)

        return answer

    return wrap


def _body(request: HttpRequest, method: str) -> bytes:
    if request.method != method:
        raise WireFault(405, "method", f"这个地址只接受 {method} 请求，请改用 {method} 重发。")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > BODY_MAX:
        raise WireFault(413, "body_too_large", "正文超过 64 KiB，请缩小后重发。")
    return request.body


def _signer(request: HttpRequest, body: bytes) -> str:
    try:
        return verify(keys(settings.KEYS_FILE).from_bureau, request.headers, body, int(time.time()))
    except SignatureFault as fault:
        raise WireFault(401, fault.code, fault.words) from None


def _taken(new: bool) -> JsonResponse:
    return JsonResponse({"status": "accepted"}, status=202) if new else JsonResponse({"status": "known"})


@signed("POST")
def take_order(webhook_id: str, body: bytes) -> HttpResponse:
    read = reading.order(body)
    if read.data["order_id"] != webhook_id:
        raise WireFault(400, "malformed", "webhook-id 须与 order_id 相同。")
    return _taken(orders.take(read))


@signed("POST")
@transaction.atomic
def take_notice(webhook_id: str, body: bytes) -> HttpResponse:
    read = reading.notice(body)
    found, new = Notice.objects.get_or_create(
        webhook_id=webhook_id,
        defaults={"digest": read.digest, "kind": read.kind, "card_id": read.data["card_id"], "at": clock.now()},
    )
    if found.digest != read.digest:
        raise WireFault(422, "order_id_reused", "该编号已用于另一内容，请换用新的编号。")
    return _taken(new)


@signed("GET")
def read_order(webhook_id: str, body: bytes, order_id: str) -> HttpResponse:
    order = TakenOrder.objects.filter(order_id=order_id).first()
    if order is None:
        raise WireFault(404, "order_unknown", "本行没有收到过这个编号的指令，请用原编号重发。")
    answer = {"order_id": order_id, "result": order.result, "code": order.code, "words": order.words}
    status = "answered" if order.result else "waiting"
    return JsonResponse({"order_id": order_id, "status": status, "answer": answer if order.result else None})


@signed("GET")
def read_account(webhook_id: str, body: bytes, card_id: str) -> HttpResponse:
    account = Account.objects.filter(card_id=card_id, sequence__gt=0).first()
    if account is None:
        raise WireFault(404, "card_unknown", "本行没有这张卡的账户，请核对卡的编号。")
    return JsonResponse(snapshot(account, clock.now()))


@signed("GET")
def read_day(webhook_id: str, body: bytes, day: str) -> HttpResponse:
    return StreamingHttpResponse(day_file(day), content_type="application/x-ndjson")
