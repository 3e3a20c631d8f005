"""Tables as files that spreadsheets open. What could be taken for a formula is written as text."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook

FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

Cell = str | int


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark, without which Excel takes Chinese for Latin."""
    sink = StringIO()
    csv.writer(sink).writerows([[_safe(cell) for cell in row] for row in rows])
    return ("\ufeff" + sink.getvalue()).encode()


def as_xlsx(title: str, rows: Iterable[Sequence[Cell]]) -> bytes:
    book, sink = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet(title[:31])
    for row in rows:
        sheet.append([_safe(cell) for cell in row])
    book.save(sink)
    return sink.getvalue()


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
