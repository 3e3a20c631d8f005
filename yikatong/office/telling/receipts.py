"""What became of text messages: receipts that the gateway sends, or is asked for; and those that did not arrive."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from yikatong.office import deployment, outside
from yikatong.office.ask import OutOfScope
from yikatong.office.staff import Posting
from yikatong.office.telling.carrier import DELIVERED, FAILED, HANDED_OVER
from yikatong.office.telling.templates import Template, template_of
from yikatong.policies import regions
from yikatong.ports.messages import Receipt
from yikatong.records import models

PAGE = 50
ASKED_AT_ONCE = 500
ASKED_AFTER = timedelta(minutes=1)
ASKED_FOR = timedelta(days=3)
"""A gateway that said nothing for so long never will; the message stays handed over, and is told so."""
HOW = {"phone": "电话告知", "letter": "信函告知", "in_person": "当面告知", "unreached": "联系不上，已登记更正"}


@dataclass(frozen=True, slots=True)
class Failure:
    """A text message that did not arrive, for whoever tells the holder otherwise. Who it is is seen on opening."""

    message_id: int
    person_id: str
    kind: str
    template: Template
    reference: str
    why: str
    at: datetime
    region: str


def take_callback(headers: Mapping[str, str], body: bytes) -> int:
    """Apply the receipts of a gateway's signed call-back; gives how many were news. Errors: ReceiptFault, Unavailable
    where no gateway is connected."""
    return apply(outside.messages().read_receipts(headers, body))


def ask_gateway() -> int:
    """Ask for the receipts that have not come; gives how many were news. Errors: Unavailable."""
    now = deployment.now()
    rows = models.Telling.objects.filter(state=HANDED_OVER, gateway_reference__isnull=False)
    rows = rows.filter(at__gt=now - ASKED_FOR, at__lt=now - ASKED_AFTER).order_by("at")
    references = list(rows.values_list("gateway_reference", flat=True)[:ASKED_AT_ONCE])
    return apply(outside.messages().receipts(references)) if references else 0


def apply(receipts: Sequence[Receipt]) -> int:
    """Write down what is news. A message once delivered stays so: a late or repeated receipt changes nothing."""
    now, news = deployment.now(), 0
    arrived = [r.reference for r in receipts if r.delivered]
    open_rows = models.Telling.objects.filter(state=HANDED_OVER)
    if arrived:
        known = models.Telling.objects.filter(state__in=(HANDED_OVER, FAILED), gateway_reference__in=arrived)
        news += known.update(state=DELIVERED, why="", at=now)
    for receipt in receipts:
        if not receipt.delivered:
            failed = open_rows.filter(gateway_reference=receipt.reference)
            news += failed.update(state=FAILED, why=receipt.why[:80], at=now)
    return news


def failures(posting: Posting, after: int = 0) -> list[Failure]:
    """Text messages of the post's region that did not arrive and nobody has settled, the oldest first."""
    rows = _open(posting).filter(pk__gt=after).select_related("message").order_by("pk")[:PAGE]
    return [_failure(row) for row in rows]


def settle(message_id: int, how: str, posting: Posting) -> None:
    """The holder has been told otherwise. Errors: OutOfScope for what is not such a message here."""
    if how not in HOW:
        raise OutOfScope
    found = _open(posting).filter(pk=message_id)
    if not found.update(settled_at=deployment.now(), settled_by=posting.actor, settled_how=how):
        raise OutOfScope


def _open(posting: Posting):  # type: ignore[no-untyped-def]
    rows = models.Telling.objects.filter(Q(state=FAILED), settled_at__isnull=True)
    if posting.region != regions.NATION:
        rows = rows.filter(region__startswith=regions.levels(posting.region)[0])
    return rows


def _failure(row: "models.Telling") -> Failure:
    message, facts = row.message, json.loads(row.message.body)
    return Failure(
        message.pk, message.dossier_id, message.kind, template_of(message.kind, facts), message.reference, row.why,
        row.at, row.region,
    )  # fmt: skip
