"""A claimed batch becomes a file set: rows sealed, then the signature, the manifest last. Whoever comes after a crash
writes the whole set anew under the same names."""

import logging
from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q

from yikatong.adapters.plant_files import SealedRows, Signer, Written, durably, written
from yikatong.office import deployment
from yikatong.office.ask import CounterFault
from yikatong.office.plant.links import Link, folder, signer
from yikatong.office.plant.rows import filled
from yikatong.records import models

log = logging.getLogger("yikatong.plant")
Progress = Callable[[int, int], None]


class BatchUnknown(CounterFault):
    code, words, status = "plant_batch_not_found", "没有查到这个制卡批次。", 404


def name_of(batch_id: int) -> str:
    return f"B{batch_id:08}"


def unwritten() -> list[models.PlantBatch]:
    return list(models.PlantBatch.objects.filter(written_at__isnull=True).order_by("id"))


def write(batch: models.PlantBatch, to: Link, progress: Progress = lambda done, total: None) -> None:
    """Write the file set of a batch and note it. Cards that are waiting no longer are left out, with the reason."""
    name, out, ours = name_of(batch.pk), folder("outgoing"), signer()
    sealed: list[SealedRows] = []
    rows_file = durably(out / f"{name}.rows", lambda sink: sealed.append(_fill(sink, batch, to, progress)))
    manifest = written(_manifest(batch, to, sealed[0], rows_file, ours))
    durably(out / f"{name}.manifest.json.sig", lambda sink: sink.write(ours.sign(manifest)))
    told = durably(out / f"{name}.manifest.json", lambda sink: sink.write(manifest))
    columns = {"written": sealed[0].rows, "sealed_to": to.seal.key_id, "digest": told.sha256}
    models.PlantBatch.objects.filter(pk=batch.pk).update(written_at=deployment.now(), **columns)
    log.info("batch written", extra={"batch": batch.pk, "count": sealed[0].rows})


def write_again(batch_id: int, to: Link, progress: Progress = lambda done, total: None) -> None:
    """The file set was lost on the way: the cards of the batch that still wait, under the same number.

    Errors: BatchUnknown.
    """
    batch = models.PlantBatch.objects.filter(pk=batch_id).first()
    if batch is None:
        raise BatchUnknown
    write(batch, to, progress)


def _fill(sink: Any, batch: models.PlantBatch, to: Link, progress: Progress) -> SealedRows:
    rows = SealedRows(sink, to.seal, name_of(batch.pk))
    for done, row in enumerate(filled(batch.pk), 1):
        if row.page is not None:
            rows.add(row.page)
        elif batch.written_at is None:  # of a batch written again, what is in the making was not left out
            models.PlantRow.objects.filter(pk=row.row_id).update(left_out=row.left_out)
        progress(done, batch.claimed)
    rows.end()
    return rows


def _manifest(
    batch: models.PlantBatch, to: Link, sealed: SealedRows, rows_file: Written, ours: Signer
) -> dict[str, Any]:
    return {
        "kind": "batch", "plant": batch.plant, "batch": name_of(batch.pk), "created_at": deployment.now().isoformat(),
        "rows": sealed.rows, "chunks": sealed.chunks,
        "content": {"sha256": rows_file.sha256, "bytes": rows_file.bytes},
        "sealed_to": to.seal.key_id, "signed_by": ours.key_id,
    }  # fmt: skip


def left_out_counts(batches: list[int]) -> dict[int, int]:
    """How many rows of each batch the file does not hold."""
    rows = models.PlantRow.objects.filter(batch_id__in=batches).values_list("batch_id")
    return dict(rows.annotate(n=Count("id", filter=~Q(left_out=""))))
