"""The present is the past folded: ``evolve(person, event, at)`` for each event in order."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import reduce, singledispatch

from yikatong.cards import events as e
from yikatong.cards.card import Card, Reason
from yikatong.cards.person import Appointment, Mandate, Person, Proposal, Words
from yikatong.cards.stages import Stage
from yikatong.cards.states import REPORTED_LOST, Standing, State


def evolve(person: Person, event: e.Event, at: datetime) -> Person:
    """The person after one event that happened at ``at``. Total over :data:`~yikatong.cards.events.Event`."""
    return _fold(event, person, at)


def after(person: Person, events: Iterable[e.Event], at: datetime) -> Person:
    """The person after one act: all its events, and one more on the version."""
    changed = reduce(lambda folded, event: _fold(event, folded, at), events, person)
    return replace(changed, version=person.version + 1)


def _with_card(person: Person, card_id: str, **changes: object) -> Person:
    cards = tuple(
        replace(c, **changes) if c.card_id == card_id else c  # type: ignore[arg-type]
        for c in person.cards
    )
    return replace(person, cards=cards)


def _card(person: Person, card_id: str) -> Card:
    return next(c for c in person.cards if c.card_id == card_id)


def _social(person: Person, card_id: str, state: State, at: datetime, **changes: object) -> Person:
    return _with_card(person, card_id, social=Standing(state, at), **changes)


@singledispatch
def _fold(event: object, person: Person, at: datetime) -> Person:
    raise TypeError(f"no fold for {type(event).__name__}")


@_fold.register
def _(event: e.PersonRegistered, person: Person, at: datetime) -> Person:
    born_on = date.fromisoformat(event.born_on) if event.born_on else None
    words = Words(event.name, event.id_number, event.mobile, event.address, born_on)
    return replace(person, id_kind=event.id_kind, words=words)


@_fold.register
def _(event: e.ApplicationSubmitted, person: Person, at: datetime) -> Person:
    card = Card(
        card_id=event.card_id, region=event.region, bank=event.bank, outlet=event.outlet, reason=event.reason,
        stage=Stage.SUBMITTED, stage_at=at, applied_at=at, generation=event.generation,
        social=Standing(State.SEALED, at), financial=Standing(State.INACTIVE, at),
        predecessor=event.predecessor, employer=event.employer, photo=event.photo,
    )  # fmt: skip
    return replace(person, cards=(*person.cards, card))


@_fold.register
def _(event: e.PhotoSupplied, person: Person, at: datetime) -> Person:
    return _with_card(person, event.card_id, photo=event.photo)


@_fold.register
def _(event: e.StageReached, person: Person, at: datetime) -> Person:
    outlet = event.outlet or _card(person, event.card_id).outlet
    return _with_card(person, event.card_id, stage=event.stage, stage_at=at, note=event.note, outlet=outlet)


@_fold.register
def _(event: e.CardMade, person: Person, at: datetime) -> Person:
    return _with_card(
        person, event.card_id,
        card_no=event.card_no, issued_on=event.issued_on, valid_until=event.valid_until,
    )  # fmt: skip


@_fold.register
def _(event: e.CardTakenOver, person: Person, at: datetime) -> Person:
    card = Card(
        card_id=event.card_id, region=event.region, bank=event.bank, outlet=event.outlet, reason=Reason.FIRST,
        stage=Stage.COLLECTED, stage_at=at, applied_at=at, collected_at=at, generation=event.generation,
        social=Standing(event.social, at), financial=Standing(event.financial, at), card_no=event.card_no,
        issued_on=event.issued_on, valid_until=event.valid_until, pin_initial=event.social is State.SEALED,
    )  # fmt: skip
    return replace(person, cards=(*person.cards, card))


@_fold.register
def _(event: e.CardCollected, person: Person, at: datetime) -> Person:
    return _with_card(
        person, event.card_id,
        stage=Stage.COLLECTED, stage_at=at, collected_at=at, outlet=event.outlet, note="",
    )  # fmt: skip


@_fold.register
def _(event: e.FunctionEnabled, person: Person, at: datetime) -> Person:
    return _social(person, event.card_id, State.NORMAL, at)


@_fold.register
def _(event: e.PinChanged, person: Person, at: datetime) -> Person:
    return _with_card(person, event.card_id, pin_initial=False, wrong_pins=0)


@_fold.register
def _(event: e.PinAccepted, person: Person, at: datetime) -> Person:
    return _with_card(person, event.card_id, wrong_pins=0)


@_fold.register
def _(event: e.PinRefused, person: Person, at: datetime) -> Person:
    return _with_card(person, event.card_id, wrong_pins=_card(person, event.card_id).wrong_pins + 1)


@_fold.register
def _(event: e.FunctionLocked, person: Person, at: datetime) -> Person:
    return _social(person, event.card_id, State.LOCKED, at)


@_fold.register
def _(event: e.FunctionUnlocked, person: Person, at: datetime) -> Person:
    return _social(person, event.card_id, State.NORMAL, at, wrong_pins=0)


@_fold.register
def _(event: e.LossReported, person: Person, at: datetime) -> Person:
    standing = getattr(_card(person, event.card_id), event.function.value)
    return _with_card(person, event.card_id, **{event.function.value: standing.lost(at, event.until, event.formal)})


@_fold.register
def _(event: e.LossLifted, person: Person, at: datetime) -> Person:
    standing = getattr(_card(person, event.card_id), event.function.value)
    return _with_card(person, event.card_id, **{event.function.value: standing.lifted(at)})


@_fold.register
def _(event: e.FundsSettled, person: Person, at: datetime) -> Person:
    settled = _card(person, event.card_id).settled | {event.function}
    return _with_card(person, event.card_id, settled=settled)


@_fold.register
def _(event: e.FunctionCancelled, person: Person, at: datetime) -> Person:
    return _social(person, event.card_id, State.CANCELLED, at, note=event.ground)


@_fold.register
def _(event: e.AccountActivated, person: Person, at: datetime) -> Person:
    return _with_card(person, event.card_id, financial=Standing(State.ACTIVE, at))


@_fold.register
def _(event: e.AccountClosed, person: Person, at: datetime) -> Person:
    return _with_card(person, event.card_id, financial=Standing(State.CLOSED, at))


@_fold.register
def _(event: e.AccountStateReported, person: Person, at: datetime) -> Person:
    """A loss report stays on top: what the bank says changes what the account falls back to."""
    standing = _card(person, event.card_id).financial.at(at)
    reported = Standing(event.state, at)
    if standing.state in REPORTED_LOST:
        reported = replace(standing, before=event.state)
    return _with_card(person, event.card_id, financial=reported)


@_fold.register
def _(event: e.AppointmentBooked, person: Person, at: datetime) -> Person:
    booked = Appointment(event.appointment_id, event.card_id, event.outlet, event.at, event.seat)
    return replace(person, appointments=(*person.appointments, booked))


@_fold.register
def _(event: e.AppointmentCancelled, person: Person, at: datetime) -> Person:
    return replace(
        person,
        appointments=tuple(
            replace(a, cancelled=True) if a.appointment_id == event.appointment_id else a for a in person.appointments
        ),
    )


@_fold.register
def _(event: e.MandateRegistered, person: Person, at: datetime) -> Person:
    mandate = Mandate(
        event.mandate_id, event.kind, event.agent, frozenset(event.scopes), event.starts_on, event.ends_on
    )
    return replace(person, mandates=(*person.mandates, mandate))


@_fold.register
def _(event: e.MandateRevoked, person: Person, at: datetime) -> Person:
    return replace(
        person,
        mandates=tuple(replace(m, revoked_at=at) if m.mandate_id == event.mandate_id else m for m in person.mandates),
    )


@_fold.register
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


@_fold.register
def _(event: e.RecordCorrected, person: Person, at: datetime) -> Person:
    part = next(p.part for p in person.proposals if p.proposal_id == event.proposal_id)
    words = person.words
    if words and event.proposal_id in words.proposed:
        words = replace(words, **{part.value: words.proposed[event.proposal_id]})
    return _settle(replace(person, words=words), event.proposal_id)


@_fold.register
def _(event: e.CorrectionRejected, person: Person, at: datetime) -> Person:
    return _settle(person, event.proposal_id)


def unfoldable() -> list[str]:
    """Events without a fold: none may be left (a system check asks)."""
    return [name for name, cls in e.EVENTS.items() if _fold.dispatch(cls) is _fold.dispatch(object)]
