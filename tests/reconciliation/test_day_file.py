"""The bank's file: taken whole or not at all. Every way in which it can be wrong is refused with its code."""

import io
from datetime import date, datetime

import pytest

from tests.reconciliation.bank import BANK, account, day_file
from yikatong.office.reconciliation.bank_file import DayFile, DayFileFault, keep

DAY = date(2026, 11, 22)
TOLD = [account("C1"), account("C2", sequence=7, loss={"kind": "temporary", "since": "2026-11-20T10:00:00+08:00",
                                                       "until": "2026-11-27T10:00:00+08:00"})]  # fmt: skip


def kept(content: bytes, bank: str = BANK, day: date = DAY) -> DayFile:
    return keep(io.BytesIO(content), bank, day, io.BytesIO())


def test_a_sound_file_is_read_line_by_line() -> None:
    file = kept(day_file(TOLD, DAY))
    (first, one), (second, two) = file.accounts()
    assert (first, second, file.count) == ("C1", "C2", 2)
    assert (one.sequence, one.state, one.loss, one.tail) == (1, "active", "", "1234")
    assert (two.sequence, two.loss, two.until) == (7, "temporary", datetime.fromisoformat("2026-11-27T10:00:00+08:00"))
    assert file.told_at == datetime.fromisoformat("2026-11-23T00:00:00+08:00")


def test_a_day_without_accounts_is_a_file_too() -> None:
    assert list(kept(day_file([], DAY)).accounts()) == []


SOUND = day_file(TOLD, DAY)
LINES = SOUND.splitlines(keepends=True)
WRONG = {
    "nothing": (b"", "day_file_trailer"),
    "no trailer": (b"".join(LINES[:-1]), "day_file_trailer"),
    "a line less": (b"".join([LINES[0], LINES[2], LINES[3]]), "day_file_trailer"),
    "a byte changed": (SOUND.replace(b'"1234"', b'"1235"', 1), "day_file_trailer"),
    "something after it": (SOUND + LINES[1], "day_file_trailer"),
    "another bank": (day_file(TOLD, DAY, bank="QRB"), "day_file_header"),
    "another day": (day_file(TOLD, DAY, day="2026-11-21"), "day_file_header"),
    "no moment": (day_file(TOLD, DAY, at="yesterday"), "day_file_header"),
    "no header": (b"".join(LINES[1:]), "day_file_header"),
    "not JSON": (LINES[0] + b"{\n" + LINES[3], "day_file_line"),
    "no account": (LINES[0] + b'{"type":"account"}\n' + LINES[3], "day_file_line"),
    "a member too many": (day_file([account("C1", balance=7)], DAY), "day_file_line"),
    "a state unknown": (day_file([account("C1", state="asleep")], DAY), "day_file_line"),
    "a line without end": (LINES[0] + b'"' + b"x" * 5000, "day_file_line"),
    "not in order": (day_file(TOLD[::-1], DAY), "day_file_order"),
    "a card twice": (day_file([TOLD[0], TOLD[0]], DAY), "day_file_order"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_wrong_is_refused_whole(name: str) -> None:
    content, code = WRONG[name]
    with pytest.raises(DayFileFault) as refused:
        kept(content)
    assert refused.value.code == code
    assert refused.value.words.endswith("。")


def test_a_line_without_end_is_not_held() -> None:
    came = io.BytesIO(LINES[0] + b'"' + b"x" * 5_000_000)
    with pytest.raises(DayFileFault):
        keep(came, BANK, DAY, io.BytesIO())
    assert came.tell() < 10_000
