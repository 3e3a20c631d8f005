"""Where batches lie. The only module that touches their tables; the files in them are sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet

from yikatong.office import deployment
from yikatong.office.ask import CaseNumberReused, CounterFault
from yikatong.office.batches.answer import BatchAnswer, RowView, csv_lines, page, read_page
from yikatong.records import models

ROWS_PAGE_MAX: Final = 1000
RECENT: Final = 50
WHOLE: Final = 0  # the row number under which the answer to the file as a whole is kept
FILES: Final = ("roll", "photos")


class BatchUnknown(CounterFault):
    """No such batch of this employer. The same words whether or not it is another's."""

    code, words, status = "batch_not_found", "没有查到这一批申领。", 404


@dataclass(frozen=True, slots=True)
class BatchView:
    """Where a batch stands. ``whole`` is the answer to the file itself, None until it has been looked at; ``total``
    counts the filled rows of the file, ``granted`` and ``refused`` those that are answered so far."""

    batch_id: str
    employer: str
    region: str
    received_at: datetime
    finished_at: datetime | None
    total: int
    granted: int
    refused: int
    whole: BatchAnswer | None

    @property
    def answered(self) -> int:
        return self.granted + self.refused


def keep(batch: models.Batch, files: dict[str, bytes | None]) -> BatchView:
    """Store a new batch with its files sealed; the batch that is kept under its case number already if it is the
    same. The unique constraint decides a race. Errors: CaseNumberReused."""
    for column, plain in files.items():
        sealed = None if plain is None else deployment.vault().seal(plain, _place(batch.batch_id, column))
        setattr(batch, column, sealed)
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError:
        known = kept(batch.client, batch.case_number, batch.body)
        if known is None:
            raise
        return known
    return view(batch.batch_id)


def kept(client: str, case_number: str, body: bytes) -> BatchView | None:
    """The batch received under this case number before. Errors: CaseNumberReused when it asked for something else."""
    found = models.Batch.objects.filter(client=client, case_number=case_number).values_list("batch_id", "body").first()
    if found is None:
        return None
    if bytes(found[1]) != body:
        raise CaseNumberReused
    return view(found[0])


def taken(batch_id: str) -> models.Batch:
    """The batch with its files, to be worked on. Errors: BatchUnknown."""
    batch: models.Batch | None = models.Batch.objects.filter(batch_id=batch_id).first()
    if batch is None:
        raise BatchUnknown
    return batch


def file_of(batch: models.Batch, column: str) -> bytes | None:
    """One of :data:`FILES`, unsealed; None where there was none or it has been dropped."""
    sealed = getattr(batch, column)
    return None if sealed is None else deployment.vault().open(bytes(sealed), _place(batch.batch_id, column))


def _place(batch_id: str, column: str) -> str:
    return f"records_batch|{column}|{batch_id}"


def note_whole(batch_id: str, answer: BatchAnswer) -> None:
    """What the file as a whole was answered; the latest look at it counts."""
    columns = {"masked": "", "granted": answer.granted, "reference": "", "answer": page(answer)}
    models.BatchRow.objects.update_or_create(batch_id=batch_id, number=WHOLE, defaults=columns)


def note(batch_id: str, number: int, masked: str, answer: BatchAnswer) -> None:
    """The answer to a row. The first one stays, but that a grant, which the ledger holds, is never hidden."""
    columns: dict[str, Any] = {"granted": answer.granted, "reference": answer.reference, "answer": page(answer)}
    row = models.BatchRow(batch_id=batch_id, number=number, masked=masked, **columns)
    models.BatchRow.objects.bulk_create([row], ignore_conflicts=True)
    if answer.granted:
        models.BatchRow.objects.filter(batch_id=batch_id, number=number, granted=False).update(**columns)


def answered(batch_id: str) -> set[int]:
    return set(models.BatchRow.objects.filter(batch_id=batch_id).values_list("number", flat=True)) - {WHOLE}


def finish(batch_id: str) -> None:
    """Drop the files: from now on the batch is its answers."""
    unfinished = models.Batch.objects.filter(batch_id=batch_id, finished_at__isnull=True)
    unfinished.update(finished_at=deployment.now(), **dict.fromkeys(FILES))


def view(batch_id: str) -> BatchView:
    """Errors: BatchUnknown."""
    return _one(models.Batch.objects.filter(batch_id=batch_id))


def status(batch_id: str, employer: str) -> BatchView:
    """Errors: BatchUnknown, also for another employer's batch."""
    return _one(models.Batch.objects.filter(batch_id=batch_id, employer=employer))


def recent(employer: str) -> list[BatchView]:
    """The employer's latest batches, the newest first."""
    return _views(models.Batch.objects.filter(employer=employer).order_by("-received_at", "batch_id")[:RECENT])


def waiting() -> list[str]:
    """The batches that are not finished, the oldest first."""
    unfinished = models.Batch.objects.filter(finished_at__isnull=True)
    return list(unfinished.order_by("received_at", "batch_id").values_list("batch_id", flat=True))


def rows(batch_id: str, employer: str, after: int = 0, limit: int = 100) -> list[RowView]:
    """The answered rows behind number ``after``, by number. Errors: BatchUnknown."""
    status(batch_id, employer)
    found = models.BatchRow.objects.filter(batch_id=batch_id, number__gt=max(after, WHOLE)).order_by("number")
    return [RowView(r.number, r.masked, read_page(r.answer)) for r in found[: max(1, min(limit, ROWS_PAGE_MAX))]]


def rows_csv(batch_id: str, employer: str) -> Iterator[str]:
    """All answered rows as CSV, line by line, page by page. Errors: BatchUnknown, before the first line."""
    status(batch_id, employer)
    return csv_lines(_every(batch_id, employer))


def _every(batch_id: str, employer: str) -> Iterator[RowView]:
    after = WHOLE
    while page_of_rows := rows(batch_id, employer, after, ROWS_PAGE_MAX):
        yield from page_of_rows
        after = page_of_rows[-1].number


def _one(found: "QuerySet[models.Batch]") -> BatchView:
    views = _views(found)
    if not views:
        raise BatchUnknown
    return views[0]


def _views(found: "QuerySet[models.Batch]") -> list[BatchView]:
    """Two statements, whatever the number of batches; the files stay where they are."""
    batches = list(found.defer(*FILES).annotate(
        yes=Count("rows", filter=Q(rows__number__gt=WHOLE, rows__granted=True)),
        no=Count("rows", filter=Q(rows__number__gt=WHOLE, rows__granted=False)),
    ))  # fmt: skip
    wholes = models.BatchRow.objects.filter(batch_id__in=[b.batch_id for b in batches], number=WHOLE)
    answers = {whole.batch_id: read_page(whole.answer) for whole in wholes}
    return [
        BatchView(b.batch_id, b.employer, b.region, b.received_at, b.finished_at, b.total, b.yes, b.no,
                  answers.get(b.batch_id))
        for b in batches
    ]  # fmt: skip
