"""What the officer's page and the command line show: counts and states, of which no person can be told. Read-only."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Q, QuerySet

from yikatong.office.ask import CounterFault
from yikatong.office.plant.batching import left_out_counts, name_of
from yikatong.office.plant.claiming import unsent
from yikatong.office.plant.links import NotConnected, link
from yikatong.records import models

PAGE: Final = 30


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
class Overview:
    """What the page shows: ``connected`` is the plant's code, "" where none is registered; ``stock`` the latest days
    of which the plant told its stock, with the number of cards."""

    connected: str
    waiting: Waiting
    batches: tuple[BatchView, ...]
    files: tuple[FileView, ...]
    stock: tuple[tuple[date, int], ...]


def overview(batches_before: int | None = None, files_before: int | None = None) -> Overview:
    """A constant number of statements, whatever there is."""
    try:
        connected = link().plant
    except NotConnected:
        connected = ""
    found = tuple(batches(batches_before)), tuple(files(files_before))
    return Overview(connected, waiting(), *found, stock_days(3))


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


def stock_days(limit: int) -> tuple[tuple[date, int], ...]:
    """The latest days of which a stock file was taken in, and how many cards each tells of: none is an answer too."""
    told = models.PlantFile.objects.filter(kind="stock", state="taken_in").order_by("-sequence")
    days: dict[date, int] = {}
    for day, rows in told.values_list("day", "rows")[:PAGE]:
        days.setdefault(day, rows)
    return tuple(sorted(days.items(), reverse=True)[:limit])
