"""The story of orders as the ledger tells it: which were given, and which answers were written down."""

import json
from collections import defaultdict

from yikatong.cards.stages import Stage
from yikatong.office.reconciliation.reading import CHUNK
from yikatong.records import models


def story_of_orders() -> tuple[set[str], dict[str, list[str]]]:
    """The ids of all orders given, and by order the answers that stand in the ledger, in their order."""
    given, answers = set[str](), defaultdict[str, list[str]](list)
    rows = models.Entry.objects.filter(events__contains='"order_id":').order_by("id").values_list("events", flat=True)
    for text in rows.iterator(chunk_size=CHUNK):
        for event in json.loads(text)["events"]:
            order_id = event.get("order_id")
            if order_id and _gives(event):
                given.add(order_id)
            elif order_id and event.get("result"):
                answers[order_id].append(event["result"])
    return given, dict(answers)


def callbacks_noted(bank: str) -> set[str]:
    """The numbers of a bank's call-backs by which a repeat is known again."""
    found = models.Callback.objects.filter(bank=bank).exclude(status="")
    return set(found.values_list("webhook_id", flat=True).iterator(chunk_size=CHUNK))


def _gives(event: dict[str, str]) -> bool:
    """The stage of opening is an order itself."""
    opening = event["event"] == "stage_reached" and event.get("stage") == Stage.BANK_OPENING.value
    return opening or event["event"] == "account_ordered"
