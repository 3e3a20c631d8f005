"""What the officer's page and the command line show: counts, states, and rows within the post's reach. Read-only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Q, QuerySet

from yikatong.adapters.sheets.writing import csv_lines
from yikatong.office.ask import CounterFault
from yikatong.office.plant.batching import left_out_counts, name_of
from yikatong.office.plant.claiming import unsent
from yikatong.policies import regions
from yikatong.records import models

PAGE: Final = 30
ROWS_PAGE: Final = 100
LEFT_OUT: Final = {
    "card_not_waiting": "这张卡已不在待制环节。",
    "photo_erased": "照片已按期删除，请重新采集后再次送制。",
    "failed_too_often": "制卡中心三次未能制成，请核对照片和资料后再次送制。",
}


class FileUnknown(CounterFault):
    code, words, status = "plant_file_not_found", "没有查到这个制卡文件。", 404


@dataclass(frozen=True, slots=True)
class Waiting:
    """Cards for which no batch was made yet, and since when the first of them waits."""

    cards: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class BatchView:
    """``answered`` counts the cards of which the plant has told anything since."""

    batch_id: int
    name: str
    plant: str
    claimed: int
    claimed_at: datetime
    written: int | None
    written_at: datetime | None
    left_out: int
    answered: int


@dataclass(frozen=True, slots=True)
class FileView:
    """``granted`` and ``refused`` count rows asked at the counter so far."""

    file_id: int
    name: str
    plant: str
    kind: str
    day: date | None
    rows: int
    state: str
    code: str
    line: int | None
    words: str
    cure: str
    at: datetime
    finished_at: datetime | None
    granted: int
    refused: int


@dataclass(frozen=True, slots=True)
class RowView:
    line: int
    card_id: str
    result: str
    code: str
    words: str


def waiting() -> Waiting:
    first = unsent().values_list("at", flat=True).first()
    return Waiting(unsent().count(), first)


def batches(before: int | None = None) -> list[BatchView]:
    """The latest batches, the newest first; three statements."""
    found = models.PlantBatch.objects.order_by("-id")
    page = list((found.filter(id__lt=before) if before else found)[:PAGE])
    ids = [batch.pk for batch in page]
    left, answered = left_out_counts(ids), _answered(ids)
    return [
        BatchView(b.pk, name_of(b.pk), b.plant, b.claimed, b.claimed_at, b.written, b.written_at, left.get(b.pk, 0),
                  answered.get(b.pk, 0))
        for b in page
    ]  # fmt: skip


def _answered(ids: list[int]) -> dict[int, int]:
    told = models.PlantFileRow.objects.filter(code="").values("card_id")
    rows = models.PlantRow.objects.filter(batch_id__in=ids, card_id__in=told).values_list("batch_id")
    return dict(rows.annotate(n=Count("id")))


def files(before: int | None = None) -> list[FileView]:
    """The latest files, the newest first; two statements."""
    found = models.PlantFile.objects.order_by("-id")
    return _views((found.filter(id__lt=before) if before else found)[:PAGE])


def file_view(file_id: int) -> FileView:
    """Errors: FileUnknown."""
    found = _views(models.PlantFile.objects.filter(pk=file_id))
    if not found:
        raise FileUnknown
    return found[0]


def _views(found: "QuerySet[models.PlantFile]") -> list[FileView]:
    page = list(found)
    lines = models.PlantFileRow.objects.filter(of_id__in=[f.pk for f in page], code__isnull=False).values_list("of_id")
    counts = {of: (yes, no) for of, yes, no in lines.annotate(
        yes=Count("id", filter=Q(code="")), no=Count("id", filter=~Q(code="")),
    )}  # fmt: skip
    return [
        FileView(f.pk, f.name, f.plant, f.kind, f.day, f.rows, f.state, f.code, f.line, f.words, f.cure, f.at,
                 f.finished_at, *counts.get(f.pk, (0, 0)))
        for f in page
    ]  # fmt: skip


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


def _chained(header: tuple[str, ...], rows: Iterator[tuple[str | int, ...]]) -> Iterator[tuple[str | int, ...]]:
    yield header
    yield from rows


def _every(file_id: int, region: str) -> Iterator[tuple[str | int, ...]]:
    after = 0
    while rows := report(file_id, region, after):
        yield from ((r.line, r.card_id, r.result, r.code, r.words) for r in rows)
        after = rows[-1].line


def _within(region: str) -> Q:
    level = regions.levels(region)[0]
    return Q() if level == regions.NATION_LEVEL else Q(region__startswith=level)


def stock_days(limit: int = PAGE) -> list[tuple[date, int]]:
    """The days of which a stock file was taken in, and how many cards each tells of."""
    days = models.PlantStock.objects.values_list("day").annotate(n=Count("id")).order_by("-day")
    return list(days[:limit])
