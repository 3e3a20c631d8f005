"""Reading what the bureau sends: strict, and fault by fault in words. Pure."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
KINDS = (
    "open_account", "activate", "report_temporary_loss", "report_formal_loss", "lift_loss", "pay_out",
    "move_balance", "close_account",
)  # fmt: skip
NOTICES = ("card.made", "card.collected", "social.loss_reported", "social.loss_lifted", "social.cancelled")
ORDER_MEMBERS = {"order_id", "card_id", "kind", "sequence", "until", "source", "keep_number"}
HOLDER_LENGTHS = {"name": 100, "id_number": 20, "mobile": 20}
GREATEST = 2**53  # what every JSON reader holds exactly

Members = dict[str, Any]


class WireFault(Exception):
    """What came cannot be taken: the HTTP ``status``, a stable ``code``, Chinese ``words`` with the cure."""

    def __init__(self, status: int, code: str, words: str) -> None:
        super().__init__(code)
        self.status, self.code, self.words = status, code, words


@dataclass(frozen=True, slots=True)
class Read:
    """A message: its kind (without ``order.``), its data, and the digest by which a second one is told."""

    kind: str
    data: Members
    digest: str


def _malformed(words: str) -> WireFault:
    return WireFault(400, "malformed", words)


def _no_twice(pairs: list[tuple[str, Any]]) -> Members:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _malformed("正文中有重复的成员名，请只保留一个后重发。")
    return found


def _no_constant(name: str) -> Any:
    raise _malformed(f"正文含有 JSON 不允许的数值 {name}，请改正后重发。")


def envelope(body: bytes) -> tuple[str, Members]:
    """The type and data of a body. Errors: WireFault (malformed)."""
    try:
        page = json.loads(body.decode(), object_pairs_hook=_no_twice, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise _malformed("正文不是 UTF-8 编码的 JSON，请改正后重发。") from None
    if not isinstance(page, dict) or page.keys() != {"type", "timestamp", "data"}:
        raise _malformed("正文须为对象，且恰有 type、timestamp、data 三个成员。")
    _moment(page["timestamp"], "timestamp")
    if not isinstance(page["type"], str) or not isinstance(page["data"], dict):
        raise _malformed("type 须为字符串，data 须为对象。")
    return page["type"], page["data"]


def order(body: bytes) -> Read:
    """An order; its digest leaves the holder out, whose telephone may be corrected between two attempts."""
    kind, data = envelope(body)
    opens = kind == "order.open_account"
    if data.keys() != ORDER_MEMBERS | ({"holder"} if opens else set()):
        raise _malformed("data 的成员与协议不符，请对照协议逐项核对。")
    if data["kind"] not in KINDS or kind != f"order.{data['kind']}":
        raise _malformed("kind 不是协议中的指令种类，或与 type 不一致。")
    _id(data["order_id"], "order_id")
    _id(data["card_id"], "card_id")
    if data["source"] is not None or data["kind"] == "move_balance":
        _id(data["source"], "source")
    if type(data["sequence"]) is not int or not 1 <= data["sequence"] <= GREATEST:
        raise _malformed("sequence 须为正整数。")
    if data["until"] is not None:
        _moment(data["until"], "until")
    if type(data["keep_number"]) is not bool:
        raise _malformed("keep_number 须为 true 或 false。")
    if opens:
        _holder(data["holder"])
    return Read(data["kind"], data, digest({k: v for k, v in data.items() if k != "holder"}))


def notice(body: bytes) -> Read:
    kind, data = envelope(body)
    if kind not in NOTICES or not {"card_id"} <= data.keys() <= {"card_id", "card_no", "ground"}:
        raise _malformed("通知的种类或成员与协议不符，请对照协议核对。")
    _id(data["card_id"], "card_id")
    if not all(isinstance(data.get(name, ""), str) for name in ("card_no", "ground")):
        raise _malformed("card_no 和 ground 须为字符串。")
    return Read(kind, data, digest({"type": kind, **data}))


def digest(data: Members) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _id(value: Any, name: str) -> None:
    if not isinstance(value, str) or not ID.fullmatch(value):
        raise _malformed(f"{name} 须为 1 至 100 位字母、数字、下划线或连字符。")


def _moment(value: Any, name: str) -> None:
    try:
        aware = isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        raise _malformed(f"{name} 须为带时区的时刻（RFC 3339）。")


def _holder(value: Any) -> None:
    if not isinstance(value, dict) or value.keys() != HOLDER_LENGTHS.keys():
        raise _malformed("holder 须恰有 name、id_number、mobile 三个成员。")
    for name, length in HOLDER_LENGTHS.items():
        if not isinstance(value[name], str) or len(value[name]) > length:
            raise _malformed(f"holder 的 {name} 须为不超过 {length} 个字符的字符串。")
    if not (value["name"].strip() and value["id_number"].strip()):
        raise _malformed("holder 的姓名和证件号码不能为空。")
