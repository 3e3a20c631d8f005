"""A roll's rows from the bytes of a CSV or XLSX file, one at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from yikatong.adapters.sheets.cells import empty, filled_rows, has_lost_digits, text_of
from yikatong.adapters.sheets.columns import SERIAL, Column, places
from yikatong.adapters.sheets.fault import SheetFault

CELL_CHARACTERS_MAX: Final = 200
_NUMBERS: Final = ("id_number", "mobile")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One filled row: ``number`` as the spreadsheet shows it, text by column name, and what cannot be read."""

    number: int
    values: Mapping[str, str]
    faults: tuple[SheetFault, ...] = ()


def rows(raw: bytes, given: Iterable[str] = ()) -> Iterator[SheetRow]:
    """The rows below the header, blank ones left out. ``given``: see :func:`.columns.places`.

    Errors: SheetRefused, before the first row for what is wrong with the file, later where its middle is broken.
    """
    header: Mapping[int, Column] | None = None
    for number, cells in filled_rows(raw):
        if header is None:
            header = places([text_of(cell) for cell in cells], number, given)
        else:
            yield _row(number, cells, header)
    if header is None:
        raise empty()


def _row(number: int, cells: Sequence[Any], header: Mapping[int, Column]) -> SheetRow:
    values: dict[str, str] = {}
    faults: list[SheetFault] = []
    for place, cell in enumerate(cells):
        text, column = text_of(cell), header.get(place)
        if not text or (column is not None and column.name == SERIAL):
            continue
        if column is None:
            faults.append(_homeless(number, place))
        elif fault := _cell_fault(cell, text, column, number):
            faults.append(fault)
        else:
            values[column.name] = text
    return SheetRow(number, values, tuple(faults))


def _cell_fault(cell: Any, text: str, column: Column, number: int) -> SheetFault | None:
    if len(text) > CELL_CHARACTERS_MAX:
        words = f"这一格超过{CELL_CHARACTERS_MAX}个字。"
        return SheetFault("cell_too_long", words, "请缩短后再上传。", number, column.words)
    if column.name in _NUMBERS and has_lost_digits(cell, text):
        words = f"{column.words}被表格存成了数值，后面的数字已经丢失。"
        cure = "请先把这一列的格式设为“文本”，再重新填写号码，不能只改格式。"
        return SheetFault(f"{column.name}_scientific", words, cure, number, column.words)
    return None


def _homeless(number: int, place: int) -> SheetFault:
    words = f"第{place + 1}列没有列名，却填了内容。"
    return SheetFault("column_unnamed", words, "请补上列名，或删除这一格。", number)
