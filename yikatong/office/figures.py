"""Figures for those who run the service: how many cards stand where, what was done when, what waits how long.

Counts only, never people. A count below five within a place smaller than a province is told as "under five": in a small
county the one person whose card was cancelled has a name.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

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
    """Cards by stage and by state, acts by day, service and channel, messages that wait. One statement each, at most
    once a minute in each process."""
    return tuple(_kept(code, posting.region, _minute()) for code in COUNTS)


def chart(posting: Posting, code: str) -> Chart | None:
    """One of them, and nothing else is counted. None where there is no such chart."""
    return _kept(code, posting.region, _minute()) if code in COUNTS else None


def forget() -> None:
    """Count anew, whatever the minute."""
    _kept.cache_clear()


def _minute() -> int:
    return int(deployment.now().timestamp()) // 60


@lru_cache(maxsize=256)
def _kept(code: str, region: str, minute: int) -> Chart:
    """Counting reads whole tables: a page opened over and over costs it once. ``minute`` lets it lapse."""
    title, count = COUNTS[code]
    return Chart(code, title, count(region))


def _since() -> tuple[date, date]:
    today = day_of(deployment.now())
    return today - timedelta(days=DAYS - 1), today


def _held(region: str, column: str, words: dict[str, str]) -> tuple[Figure, ...]:
    return _counted(models.Holding.objects.exclude(tenure=Tenure.GONE.value), region, column, words)


def _acts(region: str, column: str, words: dict[str, str]) -> tuple[Figure, ...]:
    return _counted(_done_since(_since()[0]), region, column, words)


def _done_since(since: date):  # type: ignore[no-untyped-def]
    return models.Entry.objects.filter(at__gte=datetime.combine(since, time(), CHINA))


def _within(rows, region: str):  # type: ignore[no-untyped-def]
    own = regions.levels(region)[0]
    return rows if own == regions.NATION_LEVEL else rows.filter(region__startswith=own)


def _few(region: str) -> int:
    return FEW if len(regions.levels(region)) > 2 else 1


def _counted(rows, region: str, column: str, words: dict[str, str]) -> tuple[Figure, ...]:  # type: ignore[no-untyped-def]
    found = _within(rows, region).order_by().values_list(column).annotate(Count("pk")).order_by("-pk__count", column)
    return _figures(((words.get(code, code), count) for code, count in found), _few(region))


def _by_day(region: str) -> tuple[Figure, ...]:
    (since, today), day = _since(), TruncDate("at", tzinfo=CHINA)
    acts = _within(_done_since(since), region).order_by()
    found = dict(acts.annotate(day=day).values_list("day").annotate(Count("pk")))
    days = [since + timedelta(days=n) for n in range((today - since).days + 1)]
    return tuple(Figure(f"{d.month}月{d.day}日", found.get(d, 0)) for d in days)


def _waiting(region: str) -> tuple[Figure, ...]:
    rows = models.Message.objects.filter(sent_at__isnull=True)
    own = regions.levels(region)[0]
    if own != regions.NATION_LEVEL:
        rows = rows.filter(Q(dossier__holding__region__startswith=own)).distinct()
    words = {"bank": "发卡银行", "plant": "制卡中心", "holder": "持卡人"}
    found = rows.order_by().values_list("party").annotate(Count("pk", distinct=True)).order_by("party")
    return _figures(((words.get(party, party), count) for party, count in found), 1)


def _figures(counts: Iterable[tuple[str, int]], few: int) -> tuple[Figure, ...]:
    return tuple(Figure(label, None if count < few else count) for label, count in counts)


COUNTS: Mapping[str, tuple[str, Callable[[str], tuple[Figure, ...]]]] = {
    "stages": ("在用和办理中的卡：制卡环节", lambda region: _held(region, "stage", {s.value: s.words for s in Stage})),
    "social": ("在用和办理中的卡：社保功能", lambda region: _held(region, "social", {s.value: s.words for s in State})),
    "days": (f"近{DAYS}天办理的业务：按日", _by_day),
    "services": (
        f"近{DAYS}天办理的业务：按事项",
        lambda region: _acts(region, "service", {code: s.name for code, s in catalogue().items()}),
    ),
    "channels": (f"近{DAYS}天办理的业务：按渠道", lambda region: _acts(region, "channel", dict(CHANNEL_WORDS))),
    "waiting": ("等待对方接收的通知", _waiting),
}
