"""What others did to a person lately: so that two clerks do not work past each other."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from yikatong.catalogue.channels import CHANNEL_WORDS
from yikatong.catalogue.terms import words_of
from yikatong.office import deployment
from yikatong.office.desk_queue import Visitor, done_within
from yikatong.office.wire import moment, reading
from yikatong.records import models
from yikatong.services import catalogue

TOUCHED_WITHIN = timedelta(seconds=120)
CHANGES = """
    SELECT service, answer, channel, at FROM records_entry e
    WHERE dossier_id = %s AND version > %s AND {within} ORDER BY version LIMIT 20"""


@dataclass(frozen=True, slots=True)
class Touch:
    """Through which channel somebody else opened the record, and how many seconds ago. Never who."""

    channel: str
    seconds: int

    @property
    def channel_words(self) -> str:
        return CHANNEL_WORDS.get(self.channel, self.channel)  # type: ignore[call-overload, no-any-return]


@dataclass(frozen=True, slots=True)
class Change:
    """One act that came in between."""

    name: str
    words: str
    channel: str
    at: datetime

    @property
    def channel_words(self) -> str:
        return CHANNEL_WORDS.get(self.channel, self.channel)  # type: ignore[call-overload, no-any-return]

    @property
    def at_words(self) -> str:
        return words_of(self.at)


def last_touch(person_id: str, visitor: Visitor) -> Touch | None:
    """The latest look of somebody else within two minutes."""
    now = deployment.now()
    looks = models.Look.objects.filter(dossier_id=person_id, at__gt=now - TOUCHED_WITHIN).exclude(actor=visitor.actor)
    found = looks.order_by("-id").values_list("channel", "at").first()
    return Touch(found[0], max(0, int((now - found[1]).total_seconds()))) if found else None


def version_of(person_id: str) -> int | None:
    """How many acts made the dossier what it is; None where there is none."""
    return models.Dossier.objects.filter(pk=person_id).values_list("version", flat=True).first()


def since(person_id: str, version: int, visitor: Visitor) -> tuple[Change, ...]:
    """The acts after ``version`` that the visitor may know of, the first one first."""
    within, places = done_within(visitor)
    with reading() as wire:
        rows = wire.send(CHANGES.format(within=within), [person_id, version, *places]).fetchall()
    return tuple(_change(*row) for row in rows)


def _change(service: str, answer: str, channel: str, at: datetime) -> Change:
    name = catalogue()[service].name if service in catalogue() else service
    return Change(name, json.loads(answer).get("words", ""), channel, moment(at))
