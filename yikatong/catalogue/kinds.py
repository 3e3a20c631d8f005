"""The kinds of answers: how each is read, described to programs, and shown.

One reader serves forms, JSON and the command line, so they cannot accept different things. Photos, rolls and PINs
arrive as the office has prepared them (measured, decoded); everything else may be text.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Annotated, Any, cast, get_args, get_origin, get_type_hints

from yikatong.cards.identity import InputFault
from yikatong.catalogue.moments import CHINA

TEXT_LENGTH_MAX = 200
WHOLE_MAX = 10**11


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """``read(raw, today)`` gives the typed value or raises a :class:`~yikatong.cards.identity.InputFault`.

    ``schema`` is JSON Schema, ``widget`` the HTML control, ``secret`` keeps the value from every echo, ``uploaded``
    says that a file is sent. ``samples`` are typed values for the laws.
    """

    name: str
    read: Callable[[Any, date], Any]
    schema: Mapping[str, Any]
    widget: str = "text"
    secret: bool = False
    uploaded: bool = False
    samples: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """What an answer is called on a form; ``help`` stands beneath it. ``folded``: few change its default."""

    words: str
    help: str = ""
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a service asks."""

    name: str
    label: Label
    kind: Kind
    required: bool
    default: Any
    choices: tuple[Any, ...] = ()


def text(raw: Any) -> str:
    """Text as people type it: trimmed, bounded, without control characters."""
    if not isinstance(raw, str):
        raise InputFault("answer_not_text", "这一项应为文字。", "请填写文字。")
    trimmed = raw.strip()
    if len(trimmed) > TEXT_LENGTH_MAX:
        raise InputFault("answer_too_long", f"这一项最多{TEXT_LENGTH_MAX}个字。", "请缩短后再提交。")
    if any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 or ord(c) == 127 for c in trimmed):
        raise InputFault("answer_characters", "这一项含有不能识别的字符。", "请删除特殊字符后再提交。")
    if not trimmed:
        raise InputFault("answer_missing", "这一项没有填写。", "请填写这一项。")
    return trimmed


def _truth(raw: Any, today: date) -> bool:
    if isinstance(raw, bool):
        return raw
    if raw in ("true", "是", "on", "1", "yes"):
        return True
    if raw in ("false", "否", "", "0", "no"):
        return False
    raise InputFault("answer_not_truth", "这一项应为“是”或“否”。", "请选择“是”或“否”。")


def _whole(raw: Any, today: date) -> int:
    typed = raw.strip() if isinstance(raw, str) else ""
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 13 else raw
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= WHOLE_MAX:
        return number
    raise InputFault("answer_not_whole", "这一项应为整数。", "请填写整数。")


# The one spelling of RFC 3339; Python itself would take ISO weeks and dates without hyphens too.
DATE_FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOMENT_FORM = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


def _day(raw: Any, today: date) -> date:
    try:
        if isinstance(raw, str) and DATE_FORM.fullmatch(raw.strip()):
            return date.fromisoformat(raw.strip())
    except ValueError:
        pass
    raise InputFault("answer_not_date", "日期不正确，应为“年-月-日”，如2026-11-21。", "请按格式填写日期。")


def _moment(raw: Any, today: date) -> datetime:
    """A moment without an offset, as a browser's control sends it, is the time in China."""
    try:
        if isinstance(raw, str) and MOMENT_FORM.fullmatch(raw.strip()):
            moment = datetime.fromisoformat(raw.strip())
            moment = moment if moment.tzinfo else moment.replace(tzinfo=CHINA)
            moment.astimezone(CHINA)
            return moment
    except (ValueError, OverflowError):
        pass
    raise InputFault("answer_not_moment", "时间不正确，应如2026-11-21T09:30。", "请按格式填写日期和时间。")


def choice(enum: type[StrEnum]) -> Kind:
    def read(raw: Any, today: date) -> StrEnum:
        try:
            return enum(raw)
        except ValueError:
            offered = "、".join(getattr(e, "words", e.value) for e in enum)
            raise InputFault("answer_not_offered", f"请从以下选项中选择：{offered}。", "请重新选择。") from None

    return Kind(enum.__name__, read, {"type": "string", "enum": [e.value for e in enum]}, "choice", samples=tuple(enum))


TRUTH = Kind("truth", _truth, {"type": "boolean"}, "truth", samples=(False, True))
WHOLE = Kind("whole", _whole, {"type": "integer", "minimum": 0, "maximum": WHOLE_MAX}, "number", samples=(0, 1))
DAY = Kind(
    "day", _day, {"type": "string", "format": "date"}, "date",
    samples=(date(2026, 11, 21), date(1900, 1, 1), date(9999, 12, 31)),
)  # fmt: skip
MOMENT = Kind("moment", _moment, {"type": "string", "format": "date-time"}, "datetime-local")
PLAIN = Kind(
    "text", lambda raw, today: text(raw),
    {"type": "string", "minLength": 1, "maxLength": TEXT_LENGTH_MAX}, samples=("说明",),
)  # fmt: skip


def fields_of(asks: type) -> tuple[Field, ...]:
    """What a service asks, read off its dataclass. Errors: TypeError for an annotation without label or kind."""
    return _fields_of(cast(Hashable, asks))


@cache
def _fields_of(asks: Any) -> tuple[Field, ...]:
    hints = get_type_hints(asks, include_extras=True)
    return tuple(_field(f.name, hints[f.name], f.default) for f in fields(asks))


def _field(name: str, hint: Any, default: Any) -> Field:
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{name}: write Annotated[type, Label(...)]")
    bare, *notes = get_args(hint)
    label = next((n for n in notes if isinstance(n, Label)), None)
    if label is None:
        raise TypeError(f"{name}: no Label")
    kind = next((n for n in notes if isinstance(n, Kind)), None) or _kind_of(bare)
    choices = kind.samples if kind.widget == "choice" else ()
    required = default is MISSING
    return Field(name, label, kind, required, None if required else default, choices)


def _kind_of(bare: Any) -> Kind:
    types = [t for t in get_args(bare) if t is not NoneType] or [bare]
    for note in get_args(types[0])[1:]:
        if isinstance(note, Kind):
            return note
    found = {bool: TRUTH, int: WHOLE, date: DAY, datetime: MOMENT, str: PLAIN}.get(types[0])
    if found:
        return found
    if isinstance(types[0], type) and issubclass(types[0], StrEnum):
        return choice(types[0])
    raise TypeError(f"no kind for {bare}")


def choices_of(asks: type) -> dict[str, tuple[Any, ...]]:
    """The answers that are few enough to try: choices and truths, by name; None where nothing need be chosen."""
    few = (f for f in fields_of(asks) if f.kind.widget in ("choice", "truth"))
    return {f.name: f.kind.samples if f.required or f.default is not None else (None, *f.kind.samples) for f in few}
