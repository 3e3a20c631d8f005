"""Who is meant by a number on a slip or a card, and what was done for them, page by page. Read-only."""

import json
from dataclasses import dataclass
from datetime import datetime

from yikatong.office import deployment, ledger
from yikatong.office.ask import OutOfScope
from yikatong.office.cases import check_scope, key_of
from yikatong.office.desk_queue import Visitor, done_within
from yikatong.office.wire import moment, reading
from yikatong.policies import regions
from yikatong.records import models
from yikatong.services import catalogue

PAGE = 50
TIMELINE = """
    SELECT version, reference, service, answer, channel, at FROM records_entry e
    WHERE dossier_id = %s AND version < %s AND {within} ORDER BY version DESC LIMIT {page}"""


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a timeline. ``version`` is what it made of the dossier, and where the next page goes on."""

    version: int
    reference: str
    service: str
    name: str
    words: str
    channel: str
    at: datetime


def of_card(card_no: str, scope: str | None) -> str:
    """The holder of the card with this number on its face, within the scope. Errors: OutOfScope.

    Two provinces may use the same number: then only a scope within one of them finds anybody.
    """
    rows = models.Holding.objects.filter(card_no=card_no)
    if scope is not None and scope != regions.NATION:
        rows = rows.filter(province=regions.province(scope))
    found = list(rows.values_list("dossier_id", flat=True).distinct()[:2])
    if len(found) != 1:
        raise OutOfScope
    return str(found[0])


def of_reference(reference: str) -> str:
    """The person whom an act with this receipt number was about. Errors: OutOfScope."""
    found = models.Entry.objects.filter(reference=reference).values_list("dossier_id", flat=True).first()
    if found is None:
        raise OutOfScope
    return str(found)


def timeline(person_id: str, visitor: Visitor, before: int) -> list[Step]:
    """Acts older than version ``before``, the latest first; the look itself is noted. Errors: OutOfScope."""
    with reading() as wire:
        found = ledger.find(wire, key_of(person_id))
        within, places = done_within(visitor)
        rows = wire.send(TIMELINE.format(within=within, page=PAGE), [person_id, before, *places])
        if not found.person.known:
            raise OutOfScope
        check_scope(found.person, visitor.scope)
        steps = [_step(*row) for row in rows.fetchall()]
        if visitor.scope is not None:
            ledger.note_look(wire, person_id, visitor.actor, visitor.channel, "timeline", deployment.now())
    return steps


def _step(version: int, reference: str, service: str, answer: str, channel: str, at: datetime) -> Step:
    name = catalogue()[service].name if service in catalogue() else service
    return Step(version, reference, service, name, json.loads(answer).get("words", ""), channel, moment(at))
