"""A receipt as it can be printed again, and who printed it when."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from yikatong.cards.identity import IdNumber
from yikatong.catalogue.decide import Granted
from yikatong.office import deployment, ledger
from yikatong.office.ask import Outcome, OutOfScope
from yikatong.office.cases import key_of, seen_by
from yikatong.office.desk_queue import Visitor, concerns
from yikatong.office.recent import undoing
from yikatong.office.rulings import read_ruling
from yikatong.office.wire import reading
from yikatong.policies import regions
from yikatong.records import models


@dataclass(frozen=True, slots=True)
class Printed:
    """One print on paper."""

    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """An act as its receipt says it. ``outlet`` and ``window`` (0 for none) are where the clerk sat then."""

    outcome: Outcome
    service: str
    channel: str
    actor: str
    outlet: str
    window: int
    undone_by: str
    prints: tuple[Printed, ...]


def receipt_of(about: str | IdNumber, reference: str, visitor: Visitor) -> Receipt:
    """The receipt, where the visitor may see act and person; the look is noted. Errors: OutOfScope."""
    with reading() as wire:
        found = ledger.find(wire, key_of(about)).person
        person = seen_by(found, visitor.scope, visitor.party) if found.known else found
        if not found.known or (found.cards and not person.cards):
            raise OutOfScope
        if visitor.scope is not None:
            ledger.note_look(wire, found.person_id, visitor.actor, visitor.channel, "receipt", deployment.now())
    entry = models.Entry.objects.filter(reference=reference, dossier_id=found.person_id).first()
    if entry is None or not _within(visitor.scope, entry.region):
        raise OutOfScope
    if visitor.party and not concerns(entry.events, person.cards):
        raise OutOfScope
    answer = json.loads(entry.answer)
    rulings = tuple(read_ruling(page) for page in json.loads(entry.rulings))
    granted = Granted(answer["words"], tuple(answer["next"]), rulings)
    outlet, window = _sat_at(entry)
    return Receipt(
        Outcome(granted, entry.at, answer["region"], reference, person=person), entry.service, entry.channel,
        entry.actor, outlet, window, undoing(entry.client, reference), _prints(reference),
    )  # fmt: skip


def note_print(receipt: Receipt, visitor: Visitor) -> Receipt:
    """Noted before the page is printed, like every look. Gives the receipt with this print."""
    row = models.Print.objects.create(reference=receipt.outcome.reference, actor=visitor.actor, at=deployment.now())
    return replace(receipt, prints=(Printed(row.actor, row.at), *receipt.prints))


def _prints(reference: str) -> tuple[Printed, ...]:
    rows = models.Print.objects.filter(reference=reference).order_by("-id")[:20]
    return tuple(Printed(row.actor, row.at) for row in rows)


def _within(scope: str | None, region: str) -> bool:
    """Acts of the scope's subtree, and those that concern no narrower place than it."""
    return scope is None or regions.covers(scope, region) or regions.covers(region, scope)


def _sat_at(entry: models.Entry) -> tuple[str, int]:
    rows = models.Shift.objects.filter(client=entry.client, starts_at__lte=entry.at)
    shift = rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gte=entry.at)).order_by("-starts_at").first()
    if shift is None:
        return "", 0
    outlet = deployment.directory().outlets.get(shift.outlet)
    return outlet.name if outlet else shift.outlet, shift.window
