"""The kinds of answers that card services ask for, beyond plain text, dates and choices."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from yikatong.cards.identity import IdNumber, InputFault, read_id_number, read_mobile, read_person_name
from yikatong.cards.orders import OrderKind, order_id_of
from yikatong.cards.photo import Photo, Tones
from yikatong.cards.pin import Pin
from yikatong.catalogue.kinds import TEXT_LENGTH_MAX, Kind, text
from yikatong.policies import regions

ORDER_ID_LENGTH_MAX = 80


@dataclass(frozen=True, slots=True)
class RollRow:
    """One row of an employer's file: the raw answers for one employee, and why it cannot be read, if so."""

    number: int
    answers: Mapping[str, object]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roll:
    """An employer's file, read."""

    digest: str
    rows: tuple[RollRow, ...]


def _id_number(raw: Any, today: date) -> IdNumber:
    return read_id_number(text(raw), today)


def _region(raw: Any, today: date) -> str:
    try:
        code = regions.region(text(raw))
    except ValueError as error:
        raise InputFault("region_unreadable", str(error), "请填写六位行政区划代码。") from None
    if not regions.known(code):
        raise InputFault("region_unknown", "没有这个行政区划代码。", "请核对后再填写。")
    return code


def _code(raw: Any, today: date) -> str:
    code = text(raw)
    if len(code) > 40 or not code.isascii() or any(c.isspace() for c in code):
        raise InputFault("code_unreadable", "编号应为40位以内的字母和数字。", "请从列表中选择，或核对编号。")
    return code


def _tail(raw: Any, today: date) -> str:
    digits = text(raw)
    if len(digits) == 4 and digits.isascii() and digits.isdigit():
        return digits
    raise InputFault("tail_unreadable", "账号末四位应为4位数字。", "请只填写账号的最后4位数字。")


def _order_id(raw: Any, today: date) -> str:
    order_id = text(raw)
    if len(order_id) > ORDER_ID_LENGTH_MAX or not order_id.isascii() or any(c.isspace() for c in order_id):
        raise InputFault("order_id_unreadable", "指令编号应为字母、数字和连字符。", "请填写我们发出的指令编号。")
    return order_id


def _pin(raw: Any, today: date) -> Pin:
    return raw if isinstance(raw, Pin) else Pin.read(text(raw))


def _prepared(cls: type, words: str) -> Any:
    def read(raw: Any, today: date) -> Any:
        if isinstance(raw, cls):
            return raw
        raise InputFault("file_missing", f"没有收到{words}。", f"请选择{words}后再提交。")

    return read


_TEXT = {"type": "string", "minLength": 1, "maxLength": TEXT_LENGTH_MAX}
_PIN_SCHEMA = {"type": "string", "pattern": "^[0-9]{6}$", "writeOnly": True}
_FILE_SCHEMA = {"type": "string", "contentEncoding": "base64", "maxLength": 14_000_000}

ID_NUMBER = Kind(
    "id_number", _id_number, {**_TEXT, "minLength": 15}, "text",
    samples=tuple(read_id_number(n, date(2026, 1, 1)) for n in ("610113196501010011", "610104201206300056")),
)  # fmt: skip
MOBILE = Kind("mobile", lambda raw, today: read_mobile(text(raw)), _TEXT, "tel", samples=("13800000000",))
NAME = Kind("name", lambda raw, today: read_person_name(text(raw)), _TEXT, samples=("赵一宁",))
REGION = Kind("region", _region, {"type": "string", "pattern": "^[0-9]{2,6}$"}, samples=("610104", "110000"))
TAIL = Kind("tail", _tail, {"type": "string", "pattern": "^[0-9]{4}$"}, samples=("6688",))
ORDER_ID = Kind(
    "order_id", _order_id, {**_TEXT, "maxLength": ORDER_ID_LENGTH_MAX},
    samples=tuple(order_id_of("R1", kind) for kind in OrderKind),
)  # fmt: skip
CODE = Kind("code", _code, {**_TEXT, "maxLength": 40}, samples=("XA-YT-01",))
OUTLET = Kind("outlet", _code, {**_TEXT, "maxLength": 40}, "outlet", samples=("XA-YT-01", "XA-BK-01", "nowhere"))
HERE = replace(OUTLET, name="outlet_here")  # where the clerk sits who asks: filled in from the window's shift
BANK = Kind("bank", _code, {**_TEXT, "maxLength": 40}, "bank", samples=("CAB", "nobody"))
NEW_PIN = Kind("new_pin", _pin, _PIN_SCHEMA, "password", secret=True, samples=(Pin.read("135792"), Pin.read("666666")))
CURRENT_PIN = Kind("current_pin", _pin, _PIN_SCHEMA, "password", secret=True, samples=(Pin.read("246813"),))
FIT_PHOTO = Photo(
    byte_count=48_000, format="JPEG", mode="RGB", width=358, height=441, tones=Tones(248, 3, 150, 200, 80),
    stored_byte_count=48_000, digest="d" * 64,
)  # fmt: skip
PHOTO = Kind(
    "photo", _prepared(Photo, "照片"), _FILE_SCHEMA, "file", uploaded=True,
    samples=(FIT_PHOTO, Photo(byte_count=48_000, unreadable="photo_truncated")),
)  # fmt: skip
ROLL = Kind(
    "roll", _prepared(Roll, "申领名单文件"), _FILE_SCHEMA, "file", uploaded=True,
    samples=(Roll("0" * 64, ()), Roll("1" * 64, (RollRow(1, {"id_number": "610113196501010011"}),))),
)  # fmt: skip

RegionCode = Annotated[str, REGION]
OutletCode = Annotated[str, OUTLET]
OutletHere = Annotated[str, HERE]
BankCode = Annotated[str, BANK]
OrderId = Annotated[str, ORDER_ID]
AccountTail = Annotated[str, TAIL]
CodeText = Annotated[str, CODE]
Mobile = Annotated[str, MOBILE]
PersonName = Annotated[str, NAME]
IdText = Annotated[IdNumber, ID_NUMBER]
NewPin = Annotated[Pin, NEW_PIN]
CurrentPin = Annotated[Pin, CURRENT_PIN]
PhotoFile = Annotated[Photo, PHOTO]
RollFile = Annotated[Roll, ROLL]
