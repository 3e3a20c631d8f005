"""A bank calls back. The body is measured before it is read, and no answer is ever a page or a 500."""

import functools
import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

import psycopg
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from yikatong.catalogue.answers import NotUnderstood
from yikatong.office import callbacks, limits
from yikatong.office.ask import CounterFault
from yikatong.office.callbacks import CallbackFault, Refused, TooOften

log = logging.getLogger("yikatong.callbacks")
BODY_BYTES_MAX = 64 * 1024
OUTAGE = (OperationalError, psycopg.OperationalError)
AGAIN_S = 5
View = Callable[..., HttpResponse]


def answering(view: View) -> View:
    """The view with every error told as ``{"code", "words"}``. What nobody foresaw is a 503: the bank comes again."""

    @csrf_exempt  # a bank has no cookie of ours; its signature says whom it is from
    @functools.wraps(view)
    def answered(request: HttpRequest, code: str) -> HttpResponse:
        try:
            response = view(request, code)
        except CounterFault as fault:
            response = _fault(fault)
        except NotUnderstood as fault:
            faults = [{"field": f.field, "code": f.code, "words": f.words} for f in fault.faults]
            response = _json(422, {"code": "not_understood", "words": f"{fault}请按约定改正。", "faults": faults})
        except (BadRequest, SuspiciousOperation, UnreadablePostError):
            response = _json(400, {"code": "request_malformed", "words": "请求不完整或不规范，请检查后重新提交。"})
        except Exception as error:
            response = _failed(error)
        response["Cache-Control"] = "no-store"
        told = {name: getattr(response, name, "") for name in ("outcome", "reference")}
        log.info("answered", extra={"bank": code[:40], "status": response.status_code, **told})
        return response

    return answered


@answering
def bank(request: HttpRequest, code: str) -> HttpResponse:
    """``POST /callbacks/banks/CAB/``: applied, already or stale."""
    if request.method != "POST":
        raise CallbackFault("method_not_allowed", "回执通知须以POST发送。", 405)
    if wait_s := limits.wait_s("callback_address", request.META.get("REMOTE_ADDR", "")):
        raise TooOften(wait_s)
    if request.content_type != "application/json":
        raise CallbackFault("content_type", "请以application/json提交。", 415)
    taken = callbacks.take(code, request.headers, _measured(request))
    response = _json(200, {"status": taken.status.value})
    response.reference = taken.reference  # for the log line
    return response


def _measured(request: HttpRequest) -> bytes:
    body = request.read(BODY_BYTES_MAX + 1)
    if len(body) > BODY_BYTES_MAX:
        raise CallbackFault("body_too_large", f"正文最大{BODY_BYTES_MAX // 1024}KiB，请缩小后重新提交。", 413)
    return body


def _fault(fault: CounterFault) -> HttpResponse:
    page: dict[str, Any] = {"code": fault.code, "words": fault.words}
    if isinstance(fault, Refused):
        page["refusals"] = [{"code": refusal.code, "words": refusal.words} for refusal in fault.refusals]
    response = _json(fault.status, page)
    if fault.status in (429, 503):
        response["Retry-After"] = str(getattr(fault, "wait_s", AGAIN_S))
    if fault.status == 405:
        response["Allow"] = "POST"
    return response


def _failed(error: Exception) -> HttpResponse:
    outage = isinstance(error, OUTAGE)
    log.error("outage" if outage else "unforeseen: %s", *(() if outage else (type(error).__name__,)), exc_info=error)
    code = "database_unavailable" if outage else "unforeseen"
    response = _json(503, {"code": code, "words": "系统暂时不能登记，没有得到确认，请稍后以同一编号重发。"})
    response["Retry-After"] = str(AGAIN_S)
    return response


def _json(status: int, page: Mapping[str, Any]) -> HttpResponse:
    response = HttpResponse(json.dumps(page, ensure_ascii=False), status=status, content_type="application/json")
    response.outcome = page.get("status") or page["code"]  # for the log line
    return response
