"""What a bank has been told and has still to do: messages of the outbox whose matter is open on the card today.

Told and open are two things: a message says since when and under which reference, the card says whether it is done.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection

from yikatong.cards.card import Card
from yikatong.cards.codec import read
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment
from yikatong.office.ask import OutOfScope
from yikatong.office.staff import Posting
from yikatong.office.wire import moment, reading
from yikatong.policies import parameters as p
from yikatong.policies import regions
from yikatong.policies.policy import PolicyMissing
from yikatong.policies.ruling import Ruling
from yikatong.records import models

WAITING_PAGE = 50
ROWS_MAX = 50


class Matter(StrEnum):
    """Why something waits at a bank."""

    LOSS = "loss"
    OPENING = "opening"
    ACTIVATION = "activation"
    TRANSFER_OUT = "transfer_out"
    PAYOUT = "payout"
    CLOSING = "closing"


# The message that tells of each matter, and while what holds of the card it is open.
CANCELLED = "h.social = 'cancelled' AND h.financial <> 'closed'"
UNSETTLED = """ AND REPLACE(h.facts, '"settled":["financial"', '') = h.facts"""
SETTLED = UNSETTLED.replace(" = h.facts", " <> h.facts")
LEFT = """REPLACE(m.body, '"ground":"left_province"', '') <> m.body AND """
OPEN: Mapping[Matter, tuple[str, str]] = {
    Matter.LOSS: ("loss_reported", "h.social IN ('temp_lost', 'lost') AND h.financial IN ('active', 'unknown')"),
    Matter.OPENING: ("stage_reached", "h.stage = 'bank_opening' AND h.tenure <> 'gone'"),
    Matter.ACTIVATION: (
        "card_collected", "h.stage = 'collected' AND h.financial = 'inactive' AND h.tenure <> 'gone'",
    ),
    Matter.TRANSFER_OUT: ("function_cancelled", LEFT + CANCELLED + UNSETTLED),
    Matter.PAYOUT: ("function_cancelled", LEFT.replace("<>", "=") + CANCELLED + UNSETTLED),
    Matter.CLOSING: ("function_cancelled", CANCELLED + SETTLED),
}  # fmt: skip
# A report that has lapsed still stands in the column: its end, if it has one, is compared with the moment of reading.
NOT_LAPSED = {
    "sqlite": " AND COALESCE(julianday(json_extract(h.facts, '$.social.until')) > julianday(%s), TRUE)",
    "postgresql": " AND COALESCE(CAST(CAST(h.facts AS json) #>> '{social,until}' AS timestamptz) > %s, TRUE)",
}
# Walked in the index message_of_bank until the page is full. Of several messages about one card the latest counts: a
# loss reported anew has been waiting since then.
WORK = """
    SELECT m.id, m.reference, m.at, h.dossier_id, h.facts FROM records_message m
    JOIN records_holding h ON h.dossier_id = m.dossier_id AND h.bank = m.target
        AND REPLACE(m.body, '"card_id":"' || h.card_id || '"', '') <> m.body
    WHERE m.party = 'bank' AND m.sent_at IS NULL AND m.target = %s AND m.kind = %s AND {open}{within}{later}
    AND NOT EXISTS (
        SELECT 1 FROM records_message l WHERE l.dossier_id = m.dossier_id AND l.party = 'bank' AND l.sent_at IS NULL
        AND l.target = m.target AND l.kind = m.kind AND l.id > m.id
        AND REPLACE(l.body, '"card_id":"' || h.card_id || '"', '') <> l.body)
    ORDER BY m.at, m.id LIMIT {page}"""
LATER = " AND (m.at, m.id) > (SELECT at, id FROM records_message WHERE id = %s)"


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that a bank has to do, told ``at``. No name: who it is about is seen, and noted, on opening.

    ``until``: when it lapses by itself. ``limit``: the time that the place gives, None where it gives none.
    """

    row: int
    matter: Matter
    person_id: str
    card: Card
    reference: str
    at: datetime
    until: datetime | None
    limit: Ruling[int] | None


@dataclass(frozen=True, slots=True)
class WorkPage:
    """The work of one matter, the longest waiting first; ``more`` is the row after which the next page begins."""

    matter: Matter
    works: tuple[Work, ...]
    more: int | None


def waiting_for(
    posting: Posting, matters: Iterable[Matter] = Matter, after: int = 0, page: int = WAITING_PAGE
) -> tuple[WorkPage, ...]:
    """What waits for the bank of this post within its region, one statement a matter.

    Errors: OutOfScope for any other post.
    """
    _check_bank(posting)
    now = deployment.now()
    asked = [(matter, *_statement(posting, matter, now, after, page)) for matter in matters]
    with reading() as wire:
        sent = [(matter, wire.send(sql, values)) for matter, sql, values in asked]
        found = [(matter, rows.fetchall()) for matter, rows in sent]
    return tuple(_page(matter, rows, page, now) for matter, rows in found)


def _statement(posting: Posting, matter: Matter, now: datetime, after: int, page: int) -> tuple[str, list[Any]]:
    kind, is_open = OPEN[matter]
    values: list[Any] = [posting.party, kind]
    if matter is Matter.LOSS:
        is_open, values = is_open + NOT_LAPSED[connection.vendor], [*values, now]
    within, places = _within(posting)
    sql = WORK.format(open=is_open, within=within, later=LATER if after else "", page=page + 1)
    return sql, [*values, *places, *([after] if after else [])]


def _check_bank(posting: Posting) -> None:
    if posting.channel is not Channel.BANK or not posting.party:
        raise OutOfScope


def _within(posting: Posting) -> tuple[str, list[str]]:
    if posting.region == regions.NATION:
        return "", []
    return " AND h.region LIKE %s", [f"{regions.levels(posting.region)[0]}%"]


def _page(matter: Matter, rows: list[Any], page: int, now: datetime) -> WorkPage:
    more = rows[page - 1][0] if len(rows) > page else None
    return WorkPage(matter, tuple(_work(matter, now, *row) for row in rows[:page]), more)


def _work(matter: Matter, now: datetime, row: int, reference: str, at: Any, person_id: str, facts: str) -> Work:
    card = read(Card, json.loads(facts))
    until = card.social.until if matter is Matter.LOSS else None
    return Work(row, matter, person_id, card, reference, moment(at), until, _limit(matter, card, now))


def _limit(matter: Matter, card: Card, now: datetime) -> Ruling[int] | None:
    """Opening the account is part of an application, which has a limit; for the other matters nothing is ruled."""
    if matter is not Matter.OPENING:
        return None
    try:
        return deployment.policies().ruling(p.application_working_days, card.region, day_of(now))
    except PolicyMissing:
        return None


def holders_of(posting: Posting, card_ids: Iterable[str]) -> dict[str, str]:
    """Of cards of this bank within the post's region, whose they are. Errors: OutOfScope if one is not such a card."""
    _check_bank(posting)
    wanted = list(dict.fromkeys(card_ids))[:ROWS_MAX]
    if any("\0" in card_id for card_id in wanted):  # which PostgreSQL refuses as text
        raise OutOfScope
    rows = models.Holding.objects.filter(card_id__in=wanted, bank=posting.party)
    if posting.region != regions.NATION:
        rows = rows.filter(region__startswith=regions.levels(posting.region)[0])
    found = dict(rows.values_list("card_id", "dossier_id"))
    if len(found) != len(wanted):
        raise OutOfScope
    return {card_id: found[card_id] for card_id in wanted}
