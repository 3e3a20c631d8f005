"""Open differences, as officers see them: counted by owner and cause, page by page, and one with what to do."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q

from yikatong.office import deployment, ledger
from yikatong.office.ask import CounterFault
from yikatong.office.reconciliation.vocabulary import Aspect, Cause, Owner
from yikatong.office.staff import Posting
from yikatong.office.wire import reading as noting
from yikatong.policies import regions
from yikatong.records import models

PAGE = 50
CSV_ROWS_MAX = 50_000


class DifferenceUnknown(CounterFault):
    code, words, status = "difference_unknown", "没有这条差异，或它不在您的业务范围内。", 404


@dataclass(frozen=True, slots=True)
class Group:
    """Open differences of one cause: how many, and since when the oldest is open."""

    cause: Cause
    count: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One difference. ``days`` it has been open, up to now or to its end. ``person_id``: None where we know nobody."""

    number: int
    card_id: str
    bank: str
    person_id: str | None
    aspect: Aspect
    cause: Cause
    opened_at: datetime
    seen_at: datetime
    closed_at: datetime | None
    days: int

    @property
    def owner(self) -> Owner:
        return self.cause.owner


@dataclass(frozen=True, slots=True)
class Seen:
    """One difference with what each party told; a party that knows nothing told an empty mapping."""

    line: Line
    ours: Mapping[str, Any]
    theirs: Mapping[str, Any]
    stock: Mapping[str, Any]

    @property
    def can_heal(self) -> bool:
        return self.line.closed_at is None and self.line.cause.healed_by_asking and bool(self.line.bank)


def groups(posting: Posting) -> tuple[Group, ...]:
    """Everything that is open, by cause in the order of the vocabulary. One statement."""
    rows = _open(posting).order_by().values_list("cause").annotate(Count("pk"), Min("opened_at"))
    found = {cause: Group(Cause(cause), count, oldest) for cause, count, oldest in rows}
    return tuple(found[cause] for cause in Cause if cause in found)


def page(posting: Posting, owner: str = "", cause: str = "", after: tuple[datetime, int] | None = None) -> list[Line]:
    """Open differences, the oldest first, after the one that opened at a moment under a number."""
    rows = _open(posting)
    rows = rows.filter(owner=owner) if owner else rows
    rows = rows.filter(cause=cause) if cause else rows
    if after is not None:
        rows = rows.filter(Q(opened_at__gt=after[0]) | Q(opened_at=after[0], pk__gt=after[1]))
    now = deployment.now()
    return [_line(row, now) for row in rows.order_by("opened_at", "pk")[:PAGE]]


def one(posting: Posting, number: int) -> Seen:
    """One difference, open or gone. That the holder's card was looked at is noted. Errors: DifferenceUnknown."""
    row = models.Difference.objects.filter(_within(posting), pk=number).first()
    if row is None:
        raise DifferenceUnknown
    if row.person_id:
        with noting() as wire:
            ledger.note_look(
                wire, row.person_id, posting.actor, posting.channel, "reconciliation", deployment.now()
            )  # fmt: skip
    told = (json.loads(text) if text else {} for text in (row.ours, row.theirs, row.stock))
    return Seen(_line(row, deployment.now()), *told)


def rows(posting: Posting) -> Iterator[Line]:
    """All that is open, for a file; at most :data:`CSV_ROWS_MAX`."""
    now = deployment.now()
    for row in _open(posting).order_by("opened_at", "pk")[:CSV_ROWS_MAX].iterator():
        yield _line(row, now)


def _open(posting: Posting) -> Any:
    return models.Difference.objects.filter(_within(posting), closed_at__isnull=True)


def _within(posting: Posting) -> Q:
    """The post's own subtree. What belongs to nowhere, because only others know it, is for a province or the nation."""
    own = regions.levels(posting.region)
    if own[0] == regions.NATION_LEVEL:
        return Q()
    nowhere = Q(region="") if len(own) <= 2 else Q(pk__in=[])
    return Q(region__startswith=own[0]) | nowhere


def _line(row: models.Difference, now: datetime) -> Line:
    return Line(
        row.pk, row.card_id, row.bank, row.person_id, Aspect(row.aspect), Cause(row.cause), row.opened_at, row.seen_at,
        row.closed_at, ((row.closed_at or now) - row.opened_at).days,
    )  # fmt: skip


def open_counts() -> dict[tuple[str, str], int]:
    """Everything that is open anywhere, by aspect and cause: for the command line, which is nobody's post."""
    found = models.Difference.objects.filter(closed_at__isnull=True).order_by().values_list("aspect", "cause")
    return {(aspect, cause): count for aspect, cause, count in found.annotate(Count("pk"))}
