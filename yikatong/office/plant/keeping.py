"""The rows of a file from the plant into their tables, page by page, in the transaction that accepts the file."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Final, TypeVar

from yikatong.adapters.plant_files import Manifest, PlantFileFault, ResultRow, StockRow
from yikatong.records import models

PAGE: Final = 500
STOCK_KEPT: Final = timedelta(days=31)
T = TypeVar("T")


def keep_results(of: models.PlantFile, rows: Iterable[ResultRow]) -> None:
    """A card that was never sent is told only when all rows were read: else damage on the way would be taken for it."""
    stranger: int | None = None
    for page in _pages(rows):
        sent = models.PlantRow.objects.filter(card_id__in=[r.card_id for r in page]).order_by("turn")
        known = {card: (dossier, region) for card, dossier, region in sent.values_list("card_id", "dossier", "region")}
        stranger = stranger or next((r.line for r in page if r.card_id not in known), None)
        models.PlantFileRow.objects.bulk_create(
            models.PlantFileRow(
                of=of, line=r.line, card_id=r.card_id, dossier_id=known[r.card_id][0], region=known[r.card_id][1],
                result=r.result.value, card_no=r.card_no, reason=r.reason,
            ) for r in page if r.card_id in known
        )  # fmt: skip
    if stranger is not None:
        cure = "请核对卡片编号；不是送制的卡不要报送。"
        raise PlantFileFault("card_unknown", "这张卡没有送制过。", cure, stranger)


def keep_stock(manifest: Manifest, rows: Iterable[StockRow]) -> None:
    """A day's stock as the plant tells it, whatever is in it: what does not fit is for the reconciliation to find."""
    kept = models.PlantStock.objects.filter(plant=manifest.plant)
    if manifest.day is not None:
        kept.filter(day=manifest.day).delete()
        kept.filter(day__lt=manifest.day - STOCK_KEPT).delete()
    for page in _pages(rows):
        models.PlantStock.objects.bulk_create(
            models.PlantStock(plant=manifest.plant, day=manifest.day, card_id=r.card_id, place=r.place) for r in page
        )


def _pages(rows: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(rows)
    while page := list(islice(remaining, PAGE)):
        yield page
