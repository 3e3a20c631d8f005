"""A file's rows as they will be asked: about whom, with which answers, and what stands in the way of asking."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from yikatong.adapters.sheets.fault import SheetFault
from yikatong.adapters.sheets.table import TableRow, table
from yikatong.cards.identity import IdNumber, InputFault, read_id_number
from yikatong.cards.masking import mask_id_number_in_lists
from yikatong.office.imports.fields import NUMBER, NUMBERS, as_answers, import_fields


@dataclass(frozen=True, slots=True)
class Read:
    """One row as it will be asked: about whom, with which answers, and what is wrong with it."""

    number: int
    masked: str
    about: IdNumber | None
    answers: Mapping[str, str]
    faults: tuple[SheetFault, ...]


@dataclass(slots=True)
class Seen:
    """In which row each number stood first."""

    people: dict[str, int] = field(default_factory=dict)
    cards: dict[str, int] = field(default_factory=dict)


def rows_of(sheet: bytes, columns: Mapping[str, int], today: date) -> Iterator[Read]:
    """Errors: SheetRefused."""
    seen, rows = Seen(), table(sheet)
    next(rows)
    for one in rows:
        cells = {name: one.cell(place) for name, place in columns.items()}
        faults, about = [*_lost(one, columns)], None
        try:
            about = read_id_number(cells[NUMBER], today) if cells[NUMBER] else None
        except InputFault as fault:
            faults.append(_fault(fault.code, fault.words, fault.cure, one))
        if not cells[NUMBER]:
            faults.append(_fault("id_number_missing", "证件号码没有填写。", "请填写后再上传。", one))
        answers = as_answers(cells)
        faults += _repeated(one, about, answers, seen)
        yield Read(one.number, mask_id_number_in_lists(cells[NUMBER]), about, answers, tuple(faults))


def _lost(row: TableRow, columns: Mapping[str, int]) -> Iterator[SheetFault]:
    for words in (f.words for f in import_fields() if f.name in NUMBERS and columns[f.name] in row.lost):
        cure = "请先把这一列的格式设为“文本”，再重新填写号码，不能只改格式。"
        yield SheetFault("digits_lost", f"{words}被表格存成了数值，后面的数字已经丢失。", cure, row.number)


def _repeated(row: TableRow, about: IdNumber | None, answers: Mapping[str, str], seen: Seen) -> Iterator[SheetFault]:
    if about and (first := seen.people.setdefault(about.number, row.number)) != row.number:
        yield _fault("id_number_repeated", f"与第{first}行是同一个人。", "一人一卡，请删除重复的一行。", row)
    card_no = answers.get("card_no", "")
    if card_no and (first := seen.cards.setdefault(card_no, row.number)) != row.number:
        yield _fault("card_no_repeated", f"与第{first}行的卡号相同。", "请核对卡号。", row)


def _fault(code: str, words: str, cure: str, row: TableRow) -> SheetFault:
    return SheetFault(code, words, cure, row.number)
