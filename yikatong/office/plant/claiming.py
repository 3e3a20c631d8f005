"""Which cards go into the next batch. Claimed in one transaction: rows written, outbox messages marked sent."""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from yikatong.cards.events import Party, StageReached, kind_of
from yikatong.cards.stages import Stage
from yikatong.office import deployment
from yikatong.office.ask import CounterFault
from yikatong.records import models

PAGE: Final = 500
CARDS_MAX: Final = 100_000
TURNS_MAX: Final = 3
"""A card that the plant failed so often from the same data is not sent again by itself: a person looks at it."""
TO_BE_MADE: Final = (Stage.BATCHED.value, Stage.REMAKE.value)
KIND: Final = kind_of(StageReached(card_id="", stage=Stage.BATCHED))


class NotLeftOut(CounterFault):
    code, words, status = "plant_card_not_left_out", "这张卡没有停在待再次送制的环节，不需要再次送制。", 409


def unsent() -> "QuerySet[models.Message]":
    return models.Message.objects.filter(party=Party.PLANT.value, kind=KIND, sent_at__isnull=True).order_by("id")


def due() -> bool:
    """Whether so many cards wait, or one so long, that the deployment wants a batch."""
    oldest = unsent().values_list("at", flat=True).first()
    if oldest is None:
        return False
    if deployment.now() - oldest >= timedelta(minutes=settings.PLANT_BATCH_MINUTES):
        return True
    return bool(unsent()[settings.PLANT_BATCH_CARDS - 1 :].exists())


def claim(plant: str) -> models.PlantBatch | None:
    """A new batch with the cards that wait, at most :data:`CARDS_MAX`; None where none does."""
    with transaction.atomic():
        now = deployment.now()
        batch: models.PlantBatch = models.PlantBatch.objects.create(plant=plant, claimed=0, claimed_at=now)
        for messages in _pages():
            rows = list(_rows(batch, messages))
            models.PlantRow.objects.bulk_create(rows)
            models.Message.objects.filter(pk__in=[m.pk for m in messages]).update(sent_at=now)
            batch.claimed += len(rows)
        if batch.claimed:
            batch.save()
            return batch
        batch.delete()
    return None


def _pages() -> Iterator[Sequence[models.Message]]:
    """What was claimed is unsent no longer, so that the next page begins behind it."""
    for _ in range(CARDS_MAX // PAGE):
        page = list(unsent().select_for_update(skip_locked=True)[:PAGE])
        if not page:
            return
        yield page


def _rows(batch: models.PlantBatch, messages: Sequence[models.Message]) -> Iterator[models.PlantRow]:
    """A card that is in the making already, by whatever way, needs no row; nor does one that stands in a batch, whose
    message somebody replayed: two rows of one card would keep every card from being sent."""
    cards = {json.loads(message.body)["card_id"]: message for message in messages}
    held = models.Holding.objects.filter(card_id__in=cards, stage__in=TO_BE_MADE).values_list("card_id", "region")
    regions, turns = dict(held), _turns(cards)
    for card_id, message in cards.items():
        turn, stands = turns.get(card_id, (0, 0))
        if card_id in regions and not stands:
            yield models.PlantRow(
                batch=batch, card_id=card_id, dossier_id=message.dossier_id, message_id=message.pk,
                region=regions[card_id], turn=turn + 1,
            )  # fmt: skip


def _turns(cards: Any) -> dict[str, tuple[int, int]]:
    """By card how often it was sent, and how many rows of it (one at most) stand in a batch."""
    sent = models.PlantRow.objects.filter(card_id__in=cards).order_by().values_list("card_id")
    found = sent.annotate(last=Max("turn"), stands=Count("id", filter=Q(given_up=False)))
    return {card_id: (last, stands) for card_id, last, stands in found}


def give_up(card_id: str) -> None:
    """The plant cannot use the row: the card's message waits for another batch while turns are left, else the row says
    that somebody must look at it. In the caller's transaction."""
    row = models.PlantRow.objects.filter(card_id=card_id, given_up=False).first()
    if row is None:
        return
    if row.turn < TURNS_MAX:
        _wait_again(row)
    else:
        models.PlantRow.objects.filter(pk=row.pk).update(left_out="failed_too_often")


def send_again(card_id: str) -> None:
    """A person has mended what kept the card from being made: it waits for the next batch. Errors: NotLeftOut."""
    with transaction.atomic():
        row = models.PlantRow.objects.filter(card_id=card_id, given_up=False).exclude(left_out="").first()
        if row is None:
            raise NotLeftOut
        _wait_again(row)


def _wait_again(row: models.PlantRow) -> None:
    models.PlantRow.objects.filter(pk=row.pk).update(given_up=True)
    models.Message.objects.filter(pk=row.message_id).update(sent_at=None)
