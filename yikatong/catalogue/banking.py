"""Through the bank: the one place where what only a connected bank can make true becomes an order to it.

Services say what is wished, for every bank alike. An unconnected bank's teller is the bank's word, and the wish is
the fact. A connected bank is asked, and until it answers the mirror of its account stays as it was.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from yikatong.cards import events as e
from yikatong.cards.card import Card
from yikatong.cards.evolve import after
from yikatong.cards.orders import Funds, Order, OrderKind, in_the_way, order_id_of
from yikatong.cards.person import Person
from yikatong.cards.stages import WAITING_FOR_REVIEW, Stage
from yikatong.cards.states import ENDED, Function
from yikatong.catalogue.awaiting import MEANWHILE
from yikatong.catalogue.case import Case, NotAsked
from yikatong.catalogue.service import Act
from yikatong.catalogue.terms import words_of

ORDER_UNANSWERED = "order_unanswered"


def through_bank(case: Case[Any], events: Iterable[e.Event]) -> tuple[e.Event, ...]:
    """The events as they can truly be written: the bank's part as orders, and money that may now move ordered on.

    What the bank itself says (:class:`~yikatong.cards.events.AccountMirrored`) is never turned.
    """
    wished = tuple(events)
    told = any(isinstance(event, e.AccountMirrored) for event in wished)
    asked = wished if told else tuple(part for event in wished for part in _asked_of_bank(case, event))
    return (*asked, *_moves(case, asked)) if asked else ()


def order_kind(event: e.Event) -> OrderKind | None:
    """Which order this event is to a connected bank; None for what is not the bank's to make true."""
    match event:
        case e.AccountActivated():
            return OrderKind.ACTIVATE
        case e.AccountClosed():
            return OrderKind.CLOSE_ACCOUNT
        case e.LossReported(function=Function.FINANCIAL, formal=formal):
            return OrderKind.REPORT_FORMAL_LOSS if formal else OrderKind.REPORT_TEMPORARY_LOSS
        case e.LossLifted(function=Function.FINANCIAL):
            return OrderKind.LIFT_LOSS
        case e.FundsSettled(function=Function.FINANCIAL):
            return OrderKind.PAY_OUT
        case e.StageReached(stage=Stage.BANK_OPENING):
            return OrderKind.OPEN_ACCOUNT
    return None


def _asked_of_bank(case: Case[Any], event: e.Event) -> Iterator[e.Event]:
    card, kind = case.person.card(getattr(event, "card_id", "")), order_kind(event)
    if card is None or not case.directory.is_connected(card.bank):
        yield event
    elif isinstance(event, e.StageReached) and kind:  # the stage is itself the order to open the account
        yield replace(event, order_id=order_id_of(case.outside.reference, kind))
    elif kind:
        yield _order(case, card, kind, until=getattr(event, "until", None))
    else:
        if isinstance(event, e.CardMade) and card.stage in WAITING_FOR_REVIEW:  # made while people wait
            yield _order(case, card, OrderKind.OPEN_ACCOUNT)
        yield event


def _order(case: Case[Any], card: Card, kind: OrderKind, **rest: Any) -> e.AccountOrdered:
    order_id = order_id_of(case.outside.reference, kind)
    return e.AccountOrdered(card_id=card.card_id, order_id=order_id, kind=kind, **rest)


def _moves(case: Case[Any], events: tuple[e.Event, ...]) -> Iterator[e.Event]:
    """Whichever act clears the way (a collection, an old card's end, the bank's answer) orders the money on."""
    if any(card.funds is Funds.MOVE for card in case.person.cards):
        person = after(case.person, events, case.now)
        for card in person.cards:
            old = _source(person, card)
            if old and case.directory.is_connected(card.bank):
                yield _order(case, card, OrderKind.MOVE_BALANCE, source=old.card_id)


def _source(person: Person, card: Card) -> Card | None:
    """The ended card whose money may now move to the account of ``card``, as its holder chose."""
    in_hand = card.funds is Funds.MOVE and card.collected and not card.ended
    if not in_hand or card.orders or not card.bank_sequence:  # the bank has yet to say that there is an account
        return None
    old = person.card(card.predecessor) if card.predecessor else None
    if old is None or not old.ended or old.orders:
        return None
    empty = Function.FINANCIAL in old.settled or old.financial.state in ENDED
    return None if empty else old


def waits_for(case: Case[Any], act: Act[Any] | None) -> Order | None:
    """The unanswered order that what this act wishes would have to wait for; None where all can be asked now.

    What the bank itself says waits for nothing: its word that the money is settled is no order to pay it out.
    """
    card = case.chosen
    if card is None or not card.orders or not case.directory.is_connected(card.bank):
        return None
    wished = tuple(_foreseen(case, act))
    if any(isinstance(event, e.AccountMirrored) for event in wished):
        return None
    kinds = (order_kind(event) for event in wished if getattr(event, "card_id", "") == card.card_id)
    return next((o for kind in kinds if kind and (o := in_the_way(kind, card.orders))), None)


def _foreseen(case: Case[Any], act: Act[Any] | None) -> Iterator[e.Event]:
    """What the act would do, as far as the answers given so far can tell: a menu has some of them alone."""
    try:
        yield from act(case) if act else ()
    except NotAsked:
        return


def waiting_words(case: Case[Any], order: Order) -> str:
    """Why nothing more can be asked of the bank just now."""
    bank = case.directory.bank_words(case.card.bank)
    return (
        f"{order.kind.words}指令已在{words_of(order.at)}登记，银行还没有回执，收到回执后才能再办理。发卡银行：{bank}。"
    )


def under_way(case: Case[Any], *kinds: OrderKind) -> bool:
    """Whether a connected bank has been asked for one of these and has not answered."""
    asked = any(order.kind in kinds for order in case.card.orders)
    return asked and case.directory.is_connected(case.card.bank)


def lifting(case: Case[Any], function: Function) -> bool:
    """The bank was asked to lift the report and may do so any moment: what is lost can be reported once more."""
    return function is Function.FINANCIAL and under_way(case, OrderKind.LIFT_LOSS)


def ordered_words(case: Case[Any], wished: tuple[e.Event, ...], events: tuple[e.Event, ...], words: str) -> str:
    """What the holder hears: the service's own words, unless all of it is still to be done by the bank."""
    ordered = [event for event in events if isinstance(event, e.AccountOrdered)]
    told = "".join(_asked_words(case, event) for event in ordered)
    turned = bool(ordered) and not any(event in events for event in wished)
    return told if turned else words + told


def _asked_words(case: Case[Any], ordered: e.AccountOrdered) -> str:
    card = case.person.card(ordered.card_id)
    bank = case.directory.bank_words(card.bank if card else "")
    sent = f"{ordered.kind.words}指令已登记，正在转给银行，银行尚未回执。"
    return "".join((sent, MEANWHILE[ordered.kind], f"发卡银行：{bank}。"))
