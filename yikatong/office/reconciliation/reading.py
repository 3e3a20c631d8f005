"""What bureau and plant tell, read as streams in the order of the cards' ids, so that neither is ever held whole."""

import json
from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Collate

from yikatong.cards.card import Card
from yikatong.cards.codec import read
from yikatong.cards.custody import custodian
from yikatong.cards.states import REPORTED_LOST, Function, State
from yikatong.catalogue.moments import CHINA
from yikatong.office.reconciliation.told import Account, Ours, Stock
from yikatong.records import models

CHUNK = 1000
NOBODY = ""
"""In the place of a bank: the cards of all banks that are not connected."""


def connected() -> tuple[str, ...]:
    """The banks whose systems answer."""
    return tuple(models.BankLink.objects.order_by("bank").values_list("bank", flat=True))


def ours(bank: str) -> Iterator[Ours]:
    """Every card of one bank, or of all banks that are not connected."""
    rows = _holdings(Q(bank=bank) if bank else ~Q(bank__in=connected()))
    yield from (_ours(row) for row in _in_order(rows))


def ours_again(cards: Collection[str]) -> dict[str, Ours]:
    """These cards as they are told now."""
    return {row["card_id"]: _ours(row) for row in _holdings(Q(card_id__in=cards))}


def _holdings(which: Q) -> Any:
    sent = models.PlantRow.objects.filter(card_id=OuterRef("card_id"), given_up=False)
    rows = models.Holding.objects.filter(which).annotate(sent_at=Subquery(sent.values("batch__written_at")[:1]))
    return rows.values("card_id", "dossier_id", "region", "facts", "sent_at")


def _in_order(rows: Any) -> Iterator[dict[str, Any]]:
    """By bytes, as the bank sorts, whatever the database's own collation."""
    order = Collate(F("card_id"), "C" if connection.vendor == "postgresql" else "BINARY")
    found: Iterator[dict[str, Any]] = rows.order_by(order).iterator(chunk_size=CHUNK)
    return found


def _ours(row: dict[str, Any]) -> Ours:
    card: Card = read(Card, json.loads(row["facts"]))
    return Ours(
        card_id=card.card_id, region=card.region, person_id=row["dossier_id"], stage=card.stage, stage_at=card.stage_at,
        account=mirror_of(card), mirrored_at=card.mirrored_at,
        orders=tuple((order.order_id, order.at) for order in card.orders),
        custodian=held.value if (held := custodian(card)) else "", sent_at=row["sent_at"],
    )  # fmt: skip


def mirror_of(card: Card) -> Account:
    """Our mirror in the bank's own terms: the state beneath a loss report, and the report."""
    stands = card.financial
    lost = {State.TEMP_LOST: "temporary", State.LOST: "formal"}.get(stands.state, "")
    state = stands.before or State.INACTIVE if stands.state in REPORTED_LOST else stands.state
    return Account(
        sequence=card.bank_sequence, state=state.value, loss=lost, until=stands.until if lost else None,
        tail=card.account_tail or "", settled=Function.FINANCIAL in card.settled,
    )  # fmt: skip


def stock(bank: str, day: date) -> tuple[datetime | None, Iterator[Stock]]:
    """The plants' last stock up to a day, with the moment from which it is judged: the beginning of its day.

    What a card does on the day of the stock-taking itself may be before it or after it.
    """
    last = dict(models.PlantStock.objects.filter(day__lte=day).values_list("plant").annotate(Max("day")))
    if not last:
        return None, iter(())
    days = Q(pk__in=[])
    for plant, taken_on in last.items():
        days |= Q(plant=plant, day=taken_on)
    held = models.Holding.objects.filter(card_id=OuterRef("card_id"))
    whose = Exists(held.filter(bank=bank)) if bank else ~Exists(held.filter(bank__in=connected()))
    rows = models.PlantStock.objects.filter(days).filter(whose).values("card_id", "place")
    return datetime.combine(min(last.values()), time(), CHINA), _once(_in_order(rows))


def _once(rows: Iterator[dict[str, Any]]) -> Iterator[Stock]:
    """A card that two plants claim is told of once: it differs from ours in any case."""
    last = ""
    for row in rows:
        if row["card_id"] != last:
            last = row["card_id"]
            yield Stock(last, row["place"])
