"""The bank's clock: the world's, plus an offset that the panel sets so that a demonstration can move days at once.

Signatures keep the world's time: they are about this very moment, whatever day the story is at.
"""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from yikatong.sandbox.bank.models import Practice


def practice() -> Practice:
    """How the bank goes about its business; made with what is usual on first use."""
    return Practice.objects.get_or_create(pk=1)[0]


def now() -> datetime:
    return timezone.now() + timedelta(seconds=practice().offset_s)


def set_to(moment: datetime) -> None:
    """The bank's clock stands at ``moment`` and goes on from there."""
    practice()
    Practice.objects.update(offset_s=(moment - timezone.now()).total_seconds())


def advance(step: timedelta) -> None:
    practice()
    Practice.objects.update(offset_s=F("offset_s") + step.total_seconds())
