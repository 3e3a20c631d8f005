"""The faults of the panel: what goes wrong at real banks, on demand, a given number of times, by a seed."""

import random
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from yikatong.sandbox.bank.models import Fault

WIRE = "/v1/"
RETRY_AFTER_S = 2
ACCEPTED = 202


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    words: str
    seconds: float | None = None  # how long by default; None where time plays no part


KINDS = {
    "down": Kind("停机", "请求一律回答 503，什么也不做。"),
    "slow": Kind("迟缓", "照常办理，但晚这么多秒才回答。", 3.0),
    "hang": Kind("无响应", "不办理，也不回答，这么多秒后断开连接。", 30.0),
    "answer_lost": Kind("办妥后断线", "指令已收下并落盘，随即断开连接，对方收不到回答。"),
    "duplicate": Kind("重复回执", "同一回执通知发送两次。"),
    "reorder": Kind("回执乱序", "扣住一条回执这么多秒，让同一账户后面的先到。", 2.0),
    "callback_answer_lost": Kind("丢失对方回答", "对方已收下回执，本行没收到回答，于是重发。"),
    "refuse": Kind("不予办理", "指令照收，答复一律是不予办理；开户的原因为姓名不一致。"),
}


def strikes(kind: str) -> Fault | None:
    """The fault if it hits now, and the hit is counted."""
    found = draw(kind)
    if found:
        hit(kind)
    return found


@transaction.atomic
def draw(kind: str) -> Fault | None:
    """The fault if it is to hit now; the hit itself is counted by :func:`hit`, once it is one."""
    if not Fault.objects.filter(kind=kind, on=True).exists():
        return None
    fault = Fault.objects.get(kind=kind)
    fault.drawn += 1
    # The n-th draw of a seed is always the same, also after a restart.
    struck = random.Random(f"{fault.seed}:{kind}:{fault.drawn}").random() < fault.probability  # noqa: S311
    if struck and fault.left is not None:
        fault.left -= 1
        fault.on = fault.left > 0
    fault.save(update_fields=["drawn", "left", "on"])
    return fault if struck else None


@transaction.atomic
def hit(kind: str) -> None:
    fault = Fault.objects.get(kind=kind)
    fault.hits += 1
    fault.save(update_fields=["hits"])


def striking(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the faults of the wire. The pages, the panel among them, always work."""

    def struck(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(WIRE):
            return answer(request)
        if strikes("down"):
            return _down()
        if fault := strikes("hang"):
            time.sleep(fault.seconds)
            _cut(request)
            return _down()
        if fault := strikes("slow"):
            time.sleep(fault.seconds)
        response = answer(request)
        if response.status_code == ACCEPTED and strikes("answer_lost"):
            _cut(request)
        return response

    return struck


def _down() -> HttpResponse:
    words = f"本行系统正在停机，请在 {RETRY_AFTER_S} 秒后重发。"
    return JsonResponse({"code": "down", "words": words}, status=503, headers={"Retry-After": RETRY_AFTER_S})


def _cut(request: HttpRequest) -> None:
    """Close the connection without an answer; what is written to it afterwards reaches nobody."""
    connection = request.META.get("sandbox.connection")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)
