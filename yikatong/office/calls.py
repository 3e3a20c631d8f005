"""Calls to the hotline: what a clerk may see and do while one lasts, and the trace that it leaves.

A call changes nothing that a person has, so it is no act of the ledger: it is kept as looks at their record, from
``call_began`` to how it ended, on the one list that the holder reads too. What was done meanwhile are acts as ever.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from yikatong.cards.card import Card
from yikatong.cards.states import Function, LossKind
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.common import candidates
from yikatong.catalogue.decide import Decision, decide
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment, ledger
from yikatong.office.ask import Ask, Outcome
from yikatong.office.cases import case_of, seen_by
from yikatong.office.counter import serve, service_of
from yikatong.office.desk_queue import Dossier, Visitor, open_dossier, openings_for
from yikatong.office.prepare import prepare
from yikatong.office.reception import PASSED, look_up
from yikatong.office.staff import Posting
from yikatong.office.wire import reading
from yikatong.policies import parameters as p
from yikatong.policies.policy import PolicyMissing
from yikatong.records import models

BEGAN = "call_began"
LOOKS_READ = 60


class CallOutcome(StrEnum):
    """How a call ended; the value is the purpose of its last look."""

    ACTED = "call_acted"
    ASKED = "call_asked"
    UNVERIFIED = "call_unverified"

    @property
    def words(self) -> str:
        return {
            "call_acted": "办理了业务", "call_asked": "只咨询，没有办理业务", "call_unverified": "来电人没有通过核对",
        }[self]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """One call about one person. ``ended_at`` is None while it lasts, or where its end was never noted."""

    reference: str
    actor: str
    began_at: datetime
    ended_at: datetime | None = None
    outcome: CallOutcome | None = None


def begin(person_id: str, posting: Posting) -> datetime:
    """Note that somebody calls about this person, before anything is shown. Errors: OutOfScope."""
    person, now = look_up(person_id, posting), deployment.now()
    _note(person.person_id, posting, BEGAN, now)
    return now


def end(person_id: str, posting: Posting, began_at: datetime, ended_at: datetime) -> CallOutcome:
    """Note how a call ended: by what this account did and saw since it began."""
    done = models.Entry.objects.filter(dossier_id=person_id, client=posting.client, at__gte=began_at)
    looks = models.Look.objects.filter(dossier_id=person_id, actor=posting.actor, at__gte=began_at, purpose=PASSED)
    outcome = CallOutcome.UNVERIFIED
    if looks.exists():
        outcome = CallOutcome.ACTED if done.exists() else CallOutcome.ASKED
    _note(person_id, posting, outcome.value, ended_at)
    return outcome


def _note(person_id: str, posting: Posting, purpose: str, at: datetime) -> None:
    with reading() as wire:
        ledger.note_look(wire, person_id, posting.actor, posting.channel, purpose, at)


def calls_of(person_id: str) -> tuple[Call, ...]:
    """The latest calls about a person, the last one first."""
    purposes = (BEGAN, *CallOutcome)
    rows = models.Look.objects.filter(dossier_id=person_id, channel=Channel.HOTLINE.value, purpose__in=purposes)
    return tuple(reversed(_joined(reversed(list(rows.order_by("-pk")[:LOOKS_READ])))))


def _joined(looks: Iterable[models.Look]) -> list[Call]:
    """Each clerk has one call at a time, so that an end belongs to the beginning of the same clerk."""
    found: list[Call] = []
    lasting: dict[str, int] = {}
    for look in looks:
        if look.purpose == BEGAN:
            lasting[look.actor] = len(found)
            found.append(Call(f"TH{day_of(look.at):%y%m%d}-{look.pk}", look.actor, look.at))
        elif (place := lasting.pop(look.actor, None)) is not None:
            found[place] = replace(found[place], ended_at=look.at, outcome=CallOutcome(look.purpose))
    return found


@dataclass(frozen=True, slots=True)
class LossChoice:
    """What would be answered if this function of this card were reported lost now. ``called``: what it is called
    there (口头挂失 in Shaanxi), None where the place has not ruled."""

    card: Card
    function: Function
    decision: Decision
    called: str | None


@dataclass(frozen=True, slots=True)
class Console:
    """All that a clerk sees of a verified caller. ``outcome`` is the answer to what was just asked, if anything."""

    dossier: Dossier
    losses: tuple[LossChoice, ...]
    calls: tuple[Call, ...]
    outcome: Outcome | None = None


def open_console(person_id: str, visitor: Visitor) -> Console:
    """Read once, look noted; the choices are decided without writing. Errors: OutOfScope."""
    dossier = open_dossier(person_id, visitor, "console")
    return Console(dossier, _losses(dossier, visitor), calls_of(person_id))


def act(ask: Ask, visitor: Visitor) -> Console:
    """Ask the counter, and open the console on what has come of it. Errors: NotUnderstood, CounterFault."""
    outcome = serve(ask)
    return replace(open_console(str(ask.about), visitor), outcome=outcome)


def as_citizen(person_id: str, visitor: Visitor, assurance: Assurance) -> Dossier:
    """What the holder reads of themselves on the portal; the look is the clerk's own. Errors: OutOfScope."""
    dossier = open_dossier(person_id, visitor, "as_citizen")
    at_portal = replace(visitor, channel=Channel.PORTAL, assurance=assurance)
    found = ledger.Found(dossier.person, b"")
    return replace(dossier, openings=openings_for(found, at_portal, dossier.now))


def _losses(dossier: Dossier, visitor: Visitor) -> tuple[LossChoice, ...]:
    service = service_of("report_loss")
    cards = candidates(service, seen_by(dossier.person, visitor.scope, visitor.party))
    return tuple(_loss(dossier, visitor, card, function) for card in cards for function in Function)


def _loss(dossier: Dossier, visitor: Visitor, card: Card, function: Function) -> LossChoice:
    service, today = service_of("report_loss"), day_of(dossier.now)
    answers: dict[str, Any] = {"function": function.value, "kind": LossKind.TEMPORARY.value}
    ask = Ask(
        service.code, answers, visitor.channel, visitor.assurance, "console", dossier.person.person_id, card.card_id,
        visitor.asker, visitor.region, actor=visitor.actor, scope=visitor.scope, party=visitor.party,
    )  # fmt: skip
    prepared = prepare(service, answers, visitor.region, today)
    case = case_of(service, ask, prepared, ledger.Found(dossier.person, b""), dossier.now)
    try:
        called = deployment.policies().ruling(p.temporary_loss_label, card.region, today).value
    except PolicyMissing:
        called = None
    return LossChoice(card, function, decide(service, case), called)
