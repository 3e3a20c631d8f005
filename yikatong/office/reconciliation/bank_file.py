"""A bank's file of one day: JSON Lines with a header, a line an account, and a trailer that vouches for the rest.

It is kept on disk until its trailer has come: comparing with half a file would call every missing line a lost account.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from yikatong.adapters.bank_http.snapshot import NotAsAgreed, read_snapshot
from yikatong.adapters.webhooks.strict_json import JsonFault, read_strict
from yikatong.office.reconciliation.told import Account

LINE_BYTES_MAX = 4096

_WORDS = {
    "day_file_header": "对账文件的表头不是这家银行、这一天的，请银行重新生成。",
    "day_file_line": "对账文件的第{line}行看不懂，整份没有采用，请银行更正后重新生成。",
    "day_file_order": "对账文件的第{line}行没有按卡的编号排序，整份没有采用，请银行更正后重新生成。",
    "day_file_trailer": "对账文件不完整或与校验值不符，整份没有采用，请重新获取。",
}


class DayFileFault(Exception):
    """The file cannot be trusted, whole: a stable ``code``, and Chinese ``words`` with the cure."""

    def __init__(self, code: str, line: int = 0) -> None:
        super().__init__(code)
        self.code, self.words = code, _WORDS[code].format(line=line)


@dataclass(frozen=True, slots=True)
class DayFile:
    """``told_at``: the moment that the file is about. ``kept``: its account lines, verified, on disk."""

    told_at: datetime
    count: int
    kept: IO[bytes]

    def accounts(self) -> Iterator[tuple[str, Account]]:
        """Each account with its card, in the order of cards."""
        self.kept.seek(0)
        for line in self.kept:
            page = json.loads(line)
            yield page["card_id"], account_of(page)


def keep(came: IO[bytes], bank: str, day: date, kept: IO[bytes]) -> DayFile:
    """Verify a file as it is read and keep its accounts. A line without end is never held. Errors: DayFileFault."""
    digest, told_at, number, last = hashlib.sha256(), None, 0, ""
    stream = iter(lambda: came.readline(LINE_BYTES_MAX + 1), b"")
    for number, line in enumerate(stream, 1):
        page = _page(line, number)
        if told_at is None:
            told_at = _header(page, bank, day)
        elif page.get("type") == "trailer":
            return _closed(page, DayFile(told_at, number - 2, kept), digest.hexdigest(), stream)
        else:
            last = _checked(page, number, last)
            kept.write(line)
        digest.update(line)
    raise DayFileFault("day_file_trailer", number)


def _page(line: bytes, number: int) -> dict[str, Any]:
    try:
        return read_strict(line)
    except JsonFault:
        raise DayFileFault("day_file_line", number) from None


def _header(page: dict[str, Any], bank: str, day: date) -> datetime:
    try:
        told_at = datetime.fromisoformat(page["at"])
    except (KeyError, TypeError, ValueError):
        raise DayFileFault("day_file_header") from None
    named = (page.get("type"), page.get("bank"), page.get("day"))
    if named != ("header", bank, day.isoformat()) or told_at.tzinfo is None:
        raise DayFileFault("day_file_header")
    return told_at


def _checked(page: dict[str, Any], number: int, last: str) -> str:
    """The line's card, after the one before. Read strictly once: the comparison meets no line it cannot read."""
    if page.pop("type", None) != "account":
        raise DayFileFault("day_file_line", number)
    try:
        card_id = read_snapshot(page).card_id
    except NotAsAgreed:
        raise DayFileFault("day_file_line", number) from None
    if card_id <= last:
        raise DayFileFault("day_file_order", number)
    return card_id


def _closed(page: dict[str, Any], file: DayFile, digest: str, rest: Iterable[bytes]) -> DayFile:
    if (page.get("count"), page.get("sha256")) != (file.count, digest) or any(line.strip() for line in rest):
        raise DayFileFault("day_file_trailer")
    return file


def account_of(page: dict[str, Any]) -> Account:
    """An account of a line that was read strictly before."""
    loss = page["loss"] or {"kind": "", "until": None}
    return Account(
        sequence=page["sequence"], state=page["state"], loss=loss["kind"],
        until=datetime.fromisoformat(loss["until"]) if loss["until"] else None,
        tail=page["tail"] or "", settled=page["settled"] is True, physical=page["physical"] or "",
    )  # fmt: skip
