"""Strict JSON in: what two programs could read differently is refused before anything is decided."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

DEPTH_MAX = 20
WHOLE_MAX = 2**53 - 1  # the largest that every JSON reader keeps exactly (RFC 8259, 6)
_WORDS = {
    "json_malformed": "请求内容不是规范的JSON对象，请检查后重新提交。",
    "json_repeated": "请求内容中有重复的名称，请删除重复项后重新提交。",
    "json_number": "请求内容中有过大的数字，请检查后重新提交。",
    "json_depth": "请求内容的层次过多，请检查后重新提交。",
    "json_characters": "请求内容含有不能识别的字符，请删除后重新提交。",
}


class JsonFault(Exception):
    """Not one strict JSON object: a stable ``code`` and Chinese ``words``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code, self.words = code, _WORDS[code]


def read_strict(raw: bytes) -> dict[str, Any]:
    """One JSON object. Errors: JsonFault.

    Refused are duplicate names, NaN and infinities, whole numbers that not every reader keeps exactly, more than
    20 levels, NUL and lone surrogates.
    """
    try:
        read = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_once, parse_constant=_constant, parse_int=_whole, parse_float=_decimal,
        )  # fmt: skip
    except (ValueError, RecursionError):
        raise JsonFault("json_malformed") from None
    if not isinstance(read, dict):
        raise JsonFault("json_malformed")
    for text, depth in _texts(read):
        _check_text(text, depth)
    return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise JsonFault("json_repeated")
    return found


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


def _whole(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > WHOLE_MAX:
        raise JsonFault("json_number")
    return int(digits)


def _decimal(written: str) -> float:
    number = float(written)
    if abs(number) > WHOLE_MAX:
        raise JsonFault("json_number")
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
        raise JsonFault("json_depth")
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text):
        raise JsonFault("json_characters")
