"""A file as a plain table: a header and rows of text, whatever the columns are called."""

from collections.abc import Iterator
from dataclasses import dataclass

from yikatong.adapters.sheets.cells import empty, filled_rows, has_lost_digits, text_of


@dataclass(frozen=True, slots=True)
class TableRow:
    """``number`` as the spreadsheet shows it; ``lost``: the places of numbers whose last digits are gone."""

    number: int
    cells: tuple[str, ...]
    lost: frozenset[int] = frozenset()

    def cell(self, place: int) -> str:
        return self.cells[place] if place < len(self.cells) else ""


def table(raw: bytes) -> Iterator[TableRow]:
    """The header, then every filled row below it. Errors: SheetRefused."""
    number = 0
    for number, row in filled_rows(raw):
        cells = tuple(text_of(cell) for cell in row)
        lost = frozenset(place for place, cell in enumerate(row) if has_lost_digits(cell, cells[place]))
        yield TableRow(number, cells, lost)
    if not number:
        raise empty()
