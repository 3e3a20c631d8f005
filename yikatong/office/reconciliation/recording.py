"""What a comparison found, written down: new differences opened, known ones seen again, those that are gone closed.

All of it in one transaction at the end. A comparison that dies leaves the differences as they were the day before.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from itertools import chain, islice
from typing import Any

from django.db import transaction
from django.db.models import Q

from yikatong.office import deployment
from yikatong.office.reconciliation import reading
from yikatong.office.reconciliation.compare import differences
from yikatong.office.reconciliation.rules import Difference
from yikatong.office.reconciliation.told import Account, Ours, Stock, Terms
from yikatong.office.reconciliation.vocabulary import Owner
from yikatong.records import models

CHUNK = 500


def confirmed(found: Iterable[Difference], terms: Terms) -> Iterator[list[Difference]]:
    """In chunks, what still differs from the cards as they are now: a call-back may have come meanwhile."""
    stream = iter(found)
    while chunk := list(islice(stream, CHUNK)):
        now = reading.ours_again({difference.side.card_id for difference in chunk})
        yield [one for one in chunk if _still(one, now.get(one.side.card_id), terms)]


def _still(difference: Difference, ours: Ours | None, terms: Terms) -> bool:
    told = {(one.aspect, one.cause) for one in differences(replace(difference.side, ours=ours), terms)}
    return (difference.aspect, difference.cause) in told


def record(run: models.ReconciliationRun, chunks: Iterable[list[Difference]]) -> models.ReconciliationRun:
    """Write the run with what it found. ``run.started_at`` tells apart what this run has seen from what it has not."""
    told = iter(chunks)
    first = next(told, [])  # by then all cards are compared
    run.finished_at = deployment.now()
    with transaction.atomic():
        for chunk in chain([first], told):
            run.found += len(chunk)
            run.to_do += sum(difference.cause.owner is not Owner.NOBODY for difference in chunk)
            run.opened += _seen(run, chunk)
        gone = models.Difference.objects.filter(_covered(run), closed_at__isnull=True, seen_at__lt=run.started_at)
        run.closed = gone.update(closed_at=run.finished_at)
        run.save()
    return run


def _covered(run: models.ReconciliationRun) -> Q:
    """What a run of one bank speaks of; that of no bank also closes what is left of banks no longer connected."""
    return Q(bank=run.bank) if run.bank else ~Q(bank__in=reading.connected())


def _seen(run: models.ReconciliationRun, chunk: list[Difference]) -> int:
    """Bring the open differences of a chunk up to date; how many are new."""
    cards = {difference.side.card_id for difference in chunk}
    rows = models.Difference.objects.filter(bank=run.bank, card_id__in=cards, closed_at__isnull=True)
    known = {(row.card_id, row.aspect): row for row in rows}
    new = list[models.Difference]()
    for difference in chunk:
        key = (difference.side.card_id, difference.aspect.value)
        row = known.get(key)
        if row is None:
            row = models.Difference(bank=run.bank, card_id=key[0], aspect=key[1], opened_at=run.started_at)
            new.append(row)
        for name, value in _columns(difference, run.started_at).items():
            setattr(row, name, value)
    models.Difference.objects.bulk_create(new)
    models.Difference.objects.bulk_update(known.values(), COLUMNS, batch_size=100)
    return len(new)


COLUMNS = ("region", "person_id", "cause", "owner", "ours", "theirs", "stock", "seen_at")


def _columns(difference: Difference, seen_at: datetime) -> Mapping[str, Any]:
    ours, side, cause = difference.side.ours, difference.side, difference.cause
    told = (ours.region if ours else "", ours.person_id if ours else None, cause.value, cause.owner.value,
            page(ours), page(side.theirs), page(side.stock), seen_at)  # fmt: skip
    return dict(zip(COLUMNS, told, strict=True))


def page(told: Ours | Account | Stock | None) -> str:
    """What one party tells, as JSON; empty where it knows nothing."""
    return json.dumps(asdict(told), default=_plain, ensure_ascii=False) if told else ""


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
