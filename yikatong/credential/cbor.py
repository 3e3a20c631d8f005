"""Reading CBOR as strictly as RFC 8949 §4.2 writes it, and only the kinds that our tokens use.

Written by :mod:`cbor2`; read here, because what stands on a stranger's screen must be bounded: no tags, no floats, no
indefinite lengths, no second spelling of the same value, nothing behind the end.
"""

from typing import Any, Final

import cbor2

from yikatong.credential.refusals import Reason, Refused

DEPTH_MAX: Final = 6
Value = int | bool | bytes | str | list[Any] | dict[Any, Any]


def write(value: Any) -> bytes:
    """Deterministic (RFC 8949 §4.2.1): the same value gives the same bytes."""
    return cbor2.dumps(_ordered(value))


def _ordered(value: Any) -> Any:
    """Keys by their bytes; cbor2's own canonical form puts shorter keys first (§4.2.3)."""
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value, key=cbor2.dumps)}
    return [_ordered(one) for one in value] if isinstance(value, list) else value


def read(raw: bytes) -> Any:
    """Errors: Refused (malformed, not_canonical)."""
    value, end = _item(raw, 0, DEPTH_MAX)
    if end != len(raw):
        raise Refused(Reason.MALFORMED)
    return value


def _head(raw: bytes, at: int) -> tuple[int, int, int]:
    """Major type, argument, and where the content begins. An argument longer than it need be is refused."""
    if at >= len(raw):
        raise Refused(Reason.MALFORMED)
    major, small = raw[at] >> 5, raw[at] & 31
    if small < 24:
        return major, small, at + 1
    size = {24: 1, 25: 2, 26: 4, 27: 8}.get(small, 0)
    if not size or at + 1 + size > len(raw):
        raise Refused(Reason.MALFORMED)
    value = int.from_bytes(raw[at + 1 : at + 1 + size], "big")
    if value < (24 if size == 1 else 1 << (4 * size)):
        raise Refused(Reason.NOT_CANONICAL)
    return major, value, at + 1 + size


def _item(raw: bytes, at: int, depth: int) -> tuple[Any, int]:
    major, value, at = _head(raw, at)
    if major == 0:
        return value, at
    if major == 1:
        return -1 - value, at
    if major in (2, 3):
        return _string(raw, at, value, major == 3)
    if depth == 0 or value > len(raw):
        raise Refused(Reason.MALFORMED)
    if major == 4:
        items = []
        for _ in range(value):
            item, at = _item(raw, at, depth - 1)
            items.append(item)
        return items, at
    if major == 5:
        return _map(raw, at, value, depth)
    if major == 7 and value in (20, 21):
        return value == 21, at
    raise Refused(Reason.MALFORMED)


def _string(raw: bytes, at: int, size: int, is_text: bool) -> tuple[bytes | str, int]:
    if size > len(raw) - at:
        raise Refused(Reason.MALFORMED)
    content = raw[at : at + size]
    if not is_text:
        return content, at + size
    try:
        return content.decode(), at + size
    except UnicodeDecodeError:
        raise Refused(Reason.MALFORMED) from None


def _map(raw: bytes, at: int, size: int, depth: int) -> tuple[dict[Any, Any], int]:
    found: dict[Any, Any] = {}
    last = b""
    for _ in range(size):
        begun = at
        key, at = _item(raw, at, 0)
        written = raw[begun:at]
        if type(key) not in (int, str) or (found and written <= last):
            raise Refused(Reason.NOT_CANONICAL)
        last = written
        found[key], at = _item(raw, at, depth - 1)
    return found, at
