"""The panel of the sandbox: its faults, its clock, its practice; each as a page and as JSON.

JSON is taken with its own content type alone, which a foreign page in a browser cannot send; forms carry a token.
"""

import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from yikatong.sandbox.bank import callbacks, clock, faults
from yikatong.sandbox.bank.models import Callback, Fault, Practice, TakenOrder
from yikatong.sandbox.bank.snapshots import moment

Asked = dict[str, Any]


class Wrong(Exception):
    """What the panel was told makes no sense: a sentence with the cure."""


def told(change: Callable[[Asked], None], show: Callable[[], Asked]) -> Callable[[HttpRequest], HttpResponse]:
    """GET shows, POST changes: JSON answers JSON, a form goes back to the panel."""

    def answer(request: HttpRequest) -> HttpResponse:
        is_json = request.content_type == "application/json"
        if request.method == "GET":
            return JsonResponse(show())
        try:
            change(_asked(request) if is_json else request.POST.dict())
        except (Wrong, ValueError, TypeError, OverflowError) as wrong:
            words = str(wrong) if isinstance(wrong, Wrong) else "填写的内容不能识别，请核对后重新提交。"
            return _wrong(request, words, is_json)
        return JsonResponse(show()) if is_json else HttpResponseRedirect(f"{reverse('panel')}?done=1")

    guarded = csrf_protect(answer)

    @csrf_exempt
    @wraps(answer)
    def either(request: HttpRequest) -> HttpResponse:
        return (answer if request.content_type == "application/json" else guarded)(request)

    return either


def _asked(request: HttpRequest) -> Asked:
    page = json.loads(request.body)
    if not isinstance(page, dict):
        raise Wrong("正文须为 JSON 对象。")
    return page


def _wrong(request: HttpRequest, words: str, is_json: bool) -> HttpResponse:
    if is_json:
        return JsonResponse({"code": "not_understood", "words": words}, status=422)
    return _panel(request, words, 422)


def fault_rows() -> list[Asked]:
    kept = {fault.kind: fault for fault in Fault.objects.all()}
    return [
        {
            "kind": kind, "name": what.name, "words": what.words, "timed": what.seconds is not None,
            "on": (fault := kept.get(kind) or Fault(kind=kind, seconds=what.seconds or 0)).on, "hits": fault.hits,
            "left": fault.left, "probability": fault.probability, "seed": fault.seed, "seconds": fault.seconds,
        }
        for kind, what in faults.KINDS.items()
    ]  # fmt: skip


def show_faults() -> Asked:
    unseen = {"name", "words", "timed"}
    return {row["kind"]: {k: v for k, v in row.items() if k not in unseen} for row in fault_rows()}


def change_fault(asked: Asked) -> None:
    """``kind``, ``on``, and optionally ``left`` (hits, empty: for ever), ``probability``, ``seed``, ``seconds``."""
    kind = asked.get("kind")
    if kind not in faults.KINDS:
        raise Wrong("没有这种故障，请从面板所列的种类中选择。")
    usual = faults.KINDS[kind].seconds or 0.0
    left = asked.get("left")
    values = {
        "on": asked.get("on") in (True, "yes"),
        "left": None if left in (None, "") else int(left),
        "probability": float(asked.get("probability", 1.0) or 0.0),
        "seed": int(asked.get("seed") or 0),
        "seconds": float(asked.get("seconds") or usual),
    }
    if not (0 < values["probability"] <= 1 and 0 <= values["seconds"] <= 600 and (values["left"] or 1) > 0):  # noqa: PLR2004
        raise Wrong("概率须大于 0 且不超过 1，秒数不超过 600，次数须为正整数或留空。")
    Fault.objects.update_or_create(kind=kind, defaults=values | {"drawn": 0})


def show_clock() -> Asked:
    return {"now": moment(clock.now()), "offset_s": clock.practice().offset_s}


def change_clock(asked: Asked) -> None:
    """``now`` (RFC 3339), ``offset_s``, or ``forward_s``: one of them."""
    if "now" in asked:
        at = datetime.fromisoformat(asked["now"])
        if at.tzinfo is None:
            raise Wrong("时刻须带时区，例如 2026-11-22T10:00:00+08:00。")
        clock.set_to(at)
    elif "forward_s" in asked:
        clock.advance(timedelta(seconds=float(asked["forward_s"])))
    elif "offset_s" in asked:
        clock.practice()
        Practice.objects.update(offset_s=timedelta(seconds=float(asked["offset_s"])).total_seconds())
    else:
        raise Wrong("请给出 now、offset_s 或 forward_s 之一。")


def show_practice() -> Asked:
    kept = clock.practice()
    return {
        "delay_s": kept.delay_s, "cut_off": kept.cut_off.strftime("%H:%M") if kept.cut_off else None,
        "keeps_numbers": kept.keeps_numbers, "activates_unseen": kept.activates_unseen,
    }  # fmt: skip


def change_practice(asked: Asked) -> None:
    """All four together: ``delay_s``, ``cut_off`` (``17:00`` or empty), ``keeps_numbers``, ``activates_unseen``."""
    delay = float(asked.get("delay_s") or 0)
    if not 0 <= delay <= 7 * 86400:
        raise Wrong("延迟须在 0 秒至 7 天之间。")
    cut_off = time.fromisoformat(asked["cut_off"]) if asked.get("cut_off") else None
    flags = {name: asked.get(name) in (True, "yes") for name in ("keeps_numbers", "activates_unseen")}
    clock.practice()
    Practice.objects.update(delay_s=delay, cut_off=cut_off, **flags)


def show_work() -> Asked:
    return {
        "orders_waiting": TakenOrder.objects.filter(result="").count(),
        "callbacks_unsent": callbacks.unsent().count(),
        "callbacks_set_aside": Callback.objects.exclude(set_aside_at=None).count(),
    }


def hurry(asked: Asked) -> None:
    """Everything that waits is due now: orders, call-backs to be repeated, those set aside."""
    at = clock.now()
    TakenOrder.objects.filter(result="", due_at__gt=at).update(due_at=at)
    Callback.objects.filter(sent_at=None).update(due_at=at, set_aside_at=None)


def _panel(request: HttpRequest, fault: str = "", status: int = 200) -> HttpResponse:
    shown = {
        "faults": fault_rows(), "practice": show_practice(), "work": show_work(), "fault": fault,
        "done": request.GET.get("done") == "1",
    }  # fmt: skip
    return render(request, "sandbox_bank/panel.html", shown, status=status)


@require_GET
def panel(request: HttpRequest) -> HttpResponse:
    return _panel(request)


@require_POST
def send_again(request: HttpRequest, webhook_id: str) -> HttpResponse:
    callbacks.send_again(webhook_id)
    return HttpResponseRedirect(reverse("traffic"))


def absent(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "sandbox_bank/absent.html", {"card_id": ""}, status=404)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old. Nothing was done."""
    words = "页面已失效，没有办理任何业务。请返回上一页，刷新后重新提交。"
    return HttpResponse(words, status=403, content_type="text/plain; charset=utf-8")


def wrong_host(request: HttpRequest, exception: Exception) -> HttpResponse:
    words = "沙箱银行只在本机使用：请以 127.0.0.1 或 localhost 访问。"
    return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")


def failed(request: HttpRequest) -> HttpResponse:
    words = "沙箱银行自身出错，没有办理。原因见启动它的终端。"
    return HttpResponse(words, status=500, content_type="text/plain; charset=utf-8")
