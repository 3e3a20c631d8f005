"""Tables as files that spreadsheets open. What could be taken for a formula is written as text."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

Cell = str | int


def csv_lines(rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """Line by line, behind a byte order mark, without which Excel takes Chinese for Latin."""
    yield "\ufeff"
    for row in rows:
        sink = StringIO()
        csv.writer(sink).writerow([_safe(cell) for cell in row])
        yield sink.getvalue()


def as_csv(rows: Iterable[Iterable[Cell]]) -> bytes:
    return "".join(csv_lines(rows)).encode()


def as_xlsx(title: str, rows: Iterable[Sequence[Cell]]) -> bytes:
    book, sink = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet(title[:31])
    for row in rows:
        sheet.append([_safe(cell) for cell in row])
    book.save(sink)
    return sink.getvalue()


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell
