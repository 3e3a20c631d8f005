"""What an officer does with a subscription in force: an example sent, the log of messages, and telling them anew."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yikatong.cards.events import Party
from yikatong.office import deployment
from yikatong.office.ask import CounterFault
from yikatong.office.courier.carried import NotYet
from yikatong.office.courier.client import taken
from yikatong.office.courier.recovery import ANEW, AT_MOST
from yikatong.office.partner_calls import envelope, posted
from yikatong.office.partner_facts import GIVEN, NOBODY, Purpose, told_at
from yikatong.office.subscription_rows import pseudonym
from yikatong.office.subscriptions import SubscriptionEnded, subscription
from yikatong.ports.unavailable import Unavailable
from yikatong.records import models

PAGE = 50
# What the facts of an example are: of nobody, and recognisable as such.
EXAMPLE: Mapping[str, Any] = {
    "function": "social", "formal": False, "until": "2030-01-08T02:00:00+00:00", "reason": "first", "stage": "ready",
    "outlet": "EXAMPLE-01", "valid_until": "2040-01-01",
}  # fmt: skip


class RangeUnfit(CounterFault):
    code, words, status = "range_unfit", "起止时间不完整，或结束早于开始。", 422


class KindUnknown(CounterFault):
    code, words, status = "kind_unknown", "这个订阅不包括这种事件。", 404


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of an example: the HTTP status where there was an answer, and words for the officer."""

    delivered: bool
    status: int | None
    took_ms: int
    words: str
    body: str


@dataclass(frozen=True, slots=True)
class Logged:
    """One message to a partner, with its last attempt."""

    message_id: int
    kind: str
    at: datetime
    sent_at: datetime | None
    dead_at: datetime | None
    attempts: int
    status: int | None
    words: str


def send_example(subscription_id: str, kind: str, scope: str) -> Tried:
    """Send one message about nobody, signed like all others, past the outbox; what came of it.

    Errors: SubscriptionUnknown, SubscriptionEnded, KindUnknown.
    """
    found = subscription(subscription_id, scope)
    if found.ended_at is not None:
        raise SubscriptionEnded
    if kind not in found.kinds:
        raise KindUnknown
    row, begun = models.Subscription.objects.get(pk=subscription_id), time.monotonic()
    body = envelope(kind, told_at(found.purpose, deployment.now()).isoformat(), _example(found.purpose, kind, row))
    try:
        status = taken(posted(row, f"example_{secrets.token_hex(8)}", body), deployment.now())
    except (Unavailable, NotYet) as failure:
        return Tried(False, failure.status, _ms(begun), failure.words, body.decode())
    return Tried(True, status, _ms(begun), "对方已收到。", body.decode())


def log(subscription_id: str, scope: str, before: int | None = None) -> list[Logged]:
    """The messages of a subscription, the latest first, a page of 50. Three statements. Errors: SubscriptionUnknown."""
    subscription(subscription_id, scope)
    rows = models.Message.objects.filter(party=Party.PARTNER.value, target=subscription_id)
    rows = rows.filter(pk__lt=before) if before is not None else rows
    found = list(rows.order_by("-pk")[:PAGE])
    tries = models.Attempt.objects.filter(message__in=[m.pk for m in found]).order_by("pk")
    last = {t.message_id: t for t in tries}
    return [_logged(m, last.get(m.pk)) for m in found]


def replay(subscription_id: str, since: datetime, until: datetime, scope: str) -> int:
    """All that happened from ``since`` up to ``until`` is told anew, in the old order; how many, 10,000 at most a call.

    Errors: SubscriptionUnknown, SubscriptionEnded, RangeUnfit.
    """
    if subscription(subscription_id, scope).ended_at is not None:
        raise SubscriptionEnded
    if until <= since:
        raise RangeUnfit
    rows = models.Message.objects.filter(party=Party.PARTNER.value, target=subscription_id)
    rows = rows.filter(at__gte=since, at__lt=until).exclude(sent_at__isnull=True, dead_at__isnull=True)
    return int(models.Message.objects.filter(pk__in=rows.order_by("pk").values("pk")[:AT_MOST]).update(**ANEW))


def _example(purpose: Purpose, kind: str, row: "models.Subscription") -> dict[str, Any]:
    facts = {"region": row.region, **{name: EXAMPLE.get(name, row.region) for name in GIVEN[purpose][kind]}}
    if purpose in NOBODY:
        return {**facts, "example": True}
    who = pseudonym(row.partner, "example")
    return {**facts, "person": who, "card": who, "example": True}


def _ms(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)


def _logged(message: "models.Message", last: "models.Attempt | None") -> Logged:
    return Logged(
        message.pk, message.kind, message.at, message.sent_at, message.dead_at, message.attempts,
        last.status if last else None, last.words if last else "",
    )  # fmt: skip
