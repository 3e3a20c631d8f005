"""What a person was told, or is still to be told, of what happened to their record: the outbox, read-only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yikatong.cards.events import Party
from yikatong.cards.identity import IdNumber
from yikatong.office.cases import key_of
from yikatong.records import models

PAGE = 30


@dataclass(frozen=True, slots=True)
class Notice:
    """One message for the holder. ``sent_at`` is None while nothing was sent; ``facts`` as the event holds them."""

    notice_id: int
    reference: str
    kind: str
    facts: Mapping[str, Any]
    at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class Notices:
    """The latest first; ``older`` is where the next page goes on, None at the end."""

    lines: tuple[Notice, ...]
    older: int | None


def notices_for(about: str | IdNumber, before: int | None = None) -> Notices:
    """What the outbox holds for this person, older than the message ``before``. One statement."""
    key = key_of(about)
    rows = models.Message.objects.filter(**{f"dossier__{key.column}": key.value}, party=Party.HOLDER.value)
    rows = rows.filter(pk__lt=before) if before is not None else rows
    found = list(rows.order_by("-pk")[: PAGE + 1])
    lines = tuple(Notice(m.pk, m.reference, m.kind, json.loads(m.body), m.at, m.sent_at) for m in found[:PAGE])
    return Notices(lines, lines[-1].notice_id if len(found) > PAGE else None)
