"""Strict JSON in: what two programs could read differently is refused before anything is decided."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from django.http import HttpRequest

from yikatong.channels.api.problems import Problem

DEPTH_MAX = 20
WHOLE_MAX = 2**53 - 1  # the largest that every JSON reader keeps exactly (RFC 8259, 6)
MALFORMED = "请求内容不是规范的JSON对象，请检查后重新提交。"


def read_object(request: HttpRequest) -> dict[str, Any]:
    """The request's body. Errors: Problem 415 for another content type, 400 for anything but one strict object.

    Refused are duplicate names, NaN and infinities, whole numbers that not every reader keeps exactly, more than
    20 levels, NUL and lone surrogates. A body over the deployment's limit raises Django's RequestDataTooBig.
    """
    if request.content_type != "application/json":
        raise Problem(415, "content_type", "请以application/json提交。")
    try:
        read = json.loads(
            request.body.decode("utf-8"),
            object_pairs_hook=_once, parse_constant=_constant, parse_int=_whole, parse_float=_decimal,
        )  # fmt: skip
    except (ValueError, RecursionError):
        raise Problem(400, "json_malformed", MALFORMED) from None
    if not isinstance(read, dict):
        raise Problem(400, "json_malformed", MALFORMED)
    for text, depth in _texts(read):
        _check_text(text, depth)
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Problem(400, "json_repeated", "请求内容中有重复的名称，请删除重复项后重新提交。")
    return found


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


def _whole(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > WHOLE_MAX:
        raise Problem(400, "json_number", "请求内容中有过大的数字，请检查后重新提交。")
    return int(digits)


def _decimal(written: str) -> float:
    number = float(written)
    if abs(number) > WHOLE_MAX:
        raise Problem(400, "json_number", "请求内容中有过大的数字，请检查后重新提交。")
    return number


def _texts(value: Any) -> Iterator[tuple[str, int]]:
    """Every text in the value, names included, with its depth; without recursion, which depth could exhaust."""
    waiting: list[tuple[Any, int]] = [(value, 1)]
    while waiting:
        here, depth = waiting.pop()
        if isinstance(here, str):
            yield here, depth
        elif isinstance(here, dict):
            waiting += [(part, depth + 1) for pair in here.items() for part in pair]
        elif isinstance(here, list):
            waiting += [(part, depth + 1) for part in here] or [("", depth + 1)]


def _check_text(text: str, depth: int) -> None:
    if depth > DEPTH_MAX:
        raise Problem(400, "json_depth", "请求内容的层次过多，请检查后重新提交。")
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text):
        raise Problem(400, "json_characters", "请求内容含有不能识别的字符，请删除后重新提交。")
