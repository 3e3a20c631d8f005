"""An employer's file as the catalogue knows it: a :class:`Roll`, with each person's number read and told apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from yikatong.adapters.sheets.columns import BY_NAME, PHOTO
from yikatong.adapters.sheets.fault import SheetFault, SheetRefused
from yikatong.adapters.sheets.pictures import Pictures
from yikatong.adapters.sheets.roll import SheetRow, rows
from yikatong.cards.identity import InputFault, read_id_number
from yikatong.catalogue.answers import FieldFault, NotUnderstood
from yikatong.catalogue.card_kinds import Roll, RollRow

_NUMBER: Final = BY_NAME["id_number"].words
_LABELS: Final = {"roll": "申领名单文件", "photos": "照片压缩包"}


@dataclass(frozen=True, slots=True)
class OpenedRoll:
    """The roll, and beside it, by row number: the photo's file name where one is written, and what is wrong."""

    roll: Roll
    photo_names: Mapping[int, str]
    faults: Mapping[int, tuple[SheetFault, ...]]


def open_roll(raw: bytes, today: date, given: Iterable[str] = ()) -> OpenedRoll:
    """Read the file whole, without its photos. ``given``: answers that need no column. Errors: NotUnderstood."""
    try:
        read = list(rows(raw, given))
    except SheetRefused as refused:
        raise not_understood("roll", refused) from None
    first: dict[str, int] = {}
    faults: dict[int, tuple[SheetFault, ...]] = {}
    people = []
    for row in read:
        number, wrong = _number(row, today, first)
        faults |= {row.number: wrong} if wrong else {}
        people.append(_roll_row(row, number, wrong))
    names = {row.number: row.values[PHOTO] for row in read if PHOTO in row.values}
    return OpenedRoll(Roll(sha256(raw).hexdigest(), tuple(people)), names, faults)


def open_photos(raw: bytes | None) -> Pictures:
    """The archive of photos, or none at all. Errors: NotUnderstood."""
    try:
        return Pictures(raw)
    except SheetRefused as refused:
        raise not_understood("photos", refused) from None


def not_understood(field: str, refused: SheetRefused) -> NotUnderstood:
    """The file's faults as those of an answer, so that every channel can show them."""
    label = _LABELS[field]
    return NotUnderstood(
        tuple(FieldFault(field, label, f.code, f"{f.place}{'：' if f.place else ''}{f.words}", f.cure)
              for f in refused.faults)
    )  # fmt: skip


def _number(row: SheetRow, today: date, first: dict[str, int]) -> tuple[str | None, tuple[SheetFault, ...]]:
    """The row's canonical number, None where nobody can be found by it, and all that is wrong with the row."""
    try:
        number = read_id_number(row.values["id_number"], today).number
    except KeyError:
        known = any(f.column == _NUMBER for f in row.faults)
        missing = _fault("id_number_missing", "证件号码没有填写。", "请填写后再上传。", row)
        return None, row.faults if known else (*row.faults, missing)
    except InputFault as fault:
        return None, (*row.faults, _fault(fault.code, fault.words, fault.cure, row))
    if (before := first.setdefault(number, row.number)) != row.number:
        words = f"与第{before}行是同一个人，以第{before}行的申领为准。"
        return None, (*row.faults, _fault("id_number_repeated", words, "一人一卡，请删除重复的一行。", row))
    return number, row.faults


def _fault(code: str, words: str, cure: str, row: SheetRow) -> SheetFault:
    return SheetFault(code, words, cure, row.number, _NUMBER)


def _roll_row(row: SheetRow, number: str | None, wrong: tuple[SheetFault, ...]) -> RollRow:
    answers = {name: value for name, value in row.values.items() if name not in (PHOTO, "id_number")}
    told = tuple(f"{f.place}：{f.words}{f.cure}" for f in wrong)
    return RollRow(row.number, answers | ({"id_number": number} if number else {}), told)
