"""Asking a bank how things stand: where an order has had no answer for long, or somebody wants to know now.

What it says is recorded like a call-back; there is no second way in which a result becomes known.
"""

import json
import logging
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from yikatong.adapters.bank_http.snapshot import NotAsAgreed, Snapshot, read_snapshot
from yikatong.adapters.bank_http.wire import ACCOUNTS, ORDERS, BankWire
from yikatong.cards.card import Card
from yikatong.cards.codec import read
from yikatong.catalogue.moments import day_of
from yikatong.office import bank_links, deployment
from yikatong.office.ask import CounterFault
from yikatong.office.bank_links import Link
from yikatong.office.bank_orders import checked, page_of, wire_of
from yikatong.office.callbacks import Status, Taken, record
from yikatong.office.courier.carried import NotYet
from yikatong.policies import parameters as p
from yikatong.ports.unavailable import Unavailable
from yikatong.records import models

log = logging.getLogger("yikatong.callbacks")
NOT_FOUND = 404
LOOKED_BACK = timedelta(days=7)  # what is older is a difference of the daily reconciliation, with an owner
PAGE = 200
PATIENCE_S = 60.0  # for each bank, of the worker that has other things to do
# A bank's word names the order that it answers; it gives one itself where it clears the way for money.
GIVES = Q(events__contains='"event":"account_ordered"') | (
    Q(events__contains='"order_id":"') & ~Q(service="mirror_account")
)


class CardUnknown(CounterFault):
    code, words, status = "card_unknown", "没有这张社保卡，或它的账户不在这家银行。", 404


class BankSaysOtherwise(CounterFault):
    """The bank's answer is not of the agreed form."""

    code, status = "bank_answer_malformed", 503


@dataclass(frozen=True, slots=True)
class Queried:
    """``orders`` asked about; how many are answered now; banks that could not be asked."""

    orders: int
    answered: int
    unreachable: tuple[str, ...]


def ask_again() -> Queried:
    """Ask about each order that has had no answer for longer than its place waits.

    A bank that is down is left, and one that has been asked for :data:`PATIENCE_S` gets its turn again next time.
    """
    orders, answered, unreachable, spent = 0, 0, set[str](), defaultdict[str, float](float)
    links = {link.bank: link for link in bank_links.links()}
    for card, order_id in _long_unanswered(frozenset(links)):
        if card.bank in unreachable or spent[card.bank] > PATIENCE_S:
            continue
        begun = time.monotonic()
        try:
            taken = ask_about(links[card.bank], card.card_id, order_id)
        except (Unavailable, NotYet):
            unreachable.add(card.bank)
            continue
        except CounterFault as fault:  # of this card; the others get their turn
            log.warning("not recorded", extra={"bank": card.bank, "order_id": order_id, "code": fault.code})
            continue
        finally:
            spent[card.bank] += time.monotonic() - begun
        orders, answered = orders + 1, answered + (taken.status is Status.APPLIED)
    return Queried(orders, answered, tuple(sorted(unreachable)))


def ask_about(link: Link, card_id: str, order_id: str | None = None) -> Taken:
    """Ask for one account, and for the answer to one order, and record what the bank says.

    Errors: Unavailable, NotYet; CardUnknown, BankSaysOtherwise, CounterFault.
    """
    told = _told(wire_of(link), card_id, order_id)
    if told.card_id != card_id or (told.answer and told.answer.order_id != order_id):
        raise BankSaysOtherwise("银行答复的不是所查询的账户或指令，没有登记。")
    # A colon stands in no webhook-id: what was asked for cannot pass for what was sent unasked.
    result = told.answer.result if told.answer else "waiting"
    return record(link.bank, told, f"query:{order_id or card_id}:{told.sequence}:{result}")


def _told(wire: BankWire, card_id: str, order_id: str | None) -> Snapshot:
    """The order first: the account is then no older than the answer."""
    answer = None
    if order_id and (status := _page(wire, f"{ORDERS}/{order_id}")):
        answer = status.get("answer")
    account = _page(wire, f"{ACCOUNTS}/{card_id}")
    if account is None:
        raise CardUnknown
    try:
        return read_snapshot(account, answer)
    except NotAsAgreed as fault:
        raise BankSaysOtherwise(f"银行的答复不符合约定：{fault.member}，{fault.words}") from None


def _page(wire: BankWire, path: str) -> dict | None:  # type: ignore[type-arg]
    """What the bank gives there; None where it knows nothing of it."""
    answer = wire.get(path)
    if answer.status == NOT_FOUND:
        return None
    checked(answer)
    return page_of(answer)


def _long_unanswered(banks: frozenset[str]) -> Iterator[tuple[Card, str]]:
    """The cards with orders that should have been answered, by the acts that gave them."""
    now = deployment.now()
    acts = models.Entry.objects.filter(GIVES, at__gt=now - LOOKED_BACK, at__lte=now).order_by("at", "pk")
    seen, further = set[str](), Q()
    while page := list(acts.filter(further).values_list("at", "pk", "dossier_id")[:PAGE]):
        at, last, _ = page[-1]  # by the index of days: by number alone the whole ledger before them would be read
        further = Q(at__gte=at) & (Q(at__gt=at) | Q(pk__gt=last))
        of = {dossier for *_, dossier in page} - seen
        seen |= of
        held = models.Holding.objects.filter(dossier_id__in=of, bank__in=banks).values_list("facts", flat=True)
        for facts in held:
            card = read(Card, json.loads(facts))
            yield from ((card, order.order_id) for order in card.orders if now - order.at > _patience(card))


def _patience(card: Card) -> timedelta:
    ruling = deployment.policies().ruling(p.bank_answer_hours, card.region, day_of(deployment.now()))
    return timedelta(hours=ruling.value)
