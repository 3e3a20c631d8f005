"""What a bank says of one account: the whole of it at one moment, under the bank's own counter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from yikatong.adapters.webhooks.signing import ID_FORM
from yikatong.cards.codec import CodecFault, read
from yikatong.cards.orders import OrderResult
from yikatong.cards.states import LossKind
from yikatong.services.mirror_account import AccountState, Physical

SEQUENCE_MAX = 2**53 - 1
CODE_MAX, WORDS_MAX = 60, 200
TAIL_FORM = re.compile(r"[0-9]{4}")
ID_WORDS = "编号须为1至100位字母、数字、下划线或连字符。"


@dataclass(frozen=True, slots=True)
class Loss:
    kind: LossKind
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one order; ``code`` and ``words`` say why one was refused."""

    order_id: str
    result: OrderResult
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An account, and the order that is answered with it, if any.

    ``tail``: the account number's last four digits; ``settled``: paid out or moved, the balance is zero.
    """

    card_id: str
    sequence: int
    state: AccountState
    loss: Loss | None
    tail: str | None
    settled: bool
    physical: Physical | None
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """A call-back's body."""

    type: str
    timestamp: datetime
    data: Snapshot


class NotAsAgreed(ValueError):
    """It is not of the agreed form: ``member`` names where, ``words`` say what is wrong, in Chinese."""

    code = "not_understood"

    def __init__(self, member: str, words: str) -> None:
        super().__init__(f"{member}: {words}")
        self.member, self.words = member, words


def read_changed(page: Mapping[str, Any]) -> Snapshot:
    """The account that a call-back's body tells of. Errors: NotAsAgreed."""
    told = _read(AccountChanged, page, {"Snapshot": "data.", "Loss": "data.loss.", "Answer": "data.answer."})
    if told.type != "account.changed":
        raise NotAsAgreed("type", "这一项应为account.changed。")
    if "answer" not in page["data"]:
        raise NotAsAgreed("data.answer", "缺少这一项；不答复指令时请填写null。")
    return _checked(told.data, "data.")


def read_snapshot(page: Mapping[str, Any], answer: Mapping[str, Any] | None = None) -> Snapshot:
    """The account as the bank gives it when asked, and its answer to one order. Errors: NotAsAgreed."""
    if "answer" in page:
        raise NotAsAgreed("answer", "有没有约定的项，请删除。")
    places = {"Loss": "loss.", "Answer": "answer."}
    told = _read(Answer, answer, places) if answer is not None else None
    return _checked(replace(_read(Snapshot, page, places), answer=told), "")


def _read(cls: type, page: Any, places: Mapping[str, str]) -> Any:
    try:
        return read(cls, page)
    except CodecFault as fault:
        raise _named(str(fault), places) from None


def _named(fault: str, places: Mapping[str, str]) -> NotAsAgreed:
    """The codec says where in English and may quote what stood there; the other side hears where, in Chinese."""
    place, _, wrong = fault.partition(": ")
    cls, _, member = place.partition(".")
    path = f"{places.get(cls, '')}{member}".rstrip(".") or "body"
    if wrong.startswith("missing "):
        return NotAsAgreed(path, f"缺少{wrong.removeprefix('missing ')}。")
    if wrong.startswith("unknown "):
        return NotAsAgreed(path, "有没有约定的项，请删除。")
    return NotAsAgreed(path, "这一项的内容不符合约定。")


def _checked(told: Snapshot, prefix: str) -> Snapshot:
    if not ID_FORM.fullmatch(told.card_id):
        raise NotAsAgreed(f"{prefix}card_id", ID_WORDS)
    if not 1 <= told.sequence <= SEQUENCE_MAX:
        raise NotAsAgreed(f"{prefix}sequence", "序号须为正整数。")
    if told.tail is not None and not TAIL_FORM.fullmatch(told.tail):
        raise NotAsAgreed(f"{prefix}tail", "账号尾号须为4位数字。")
    answer = told.answer
    if answer and not ID_FORM.fullmatch(answer.order_id):
        raise NotAsAgreed(f"{prefix}answer.order_id", ID_WORDS)
    if answer and (len(answer.code) > CODE_MAX or len(answer.words) > WORDS_MAX):
        raise NotAsAgreed(f"{prefix}answer.words", f"code最多{CODE_MAX}字，words最多{WORDS_MAX}字。")
    return told
