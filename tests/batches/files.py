"""Rolls and archives for the tests: the makers of the example files, and some that no honest program writes."""

import csv
import io
import zipfile
from collections.abc import Iterable
from functools import cache
from typing import Any

from examples.make import HEADER, csv_bytes, row, xlsx_bytes, zip_bytes
from yikatong.adapters.demo.portraits import portrait
from yikatong.channels.cli.city.people import citizen

EMPLOYER, OTHER = "E-0001", "E-0002"
PLACE = "610100"
DEFAULTS = {"bank": "CAB", "outlet": "XA-102-01"}
SHORT = ("姓名", "证件号码", "手机号码")


@cache
def face(n: int) -> bytes:
    return portrait(n)


def people(numbers: Iterable[int]) -> bytes:
    return csv_bytes(HEADER, [row(n) for n in numbers])


def photos(numbers: Iterable[int]) -> bytes:
    return zip_bytes((f"{citizen(n).name}{citizen(n).number}.jpg", face(n)) for n in numbers)


def short(*rows: tuple[Any, ...], header: tuple[str, ...] = SHORT) -> bytes:
    return csv_bytes(header, rows)


def book(*rows: tuple[Any, ...], header: tuple[str, ...] = SHORT) -> bytes:
    return xlsx_bytes(header, rows)


def repacked(xlsx: bytes, changed: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same package with some parts added or replaced."""
    with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zip_bytes((parts | changed).items(), method)


def entry(raw: bytes, name: str, content: bytes = b"x", **changed: Any) -> bytes:
    """The archive with one more entry, whose directory record says whatever it is told to."""
    sink = io.BytesIO(raw)
    with zipfile.ZipFile(sink, "a") as archive:
        written = zipfile.ZipInfo("x", (2026, 11, 21, 9, 0, 0))
        written.filename = name
        for key, value in changed.items():
            setattr(written, key, value)
        archive.writestr(written, content)
    return sink.getvalue()


def encrypted(raw: bytes) -> bytes:
    """The archive with the encryption bit set in every record of its directory."""
    changed, at = bytearray(raw), -1
    while (at := changed.find(b"PK\x01\x02", at + 1)) >= 0:
        changed[at + 8] |= 1
    return bytes(changed)


def gbk_named(names: dict[str, bytes]) -> bytes:
    """An archive as old Chinese Windows programs write it: names in GBK, the UTF-8 flag not set."""
    plain = {f"{number:04}" + "_" * (len(name.encode("gbk")) - 4): name for number, name in enumerate(names)}
    raw = zip_bytes((spare, names[name]) for spare, name in plain.items())
    for spare, name in plain.items():
        assert raw.count(spare.encode()) == 2
        raw = raw.replace(spare.encode(), name.encode("gbk"))
    return raw


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
