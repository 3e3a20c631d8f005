"""What came of each message that was carried, written down for many at once."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Case, DateTimeField, F, IntegerField, Q, Value, When

from yikatong.office.courier.carried import Carried
from yikatong.records import models

GIVEN_UP_AFTER = timedelta(days=7)
BACK_OFF_MAX = timedelta(hours=1)
WORDS_MAX = 200
MOMENT, COUNT = DateTimeField(), IntegerField()


class Outcome(StrEnum):
    """What came of one attempt. ``put_back``: it was not begun, because the courier ends or its lease is short."""

    SENT = "sent"
    FAILED = "failed"
    POSTPONED = "postponed"
    DEAD = "dead"
    PUT_BACK = "put_back"

    @property
    def words(self) -> str:
        return {"sent": "已投递", "failed": "未成功", "postponed": "对方要求改时间", "dead": "不再投递"}.get(
            self.value, "未开始"
        )


@dataclass(frozen=True, slots=True)
class Result:
    """One attempt. ``leased_until`` is the lease under which it was carried; ``due_at`` when it is due again."""

    carried: Carried
    leased_until: datetime
    outcome: Outcome
    at: datetime
    took_ms: int = 0
    status: int | None = None
    words: str = ""
    due_at: datetime | None = None


def back_off(attempts: int, dice: random.Random) -> timedelta:
    """2^attempts seconds, an hour at most, of which the last half is left to chance: many must not return at once."""
    longest = min(timedelta(seconds=2 ** min(attempts, 30)), BACK_OFF_MAX)
    return longest * dice.uniform(0.5, 1)


def is_given_up(tried_since: datetime, now: datetime) -> bool:
    return now - tried_since >= GIVEN_UP_AFTER


def settle(results: Sequence[Result]) -> None:
    """Three statements at most in one transaction, however many. What others lease by now is theirs; sent is sent."""
    sent = [r for r in results if r.outcome is Outcome.SENT]
    unsent = [r for r in results if r.outcome is not Outcome.SENT]
    with transaction.atomic():
        if sent:
            told = models.Message.objects.filter(pk__in=_ids(sent), sent_at__isnull=True)
            told.update(sent_at=_by_id(sent, "at"), leased_until=None, due_at=None, dead_at=None)
        if unsent:
            _put_off(unsent)
        tried = [_attempt(r) for r in results if r.outcome is not Outcome.PUT_BACK]
        if tried:
            models.Attempt.objects.bulk_create(tried)


def _put_off(unsent: Sequence[Result]) -> None:
    """Back into the outbox, or out of it. Only under our own lease: another courier may have it in the hand again."""
    ours = Q(pk__in=())
    for lease in {r.leased_until for r in unsent}:
        ours |= Q(leased_until=lease, pk__in=[r.carried.message_id for r in unsent if r.leased_until == lease])
    uncounted = [r for r in unsent if r.outcome in (Outcome.POSTPONED, Outcome.PUT_BACK)]
    dead = [r for r in unsent if r.outcome is Outcome.DEAD]
    models.Message.objects.filter(ours, sent_at__isnull=True).update(
        leased_until=None,
        due_at=_by_id(unsent, "due_at"),
        dead_at=_by_id(dead, "at"),
        attempts=Case(When(pk__in=_ids(uncounted), then=F("attempts") - 1), default=F("attempts"), output_field=COUNT),
    )


def _ids(results: Sequence[Result]) -> list[int]:
    return [r.carried.message_id for r in results]


def _by_id(results: Sequence[Result], field: str) -> Case | None:
    """Each message's own moment. Without a moment among them PostgreSQL would not know the type, so then plain null."""
    moments = {r.carried.message_id: moment for r in results if (moment := getattr(r, field)) is not None}
    each = [When(pk=number, then=Value(moment, output_field=MOMENT)) for number, moment in moments.items()]
    return Case(*each, default=None, output_field=MOMENT) if each else None


def _attempt(result: Result) -> models.Attempt:
    return models.Attempt(
        message_id=result.carried.message_id, at=result.at, outcome=result.outcome.value, status=result.status,
        took_ms=result.took_ms, words=result.words[:WORDS_MAX],
    )  # fmt: skip
