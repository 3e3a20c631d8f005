"""A person's own acts, page by page: what was done, by whom and through what. Read-only."""

import json
from dataclasses import dataclass
from datetime import datetime

from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import BY_MANDATE, CHANNEL_WORDS, AskerKind
from yikatong.office.cases import key_of
from yikatong.records import models
from yikatong.services import catalogue

PAGE = 20


@dataclass(frozen=True, slots=True)
class OwnAct:
    """One act. ``version`` is where the next page goes on; ``asker`` says who asked, in words;
    ``by_other``: somebody else on the holder's behalf."""

    version: int
    reference: str
    name: str
    words: str
    channel: str
    asker: str
    by_other: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnActs:
    """The latest first; ``older`` is where the next page goes on, None at the end."""

    lines: tuple[OwnAct, ...]
    older: int | None


def own_acts(about: str | IdNumber, before: int | None = None) -> OwnActs:
    """Acts older than version ``before``. One statement. For the holder, or whoever acts for them."""
    key = key_of(about)
    rows = models.Entry.objects.filter(**{f"dossier__{key.column}": key.value})
    rows = rows.filter(version__lt=before) if before is not None else rows
    columns = ("version", "reference", "service", "answer", "channel", "asker", "at")
    found = list(rows.order_by("-version").values_list(*columns)[: PAGE + 1])
    lines = tuple(_act(*row) for row in found[:PAGE])
    return OwnActs(lines, lines[-1].version if len(found) > PAGE else None)


def _act(version: int, reference: str, service: str, answer: str, channel: str, asker: str, at: datetime) -> OwnAct:
    name = catalogue()[service].name if service in catalogue() else service
    who = AskerKind(asker).words if asker in list(AskerKind) else asker
    words = json.loads(answer).get("words", "")
    through = CHANNEL_WORDS.get(channel, channel)  # type: ignore[call-overload]
    return OwnAct(version, reference, name, words, through, who, asker in (*BY_MANDATE, AskerKind.EMPLOYER), at)
