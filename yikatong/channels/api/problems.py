"""Whatever is not granted, as RFC 9457 problem details: Chinese words for people, a stable code for programs."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

from yikatong.catalogue.answers import FieldFault
from yikatong.channels.derive.answer import HOTLINE, AnswerView
from yikatong.office.ask import CounterFault

TITLES = {
    400: "请求有误", 401: "未通过身份验证", 403: "没有权限", 404: "没有找到", 405: "不支持这种请求方法",
    406: "不能以所要求的格式答复", 409: "现在不能办理", 412: "状态已变化", 413: "请求内容过大",
    415: "不支持这种内容格式", 422: "请求无法理解", 429: "请求过于频繁", 500: "系统出错", 503: "系统繁忙",
}  # fmt: skip


class Problem(Exception):
    """An answer that is no success. ``more`` are further members, ``headers`` go with the response."""

    def __init__(
        self,
        status: int,
        code: str,
        words: str,
        *,
        title: str = "",
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.words = status, code, words
        self.title, self.more, self.headers = title or TITLES[status], more or {}, headers or {}


def written(value: Any) -> str:
    """JSON with Chinese as it is; dates and moments in ISO 8601."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, cls=DjangoJSONEncoder)


def problem_response(problem: Problem) -> HttpResponse:
    """``application/problem+json``."""
    page = {
        "type": "/problems/" + problem.code.replace("_", "-"), "title": problem.title, "status": problem.status,
        "code": problem.code, "detail": problem.words, **problem.more,
    }  # fmt: skip
    response = HttpResponse(written(page), status=problem.status, content_type="application/problem+json")
    for name, value in problem.headers.items():
        response[name] = value
    return response


def refused(view: AnswerView) -> Problem:
    """Every reason at once, each with what it rests on and what to do next."""
    return Problem(
        409, "refused", "；".join(reason.words.rstrip("。") for reason in view.reasons) + "。", title=view.title,
        more={"refusals": [asdict(reason) for reason in view.reasons], "hotline": HOTLINE},
    )  # fmt: skip


def not_understood(faults: tuple[FieldFault, ...]) -> Problem:
    """Every fault at once, by field."""
    words = "；".join(f"{fault.label}：{fault.words.rstrip('。')}" for fault in faults) + "。"
    return Problem(422, "not_understood", words, more={"faults": [asdict(fault) for fault in faults]})


def of_counter(fault: CounterFault) -> Problem:
    """What the counter or the door of sign-ins says."""
    headers = {"WWW-Authenticate": 'Bearer realm="yikatong"'} if fault.status == 401 else {}
    if fault.status in (429, 503):
        headers["Retry-After"] = str(getattr(fault, "wait_s", 1))
    return Problem(fault.status, fault.code, fault.words, headers=headers)


def too_often(wait_s: int) -> Problem:
    return Problem(429, "too_often", f"请求过于频繁，请在{wait_s}秒后再试。", headers={"Retry-After": str(wait_s)})
