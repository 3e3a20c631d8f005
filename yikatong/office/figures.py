"""Figures for those who run the service: how many cards stand where, what was done when, what waits how long.

Counts only, never people. A count below five within a place smaller than a province is told as "under five": in a small
county the one person whose card was cancelled has a name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from yikatong.cards.card import Tenure
from yikatong.cards.stages import Stage
from yikatong.cards.states import State
from yikatong.catalogue.channels import CHANNEL_WORDS
from yikatong.catalogue.moments import CHINA, day_of
from yikatong.office import deployment
from yikatong.office.staff import Posting
from yikatong.policies import regions
from yikatong.records import models
from yikatong.services import catalogue

DAYS = 14
FEW = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One bar: its label, and how many; None where there are some, but too few to tell."""

    label: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Chart:
    code: str
    title: str
    figures: tuple[Figure, ...]


def charts(posting: Posting) -> tuple[Chart, ...]:
    """Cards by stage and by state, acts by day, service and channel, messages that wait. Six statements."""
    today = day_of(deployment.now())
    since = today - timedelta(days=DAYS - 1)
    held = _within(models.Holding.objects.exclude(tenure=Tenure.GONE.value), posting)
    acts = _within(models.Entry.objects.filter(at__gte=datetime.combine(since, time(), CHINA)), posting)
    few = _few(posting)
    stages, states = {s.value: s.words for s in Stage}, {s.value: s.words for s in State}
    services = {code: s.name for code, s in catalogue().items()}
    return (
        Chart("stages", "在用和办理中的卡：制卡环节", _counted(held, "stage", stages, few)),
        Chart("social", "在用和办理中的卡：社保功能", _counted(held, "social", states, few)),
        Chart("days", f"近{DAYS}天办理的业务：按日", _by_day(acts, since, today)),
        Chart("services", f"近{DAYS}天办理的业务：按事项", _counted(acts, "service", services, few)),
        Chart("channels", f"近{DAYS}天办理的业务：按渠道", _counted(acts, "channel", dict(CHANNEL_WORDS), few)),
        Chart("waiting", "等待对方接收的通知", _waiting(posting)),
    )


def _within(rows, posting: Posting):  # type: ignore[no-untyped-def]
    own = regions.levels(posting.region)[0]
    return rows if own == regions.NATION_LEVEL else rows.filter(region__startswith=own)


def _few(posting: Posting) -> int:
    return FEW if len(regions.levels(posting.region)) > 2 else 1


def _counted(rows, column: str, words: dict, few: int) -> tuple[Figure, ...]:  # type: ignore[no-untyped-def]
    found = rows.order_by().values_list(column).annotate(Count("pk")).order_by("-pk__count", column)
    return _figures(((words.get(code, code), count) for code, count in found), few)


def _by_day(acts, since: date, today: date) -> tuple[Figure, ...]:  # type: ignore[no-untyped-def]
    day = TruncDate("at", tzinfo=CHINA)
    found = dict(acts.order_by().annotate(day=day).values_list("day").annotate(Count("pk")))
    days = [since + timedelta(days=n) for n in range((today - since).days + 1)]
    return tuple(Figure(f"{d.month}月{d.day}日", found.get(d, 0)) for d in days)


def _waiting(posting: Posting) -> tuple[Figure, ...]:
    rows = models.Message.objects.filter(sent_at__isnull=True)
    own = regions.levels(posting.region)[0]
    if own != regions.NATION_LEVEL:
        rows = rows.filter(Q(dossier__holding__region__startswith=own)).distinct()
    words = {"bank": "发卡银行", "plant": "制卡中心", "holder": "持卡人"}
    found = rows.order_by().values_list("party").annotate(Count("pk", distinct=True)).order_by("party")
    return _figures(((words.get(party, party), count) for party, count in found), 1)


def _figures(counts: Iterable[tuple[str, int]], few: int) -> tuple[Figure, ...]:
    return tuple(Figure(label, None if count < few else count) for label, count in counts)
