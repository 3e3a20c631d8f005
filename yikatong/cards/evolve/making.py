"""Folds from the application to collection."""

from dataclasses import replace
from datetime import datetime

from yikatong.cards import events as e
from yikatong.cards.card import Card, Reason
from yikatong.cards.evolve.accounts import with_order
from yikatong.cards.evolve.fold import fold, the_card, with_card
from yikatong.cards.orders import OrderKind
from yikatong.cards.person import Person
from yikatong.cards.stages import Stage
from yikatong.cards.states import Standing, State


@fold.register
def _(event: e.ApplicationSubmitted, person: Person, at: datetime) -> Person:
    card = Card(
        card_id=event.card_id, region=event.region, bank=event.bank, outlet=event.outlet, reason=event.reason,
        stage=Stage.SUBMITTED, stage_at=at, applied_at=at, generation=event.generation,
        social=Standing(State.SEALED, at), financial=Standing(State.INACTIVE, at),
        predecessor=event.predecessor, employer=event.employer, photo=event.photo, funds=event.funds,
    )  # fmt: skip
    return replace(person, cards=(*person.cards, card))


@fold.register
def _(event: e.PhotoSupplied, person: Person, at: datetime) -> Person:
    return with_card(person, event.card_id, photo=event.photo)


@fold.register
def _(event: e.StageReached, person: Person, at: datetime) -> Person:
    """That the bank is to open the account is an order like any other, where the bank can answer it."""
    card = the_card(person, event.card_id)
    orders = card.orders
    if event.order_id:
        orders = with_order(person, card, event.order_id, OrderKind.OPEN_ACCOUNT, at)
    return with_card(
        person, event.card_id,
        stage=event.stage, stage_at=at, note=event.note, outlet=event.outlet or card.outlet, orders=orders,
    )  # fmt: skip


@fold.register
def _(event: e.CardMade, person: Person, at: datetime) -> Person:
    return with_card(
        person, event.card_id,
        card_no=event.card_no, issued_on=event.issued_on, valid_until=event.valid_until,
    )  # fmt: skip


@fold.register
def _(event: e.CardTakenOver, person: Person, at: datetime) -> Person:
    card = Card(
        card_id=event.card_id, region=event.region, bank=event.bank, outlet=event.outlet, reason=Reason.FORMER,
        stage=Stage.COLLECTED, stage_at=at, applied_at=at, collected_at=at, generation=event.generation,
        social=Standing(event.social, at), financial=Standing(event.financial, at), card_no=event.card_no,
        issued_on=event.issued_on, valid_until=event.valid_until, pin_initial=event.social is State.SEALED,
    )  # fmt: skip
    return replace(person, cards=(*person.cards, card))


@fold.register
def _(event: e.CardTakenBack, person: Person, at: datetime) -> Person:
    return replace(person, cards=tuple(c for c in person.cards if c.card_id != event.card_id))


@fold.register
def _(event: e.CardCollected, person: Person, at: datetime) -> Person:
    return with_card(
        person, event.card_id,
        stage=Stage.COLLECTED, stage_at=at, collected_at=at, outlet=event.outlet, note="",
    )  # fmt: skip
