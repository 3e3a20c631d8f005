"""Messages in the outbox, and carriers that do as they are told."""

import threading
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.office.world import NOW, SHAANXI, enrol
from yikatong.cards.events import Party
from yikatong.office.courier.carried import Carried, Lane
from yikatong.records import models

CAB, BJB, HOLDER = Lane(Party.BANK, "CAB"), Lane(Party.BANK, "BJB"), Lane(Party.HOLDER)


def people(count: int = 1, region: str = SHAANXI, first: int = 0) -> list[str]:
    """Ids of as many people with a card in use, of whom nobody has been told anything."""
    for serial in range(first, first + count):
        enrol(serial, region)
    models.Message.objects.all().delete()
    return list(models.Dossier.objects.order_by("pk").values_list("pk", flat=True))


def post(person_id: str, lane: Lane = CAB, **columns: Any) -> int:
    """A message that waits, by its number."""
    target = lane.target or person_id
    row: dict[str, Any] = {"reference": "YK261123-6PC5EMDQSC", "kind": "loss_reported", "body": '{"card_id":"C0"}'}
    row |= {"at": NOW - timedelta(minutes=5)} | columns
    made = models.Message.objects.create(dossier_id=person_id, party=lane.party.value, target=target, **row)
    return int(made.pk)


def row(message_id: int) -> models.Message:
    return models.Message.objects.get(pk=message_id)


def numbers(found: Sequence[Any]) -> list[int]:
    """Of what was claimed."""
    return [carried.message_id for carried, *_ in found]


class Spy:
    """A carrier that notes what it carries, in which order and how many at once; and fails where it is told."""

    def __init__(self, breath_s: float = 0.0) -> None:
        self.carried: list[int] = []
        self.together: defaultdict[int, int] = defaultdict(int)
        self.most: defaultdict[int, int] = defaultdict(int)
        self.failing: dict[int, Exception] = {}
        self.breath = threading.Event()
        self._breath_s, self._lock = breath_s, threading.Lock()

    def __call__(self, message: Carried) -> int:
        with self._lock:
            self.carried.append(message.message_id)
            self.together[message.message_id] += 1
            self.most[message.message_id] = max(self.most[message.message_id], self.together[message.message_id])
        try:
            self.breath.wait(self._breath_s)
            if (failure := self.failing.get(message.message_id)) is not None:
                raise failure
            return 202
        finally:
            with self._lock:
                self.together[message.message_id] -= 1


def states() -> dict[int, tuple[bool, bool]]:
    """Of each message, whether it was sent and whether it is dead."""
    rows = models.Message.objects.values_list("pk", "sent_at", "dead_at")
    return {number: (sent is not None, dead is not None) for number, sent, dead in rows}


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)
