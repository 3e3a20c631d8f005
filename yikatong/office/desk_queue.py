"""Read-only questions for screens. A constant number of statements each, whatever the size of the tables."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from yikatong.cards.card import Card, Tenure
from yikatong.cards.person import Person
from yikatong.catalogue.case import Case, Unasked
from yikatong.catalogue.channels import Asker, Assurance, Channel
from yikatong.catalogue.common import candidates
from yikatong.catalogue.decide import Opening, opening
from yikatong.catalogue.service import Service
from yikatong.office import deployment, ledger
from yikatong.office.ask import Ask, OutOfScope
from yikatong.office.cases import case_of, key_of, seen_by
from yikatong.office.prepare import Prepared
from yikatong.office.wire import moment, reading
from yikatong.policies import regions
from yikatong.records import models
from yikatong.services import catalogue


@dataclass(frozen=True, slots=True)
class Visitor:
    """Through what a screen is opened, by whom, about whom: an ask without a service. ``party``: a bank's post's."""

    channel: Channel
    assurance: Assurance
    actor: str
    asker: Asker
    scope: str | None = None
    region: str = "00"
    party: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One act on a person's timeline."""

    reference: str
    service: str
    name: str
    words: str
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything about one person that the visitor may see: read in five statements, the look noted among them."""

    person: Person
    timeline: tuple[Line, ...]
    waiting: tuple[Mapping[str, Any], ...]
    openings: tuple[Opening, ...]
    now: datetime


TIMELINE = """
    SELECT reference, service, answer, channel, at FROM records_entry e
    JOIN records_dossier d ON d.person_id = e.dossier_id
    WHERE d.{key} = %s AND {within} ORDER BY e.version DESC LIMIT 50"""
CARD = '"card_id":"'  # as events are spelt (office.canonical)
OF_BANK = """(REPLACE(e.events, '"card_id":"', '') = e.events OR EXISTS (
        SELECT 1 FROM records_holding h WHERE h.dossier_id = e.dossier_id AND h.bank = %s
            AND REPLACE(e.events, '"card_id":"' || h.card_id || '"', '') <> e.events))"""
WAITING = """
    SELECT m.party, m.target, m.kind, m.at FROM records_message m
    JOIN records_dossier d ON d.person_id = m.dossier_id
    WHERE d.{key} = %s AND m.sent_at IS NULL AND m.party <> 'holder' ORDER BY m.id LIMIT 50"""


def open_dossier(about: Any, visitor: Visitor, purpose: str) -> Dossier:
    """All that a screen about one person shows. Errors: OutOfScope when there is nobody to be seen."""
    key, now = key_of(about), deployment.now()
    with reading() as wire:
        found = ledger.find(wire, key)
        within, places = done_within(visitor)
        timeline = wire.send(TIMELINE.format(key=key.column, within=within), [key.value, *places])
        waiting = wire.send(WAITING.format(key=key.column), [key.value])
        if not found.person.known:
            raise OutOfScope
        person = seen_by(found.person, visitor.scope, visitor.party)
        if found.person.cards and not person.cards:
            raise OutOfScope
        lines = tuple(_line(*row) for row in timeline.fetchall())
        unsent = tuple(
            {"party": party, "target": target, "kind": kind, "at": moment(at)}
            for party, target, kind, at in waiting.fetchall()
            if party != "bank" or visitor.party in ("", target)
        )
        openings = openings_for(found, visitor, now)
        if visitor.scope is not None:
            ledger.note_look(wire, found.person.person_id, visitor.actor, visitor.channel, purpose, now)
    return Dossier(person, lines, unsent, openings, now)


def done_within(visitor: Visitor) -> tuple[str, list[str]]:
    """As SQL over entries ``e``: acts of the scope's subtree, and those that concern no narrower place than it; at a
    bank's post of them those about a card of this bank, and those about no card."""
    within, values = _placed_within(visitor.scope)
    return (f"{within} AND {OF_BANK}", [*values, visitor.party]) if visitor.party else (within, values)


def _placed_within(scope: str | None) -> tuple[str, list[str]]:
    own, *above = regions.levels(scope or regions.NATION)
    if not above:
        return "TRUE", []
    wider = [spelt for level in above for spelt in (level, level.ljust(6, "0"))]
    return f"(e.region LIKE %s OR e.region IN ({', '.join(['%s'] * len(wider))}))", [f"{own}%", *wider]


def concerns(events: str, cards: Iterable[Card]) -> bool:
    """Whether an entry's events are about one of these cards, or about no card: what OF_BANK says in SQL."""
    return CARD not in events or any(f'{CARD}{card.card_id}"' in events for card in cards)


def openings_for(
    found: ledger.Found, visitor: Visitor, now: datetime, services: Iterable[Service[Any]] | None = None
) -> tuple[Opening, ...]:
    """What may be asked now, by the same rules that decide; once for each card that a service could act upon.

    ``services``: only these; else all of the catalogue.
    """
    lines, seen = [], seen_by(found.person, visitor.scope, visitor.party)
    for service in catalogue().values() if services is None else services:
        if visitor.channel not in service.channels:
            continue
        cards = candidates(service, seen) if service.card else ()
        for card in cards or (None,):
            ask = Ask(
                service.code, {}, visitor.channel, visitor.assurance, "menu", found.person.person_id,
                card.card_id if card else None, visitor.asker, visitor.region, actor=visitor.actor,
                scope=visitor.scope, party=visitor.party,
            )  # fmt: skip
            case: Case[Any] = case_of(service, ask, Prepared(Unasked({})), found, now)
            lines.append(opening(service, case))
    return tuple(lines)


def _line(reference: str, service: str, answer: str, channel: str, at: Any) -> Line:
    name = catalogue()[service].name if service in catalogue() else service
    return Line(reference, service, name, json.loads(answer).get("words", ""), channel, moment(at))


@dataclass(frozen=True, slots=True)
class Queued:
    """One card in a queue, without its holder's name."""

    card_id: str
    person_id: str
    region: str
    stage: str
    stage_at: datetime
    bank: str
    outlet: str


QUEUE_PAGE = 50


def queue(
    stages: tuple[str, ...], scope: str, after: tuple[datetime, str] | None = None, count: int = QUEUE_PAGE
) -> list[Queued]:
    """Living cards at these stages within a region's subtree, longest waiting first; keyset by (stage_at, card_id).

    One statement for each stage, so that each reads a page along an index, and never all that waits.
    """
    rows = models.Holding.objects.exclude(tenure=Tenure.GONE.value)
    if scope != regions.NATION:
        rows = rows.filter(region__startswith=regions.levels(scope)[0])
    if after:
        rows = rows.filter(Q(stage_at__gt=after[0]) | Q(stage_at=after[0], card_id__gt=after[1]))
    rows = rows.order_by("stage_at", "card_id")
    first = [h for stage in stages for h in rows.filter(stage=stage)[:count]]
    first.sort(key=lambda h: (h.stage_at, h.card_id))
    return [Queued(h.card_id, h.dossier_id, h.region, h.stage, h.stage_at, h.bank, h.outlet) for h in first[:count]]


def is_known(number: str) -> bool:
    """Whether there is a dossier for this canonical identity number."""
    index = deployment.vault().blind_index("id_number", number)
    return models.Dossier.objects.filter(number_index=index).exists()
