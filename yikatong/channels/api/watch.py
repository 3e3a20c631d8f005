"""Around every view: any error becomes a problem, one log line is written, nothing is kept by caches."""

import functools
import logging
import time
from collections.abc import Callable
from typing import Any

import psycopg
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import AuthenticationError, ValidationError

from yikatong.catalogue.answers import NotUnderstood
from yikatong.channels.api.problems import Problem, not_understood, of_counter, problem_response
from yikatong.office.ask import CounterFault
from yikatong.office.clients import TokenInvalid

log = logging.getLogger("yikatong.api")
View = Callable[..., HttpResponseBase]
MALFORMED = (BadRequest, SuspiciousOperation, TooManyFieldsSent, MultiPartParserError, UnreadablePostError)
# The ledger speaks to PostgreSQL past Django, so both spell an outage, or a lock that was not given in time.
OUTAGE = (OperationalError, psycopg.OperationalError)
OUTAGE_WORDS = "数据库暂时没有回应，本次没有得到确认，请稍后用同一业务流水号再试。"
OUR_FAULT = "系统出错，本次没有得到确认，请用同一业务流水号再试；仍不成功的请拨打12333。"


def problem_of(error: Exception) -> Problem:
    """The problem that tells of this error. What nobody foresaw is a 500 without any of its words."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, NotUnderstood):
        return not_understood(error.faults)
    if isinstance(error, CounterFault):
        return of_counter(error)
    if isinstance(error, AuthenticationError):
        return of_counter(TokenInvalid())
    if isinstance(error, RequestDataTooBig):
        return Problem(413, "body_too_large", "请求内容过大，请缩小后重新提交。")
    if isinstance(error, Http404):
        return Problem(404, "address_unknown", "没有这个地址，请查阅接口文档。")
    if isinstance(error, MALFORMED):
        return Problem(400, "request_malformed", "请求不完整或不规范，请检查后重新提交。")
    if isinstance(error, ValidationError):
        return Problem(422, "parameter_invalid", "请求参数不正确，请查阅接口文档。")
    if isinstance(error, OUTAGE):
        return Problem(503, "database_unavailable", OUTAGE_WORDS, headers={"Retry-After": "5"})
    return Problem(500, "unforeseen", OUR_FAULT)


def answered(error: Exception) -> HttpResponse:
    problem = problem_of(error)
    if problem.status == 500 or isinstance(error, OUTAGE):
        log.error("unforeseen: %s", type(error).__name__, exc_info=error)
    return problem_response(problem)


def watched(view: View) -> View:
    """The view with its errors told as problems, and one structured log line without personal words."""

    @csrf_exempt
    @functools.wraps(view)
    def watching(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        started = time.monotonic()
        try:
            response = view(request, *args, **named)
        except Exception as error:
            response = answered(error)
        if isinstance(response, HttpResponseNotAllowed):
            response = _not_allowed(response)
        response.setdefault("Cache-Control", "no-store")
        _note(request, response, round((time.monotonic() - started) * 1000))
        return response

    return watching


def _not_allowed(response: HttpResponse) -> HttpResponse:
    allow = {"Allow": response["Allow"]}
    return problem_response(Problem(405, "method_not_allowed", "这个地址不支持该请求方法。", headers=allow))


def _note(request: HttpRequest, response: HttpResponseBase, ms: int) -> None:
    """The route, never the address: an address holds identifiers."""
    caller, match = getattr(request, "auth", None), request.resolver_match
    extra = {
        "client": getattr(caller, "client", ""), "channel": getattr(caller, "channel", ""),
        "operation": f"{request.method} {match.route if match else ''}", "status": response.status_code,
        "ms": ms, "reference": getattr(response, "reference", ""),
    }  # fmt: skip
    log.info("asked", extra=extra)
