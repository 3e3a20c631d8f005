"""The one way out to parties of this deployment, and what their answers mean."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

from django.conf import settings

from yikatong.adapters.webhooks.guard import Answer, Client
from yikatong.office.courier.carried import NotYet
from yikatong.ports.unavailable import Unavailable

RETRY_AFTER_MAX = timedelta(hours=1)
# The party has read it and will never take it as it is. All else may be mended on one side or the other: a secret, an
# address, a card that is not known there yet.
NEVER = frozenset({400, 410, 413, 415, 422})
BUSY = frozenset({429, 503})


@cache
def client() -> Client:
    """With connections kept for the whole process, going where ``PRIVATE_NETWORKS`` lets it."""
    return Client(settings.PRIVATE_NETWORKS)


def taken(answer: Answer, now: datetime) -> int:
    """The status of an answer that took the message. Errors: NotYet (429 or 503 with Retry-After), Unavailable."""
    if 200 <= answer.status < 300:
        return answer.status
    words = f"接收方答复HTTP {answer.status}。"
    if answer.status in BUSY and (until := retry_after(answer.headers.get("retry-after", ""), now)) is not None:
        raise NotYet(until, words, status=answer.status)
    raise Unavailable(words, permanent=answer.status in NEVER, status=answer.status)


def retry_after(told: str, now: datetime) -> datetime | None:
    """The moment in a ``Retry-After`` header (RFC 9110 §10.2.3): seconds or a date, an hour from now at most."""
    if told.isascii() and told.isdigit():
        until = now + timedelta(seconds=min(int(told[:9]), RETRY_AFTER_MAX.total_seconds()))
    else:
        try:
            until = parsedate_to_datetime(told)
        except ValueError:
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until, now), now + RETRY_AFTER_MAX)
