"""Rows that were not done, of cards within the reach of who asks: refused by the rules, or left out of a batch."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from yikatong.adapters.sheets.writing import Cell, csv_lines
from yikatong.office.plant.shelf import FileView, file_view
from yikatong.policies import regions
from yikatong.records import models

ROWS_PAGE: Final = 100
LEFT_OUT: Final = {
    "card_not_waiting": "这张卡已不在待制环节。",
    "photo_erased": "照片已按期删除，请重新采集后再次送制。",
    "failed_too_often": "制卡中心三次未能制成，请核对照片和资料后再次送制。",
}


@dataclass(frozen=True, slots=True)
class RowView:
    line: int
    card_id: str
    result: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """A file, and those of its refused rows that the post may see."""

    file: FileView
    rows: tuple[RowView, ...]


def file_report(file_id: int, region: str, after: int = 0) -> FileReport:
    """Errors: FileUnknown."""
    return FileReport(file_view(file_id), tuple(report(file_id, region, after)))


def report(file_id: int, region: str, after: int = 0) -> list[RowView]:
    """The rows that the rules refused, of cards within the region, behind line ``after``."""
    refused = models.PlantFileRow.objects.filter(_within(region), of_id=file_id, line__gt=after, code__gt="")
    found = refused.order_by("line").values_list("line", "card_id", "result", "code", "words")
    return [RowView(*row) for row in found[:ROWS_PAGE]]


def report_csv(file_id: int, region: str) -> Iterator[str]:
    """The same as CSV, page by page. Errors: FileUnknown, before the first line."""
    file_view(file_id)
    header = ("行号", "卡片编号", "报送的结果", "原因代码", "原因")
    return csv_lines(_chained(header, _every(file_id, region)))


def left_out_csv(batch_id: int, region: str) -> Iterator[str]:
    """The cards of a batch that its file does not hold."""
    rows = models.PlantRow.objects.filter(_within(region), batch_id=batch_id).exclude(left_out="").order_by("id")
    found = rows.values_list("card_id", "left_out").iterator(chunk_size=ROWS_PAGE)
    told = ((card_id, code, LEFT_OUT.get(code, code)) for card_id, code in found)
    return csv_lines(_chained(("卡片编号", "原因代码", "原因"), told))


def _chained(header: tuple[str, ...], rows: Iterator[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    yield header
    yield from rows


def _every(file_id: int, region: str) -> Iterator[tuple[Cell, ...]]:
    after = 0
    while rows := report(file_id, region, after):
        yield from ((r.line, r.card_id, r.result, r.code, r.words) for r in rows)
        after = rows[-1].line


def _within(region: str) -> Q:
    level = regions.levels(region)[0]
    return Q() if level == regions.NATION_LEVEL else Q(region__startswith=level)
