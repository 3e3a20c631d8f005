"""The secrets of subscriptions: sealed in their rows, opened to sign a message, shown to nobody a second time."""

from datetime import datetime, timedelta

from yikatong.office import deployment
from yikatong.records import models

BOTH_SIGN_FOR = timedelta(hours=24)
"""So long the former secret signs beside the new one: the partner may change at any moment in between."""


def sealed(subscription_id: str, secret: str) -> bytes:
    return deployment.vault().seal(secret.encode(), _place(subscription_id))


def secrets_of(row: "models.Subscription", now: datetime) -> tuple[str, ...]:
    """The secrets that sign now, the newest first."""
    both = row.previous is not None and row.rotated_at is not None and now < row.rotated_at + BOTH_SIGN_FOR
    return tuple(_opened(row.pk, stored) for stored in (row.secret, *((row.previous,) if both else ())))


def _opened(subscription_id: str, stored: bytes) -> str:
    return deployment.vault().open(bytes(stored), _place(subscription_id)).decode()


def _place(subscription_id: str) -> str:
    return f"records_subscription|secret|{subscription_id}"
