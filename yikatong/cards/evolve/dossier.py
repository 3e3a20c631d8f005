"""Folds of the dossier itself."""

from dataclasses import replace
from datetime import date, datetime

from yikatong.cards import events as e
from yikatong.cards.evolve.fold import fold
from yikatong.cards.person import Appointment, Mandate, Person, Proposal, Words


@fold.register
def _(event: e.PersonRegistered, person: Person, at: datetime) -> Person:
    born_on = date.fromisoformat(event.born_on) if event.born_on else None
    words = Words(event.name, event.id_number, event.mobile, event.address, born_on)
    return replace(person, id_kind=event.id_kind, words=words)


@fold.register
def _(event: e.AppointmentBooked, person: Person, at: datetime) -> Person:
    booked = Appointment(event.appointment_id, event.card_id, event.outlet, event.at, event.seat)
    return replace(person, appointments=(*person.appointments, booked))


@fold.register
def _(event: e.AppointmentCancelled, person: Person, at: datetime) -> Person:
    return replace(
        person,
        appointments=tuple(
            replace(a, cancelled=True) if a.appointment_id == event.appointment_id else a for a in person.appointments
        ),
    )


@fold.register
def _(event: e.MandateRegistered, person: Person, at: datetime) -> Person:
    mandate = Mandate(
        event.mandate_id, event.kind, event.agent, frozenset(event.scopes), event.starts_on, event.ends_on
    )
    return replace(person, mandates=(*person.mandates, mandate))


@fold.register
def _(event: e.MandateRevoked, person: Person, at: datetime) -> Person:
    return replace(
        person,
        mandates=tuple(replace(m, revoked_at=at) if m.mandate_id == event.mandate_id else m for m in person.mandates),
    )


@fold.register
def _(event: e.CorrectionProposed, person: Person, at: datetime) -> Person:
    proposal = Proposal(event.proposal_id, event.part, event.reason, event.proposer, at)
    words = person.words and replace(person.words, proposed={**person.words.proposed, event.proposal_id: event.value})
    return replace(person, proposals=(*person.proposals, proposal), words=words)


def _settle(person: Person, proposal_id: str) -> Person:
    proposals = tuple(replace(p, settled=True) if p.proposal_id == proposal_id else p for p in person.proposals)
    words = person.words
    if words:
        waiting = {ref: value for ref, value in words.proposed.items() if ref != proposal_id}
        words = replace(words, proposed=waiting)
    return replace(person, proposals=proposals, words=words)


@fold.register
def _(event: e.RecordCorrected, person: Person, at: datetime) -> Person:
    part = next(p.part for p in person.proposals if p.proposal_id == event.proposal_id)
    words = person.words
    if words and event.proposal_id in words.proposed:
        words = replace(words, **{part.value: words.proposed[event.proposal_id]})  # type: ignore[arg-type]
    return _settle(replace(person, words=words), event.proposal_id)


@fold.register
def _(event: e.CorrectionRejected, person: Person, at: datetime) -> Person:
    return _settle(person, event.proposal_id)
