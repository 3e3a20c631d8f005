"""A parameter: the typed name of one number or switch that a region may set, and how it reads in Chinese."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
Kind = Literal["whole", "flag", "text", "one_of", "some_of", "names", "day"]

UNSAID = "未规定"
NONE_LISTED = "无"
NO_OPTIONS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, eq=False)
class Parameter(Generic[T]):
    """One policy key. Compared by identity: a parameter is a module constant, looked up by its ``code``.

    ``parse`` turns what a YAML page holds into ``T`` and raises ValueError (in Chinese) when it cannot.
    ``options`` gives the Chinese words of a value: ``{"desk": "服务网点"}``, ``{"0": "免费"}``.
    ``kind`` says how a form asks for it; ``may_be_unsaid`` that a level may leave it open (``null``).
    """

    code: str
    name: str
    parse: Callable[[object], T]
    unit: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    kind: Kind = "text"
    may_be_unsaid: bool = False

    def words(self, value: T) -> str:
        """The value as a person reads it: ``7天``, ``未规定``, ``可以``, ``网上、社保卡服务网点``."""
        if value is None:
            return UNSAID
        if isinstance(value, tuple):
            return "、".join(self.options.get(part, part) for part in value) or NONE_LISTED
        if isinstance(value, date):
            return f"{value.year}年{value.month}月{value.day}日"
        written = str(value).lower() if isinstance(value, bool) else str(value)
        return self.options.get(written, f"{written}{self.unit}")


def whole(code: str, name: str, unit: str = "", least: int = 1) -> Parameter[int]:
    """A whole number of ``unit``, not below ``least``."""
    return Parameter(code, name, lambda raw: _whole(raw, least), unit, kind="whole")


def whole_or_unsaid(
    code: str, name: str, unit: str = "", least: int = 1, options: Mapping[str, str] = NO_OPTIONS
) -> Parameter[int | None]:
    """As :func:`whole`; ``null`` says that the level leaves it open."""
    return Parameter(
        code, name, lambda raw: None if raw is None else _whole(raw, least), unit, options, "whole", may_be_unsaid=True
    )


def flag(code: str, name: str, yes: str = "是", no: str = "否") -> Parameter[bool]:
    """A switch, with the words for on and off."""
    return Parameter(code, name, _flag, options={"true": yes, "false": no}, kind="flag")


def flag_or_unsaid(code: str, name: str, yes: str = "可以", no: str = "不可以") -> Parameter[bool | None]:
    """As :func:`flag`; ``null`` says that the level is silent."""
    options = {"true": yes, "false": no}
    return Parameter(
        code, name, lambda raw: None if raw is None else _flag(raw), options=options, kind="flag", may_be_unsaid=True
    )


def text(code: str, name: str) -> Parameter[str]:
    """A non-empty text. Digits that are a text (a PIN, a telephone number) must be quoted in the page."""
    return Parameter(code, name, _text)


def text_or_unsaid(code: str, name: str) -> Parameter[str | None]:
    """As :func:`text`; ``null`` says that the level is silent."""
    return Parameter(code, name, lambda raw: None if raw is None else _text(raw), may_be_unsaid=True)


def one_of(code: str, name: str, options: Mapping[str, str]) -> Parameter[str]:
    """One code out of ``options`` (code -> Chinese words)."""
    return Parameter(code, name, lambda raw: _option(raw, options), options=options, kind="one_of")


def some_of(code: str, name: str, options: Mapping[str, str]) -> Parameter[tuple[str, ...]]:
    """A list of distinct codes out of ``options``; empty means none."""
    return Parameter(
        code, name, lambda raw: _each(raw, lambda part: _option(part, options)), options=options, kind="some_of"
    )


def names(code: str, name: str) -> Parameter[tuple[str, ...]]:
    """A list of distinct names that people read as they are."""
    return Parameter(code, name, lambda raw: _each(raw, _text), kind="names")


def hours(code: str, name: str) -> Parameter[str]:
    """From one time of day to another, over midnight or not, written ``21:00-08:00``."""
    return Parameter(code, name, _hours)


def day(code: str, name: str) -> Parameter[date]:
    """A calendar day, written ``2021-01-01``."""
    return Parameter(code, name, _day, kind="day")


def _unfit(wanted: str, raw: object) -> ValueError:
    written = "null" if raw is None else str(raw)
    return ValueError(f"应为{wanted}，写的是{written}")


def _whole(raw: object, least: int) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise _unfit("整数", raw)
    if raw < least:
        raise _unfit(f"不小于{least}的数", raw)
    return raw


def _flag(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise _unfit("true或false", raw)
    return raw


def _text(raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise _unfit("文字（数字串须加引号）", raw)
    return raw


def _option(raw: object, options: Mapping[str, str]) -> str:
    if not isinstance(raw, str) or raw not in options:
        raise _unfit(f"{'、'.join(options)}之一", raw)
    return raw


def _each(raw: object, parse: Callable[[object], str]) -> tuple[str, ...]:
    if not isinstance(raw, list):
        raise _unfit("列表", raw)
    parts = tuple(parse(part) for part in raw)
    if len(set(parts)) != len(parts):
        raise _unfit("没有重复的列表", raw)
    return parts


def _hours(raw: object) -> str:
    written = _text(raw)
    if not re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d", written):
        raise _unfit("起止时刻，如21:00-08:00", raw)
    if written[:5] == written[6:]:
        raise _unfit("两个不同的时刻", raw)
    return written


def _day(raw: object) -> date:
    try:
        return date.fromisoformat(_text(raw))
    except ValueError:
        raise _unfit("日期，如2021-01-01", raw) from None
