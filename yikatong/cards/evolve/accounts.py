"""Folds of what passes between us and a connected bank."""

from dataclasses import replace
from datetime import datetime

from yikatong.cards import events as e
from yikatong.cards.card import Card
from yikatong.cards.evolve.fold import fold, the_card, with_card
from yikatong.cards.orders import Order, OrderKind
from yikatong.cards.person import Person
from yikatong.cards.states import Standing


@fold.register
def _(event: e.AccountOrdered, person: Person, at: datetime) -> Person:
    """With the order to move it, the choice for the predecessor's money has been passed on: it is ordered once."""
    card = the_card(person, event.card_id)
    funds = None if event.kind is OrderKind.MOVE_BALANCE else card.funds
    return with_card(
        person, event.card_id, orders=with_order(person, card, event.order_id, event.kind, at), funds=funds
    )


def with_order(person: Person, card: Card, order_id: str, kind: OrderKind, at: datetime) -> tuple[Order, ...]:
    """The card's unanswered orders and one more, under the version that this act gives the dossier."""
    return (*card.orders, Order(order_id, kind, at, person.version + 1))


@fold.register
def _(event: e.AccountMirrored, person: Person, at: datetime) -> Person:
    """An answer is an answer, however late; but what is older than the mirror does not change it."""
    card = the_card(person, event.card_id)
    orders = tuple(o for o in card.orders if o.order_id != event.order_id or event.result is None)
    if event.sequence <= card.bank_sequence:
        return with_card(person, event.card_id, orders=orders)
    stands = Standing(event.state, at, event.until, event.before)
    return with_card(
        person, event.card_id,
        orders=orders, financial=_since_when(card.financial, stands), bank_sequence=event.sequence, mirrored_at=at,
        account_tail=event.tail or card.account_tail,
    )  # fmt: skip


def _since_when(was: Standing, now: Standing) -> Standing:
    """The same state told again has stood since it was told first."""
    return was if replace(now, since=was.since) == was else now


@fold.register
def _(event: e.CustodyChanged, person: Person, at: datetime) -> Person:
    return with_card(person, event.card_id, custody=event.custodian)


@fold.register
def _(event: e.BenefitsMoved, person: Person, at: datetime) -> Person:
    return replace(person, benefits_card=event.card_id)
