"""Folds of a card's two functions."""

from dataclasses import replace
from datetime import datetime

from yikatong.cards import events as e
from yikatong.cards.custodians import Custodian
from yikatong.cards.evolve.fold import fold, the_card, with_card
from yikatong.cards.person import Person
from yikatong.cards.states import REPORTED_LOST, Standing, State


def _social(person: Person, card_id: str, state: State, at: datetime, **changes: object) -> Person:
    return with_card(person, card_id, social=Standing(state, at), **changes)


@fold.register
def _(event: e.FunctionEnabled, person: Person, at: datetime) -> Person:
    return _social(person, event.card_id, State.NORMAL, at)


@fold.register
def _(event: e.PinChanged, person: Person, at: datetime) -> Person:
    return with_card(person, event.card_id, pin_initial=False, wrong_pins=0)


@fold.register
def _(event: e.PinAccepted, person: Person, at: datetime) -> Person:
    return with_card(person, event.card_id, wrong_pins=0)


@fold.register
def _(event: e.PinRefused, person: Person, at: datetime) -> Person:
    return with_card(person, event.card_id, wrong_pins=the_card(person, event.card_id).wrong_pins + 1)


@fold.register
def _(event: e.FunctionLocked, person: Person, at: datetime) -> Person:
    return _social(person, event.card_id, State.LOCKED, at)


@fold.register
def _(event: e.FunctionUnlocked, person: Person, at: datetime) -> Person:
    return _social(person, event.card_id, State.NORMAL, at, wrong_pins=0)


@fold.register
def _(event: e.LossReported, person: Person, at: datetime) -> Person:
    standing = getattr(the_card(person, event.card_id), event.function.value)
    return with_card(person, event.card_id, **{event.function.value: standing.lost(at, event.until, event.formal)})


@fold.register
def _(event: e.LossLifted, person: Person, at: datetime) -> Person:
    standing = getattr(the_card(person, event.card_id), event.function.value)
    return with_card(person, event.card_id, **{event.function.value: standing.lifted(at)})


@fold.register
def _(event: e.FundsSettled, person: Person, at: datetime) -> Person:
    settled = the_card(person, event.card_id).settled | {event.function}
    return with_card(person, event.card_id, settled=settled)


@fold.register
def _(event: e.FunctionCancelled, person: Person, at: datetime) -> Person:
    return _social(person, event.card_id, State.CANCELLED, at, note=event.ground)


@fold.register
def _(event: e.AccountActivated, person: Person, at: datetime) -> Person:
    return with_card(person, event.card_id, financial=Standing(State.ACTIVE, at))


@fold.register
def _(event: e.AccountClosed, person: Person, at: datetime) -> Person:
    """A bank that closes at its counter takes the card back; a card that is lost it cannot take."""
    card = the_card(person, event.card_id)
    lost = REPORTED_LOST & {card.social.at(at).state, card.financial.at(at).state}
    custody = Custodian.BANK if card.collected and not lost else card.custody
    return with_card(person, event.card_id, financial=Standing(State.CLOSED, at), custody=custody)


@fold.register
def _(event: e.AccountStateReported, person: Person, at: datetime) -> Person:
    """A loss report stays on top: what the bank says changes what the account falls back to."""
    standing = the_card(person, event.card_id).financial.at(at)
    reported = Standing(event.state, at)
    if standing.state in REPORTED_LOST:
        reported = replace(standing, before=event.state)
    return with_card(person, event.card_id, financial=reported)
