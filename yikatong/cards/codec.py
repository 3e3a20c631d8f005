"""Frozen dataclasses to plain JSON values and back, by their own annotations.

One codec serves the ledger's facts, the stored dossier and the cases that others hand us as JSON. Reading is
strict: an unknown key, a missing one or a wrong type raises :class:`CodecFault` and names where.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Read = Callable[[Any], Any]
Write = Callable[[Any], Any]


class CodecFault(ValueError):
    """A JSON value does not fit the class that it is read into; the message names the place."""


def same(value: Any) -> Any:
    return value


def plain(value: Any) -> Any:
    """A dataclass (or anything within one) as JSON values. Moments become ISO 8601 text in UTC: one spelling each."""
    return _writer(cast(Hashable, type(value)))(value)


def read(cls: type[T], value: Any) -> T:
    """The inverse of :func:`plain` for the dataclass ``cls``.

    Errors: :class:`CodecFault`.
    """
    return cast(T, _reader(cast(Hashable, cls))(value))


@cache
def _writer(cls: type) -> Write:
    if issubclass(cls, (str, int, float, bool, NoneType)):
        return str if issubclass(cls, StrEnum) else same
    if issubclass(cls, datetime):
        return lambda value: value.astimezone(UTC).isoformat()
    if issubclass(cls, (date, time)):
        return cls.isoformat
    if issubclass(cls, (frozenset, set)):
        return lambda value: sorted(plain(v) for v in value)
    if issubclass(cls, (tuple, list)):
        return lambda value: [plain(v) for v in value]
    if issubclass(cls, Mapping):
        return lambda value: {str(k): plain(v) for k, v in value.items()}
    if is_dataclass(cls):
        return _dataclass_writer(cls)
    raise CodecFault(f"{cls.__name__} has no JSON form")


AS_IS = frozenset({str, int, float, bool, NoneType})


def _dataclass_writer(cls: type) -> Write:
    names = tuple(f.name for f in fields(cls))

    def write(value: Any) -> dict[str, Any]:
        page = {}
        for name in names:
            part = getattr(value, name)
            page[name] = part if type(part) in AS_IS else plain(part)
        return page

    return write


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment needs its offset, e.g. +08:00")
    return moment


def _exactly(cls: type) -> Read:
    def check(value: Any) -> Any:
        if type(value) is not cls:
            raise ValueError(f"expected {cls.__name__}, got {type(value).__name__}")
        return value

    return check


@cache
def _reader(hint: Any) -> Read:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _optional(args)
    if origin in (tuple, frozenset):
        return _many(origin, _reader(args[0]))
    if origin is dict:
        return lambda value: {k: _reader(args[1])(v) for k, v in value.items()}
    if is_dataclass(hint):
        return _dataclass_reader(cast(type, hint))
    if hint is datetime:
        return _moment
    if hint in (date, time):
        return cast(Read, hint.fromisoformat)
    if issubclass(hint, StrEnum):
        return _member(hint)
    return _exactly(hint)


def _member(enum: type[StrEnum]) -> Read:
    members: dict[str, StrEnum] = {member.value: member for member in enum}

    def member(value: Any) -> StrEnum:
        found = members.get(value) if type(value) is str else None
        return enum(value) if found is None else found  # the call says what is wrong

    return member


def _optional(args: tuple[Any, ...]) -> Read:
    inner = _reader(next(a for a in args if a is not NoneType))
    return lambda value: None if value is None else inner(value)


def _many(origin: Any, inner: Read) -> Read:
    def many(value: Any) -> Any:
        if not isinstance(value, list):
            raise ValueError(f"expected a list, got {type(value).__name__}")
        return origin(inner(v) for v in value)

    return many


def _required(f: Field[Any]) -> bool:
    return f.default is MISSING and f.default_factory is MISSING


def _check_names(cls: type, value: dict[str, Any], required: set[str], readers: Mapping[str, Read]) -> None:
    if missing := required - value.keys():
        raise CodecFault(f"{cls.__name__}: missing {', '.join(sorted(missing))}")
    if unknown := value.keys() - readers.keys():
        raise CodecFault(f"{cls.__name__}: unknown {', '.join(sorted(unknown))}")


def _dataclass_reader(cls: type) -> Read:
    hints = get_type_hints(cls)
    readers = {f.name: _reader(hints[f.name]) for f in fields(cls)}
    required = {f.name for f in fields(cls) if _required(f)}

    def read_one(value: Any) -> Any:
        if not isinstance(value, dict):
            raise CodecFault(f"{cls.__name__}: expected an object, got {type(value).__name__}")
        if value.keys() != readers.keys():
            _check_names(cls, value, required, readers)
        found, name = {}, ""
        try:
            for name, raw in value.items():
                found[name] = readers[name](raw)
        except CodecFault:
            raise
        except (ValueError, TypeError, AttributeError) as error:
            raise CodecFault(f"{cls.__name__}.{name}: {error}") from error
        return cls(**found)

    return read_one
