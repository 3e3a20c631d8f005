"""Reminders: dates that come, told once a matter. A reminder changes nothing, so it is no act: it is a message alone.

Cards are read in pages along an index, three statements a page, whatever the number of cards. That nobody is reminded
twice is decided by a unique key when the page is written, so two workers at once do no harm. A new reminder (for a
certification that falls due) is one more entry of :data:`KINDS`, a template, and the column its date stands in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from yikatong.cards.events import Party
from yikatong.catalogue.moments import CHINA, day_of
from yikatong.office import deployment
from yikatong.office.canonical import canonical
from yikatong.office.wire import sqlite_value
from yikatong.policies import parameters as p
from yikatong.policies.parameter import Parameter
from yikatong.policies.policy import PolicyMissing
from yikatong.records import models

PAGE = 500
# Who could not be reminded in time (a worker that stood still) is, for so long; after that it would be a reproach.
CATCH_UP = timedelta(days=30)
CLAIM = "INSERT INTO records_reminder (kind, card_id, due, at) VALUES {rows} ON CONFLICT DO NOTHING RETURNING card_id"
Bounds = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class ReminderKind:
    """One kind: by which column of a card (indexed with the card's id), for which cards, within which dates.

    ``bounds`` gives the half-open range of the column at ``now``; ``days`` the parameter that sets it, if one does,
    and ``applies`` whether it holds for one card by its own region's rule. ``facts`` of a card go into the message.
    """

    kind: str
    column: str
    which: Q
    bounds: Callable[[datetime, int], Bounds]
    applies: Callable[[Any, datetime, int], bool]
    facts: Callable[[Any], Mapping[str, str]]
    days: Parameter[int] | None = None


def _until_tomorrow_ends(now: datetime, days: int) -> Bounds:
    tomorrow = datetime.combine(day_of(now) + timedelta(days=2), datetime.min.time(), CHINA)
    return now, tomorrow


def _lapsing(function: str) -> ReminderKind:
    column = f"{function}_until"
    return ReminderKind(
        "reminder_lapse", column, Q(**{function: "temp_lost"}) & ~Q(tenure="gone"), _until_tomorrow_ends,
        lambda card, now, days: True, lambda card: {"function": function, "until": getattr(card, column).isoformat()},
    )  # fmt: skip


def _expires_soon(card: Any, now: datetime, days: int) -> bool:
    return card.valid_until <= day_of(now) + timedelta(days=days)


def _is_waiting(card: Any, now: datetime, days: int) -> bool:
    return card.stage_at <= now - timedelta(days=days)


RENEWED = Exists(models.Holding.objects.filter(~Q(tenure="gone"), predecessor=OuterRef("card_id")))
KINDS = (
    _lapsing("social"),
    _lapsing("financial"),
    ReminderKind(
        "reminder_expiry", "valid_until", Q(tenure="current") & ~Q(social="lost") & ~RENEWED,
        lambda now, days: (day_of(now), day_of(now) + timedelta(days=days + 1)), _expires_soon,
        lambda card: {"valid_until": card.valid_until.isoformat()}, p.renewal_window_days,
    ),
    ReminderKind(
        "reminder_collect", "stage_at", Q(stage="ready") & ~Q(tenure="gone"),
        lambda now, days: (now - timedelta(days=days) - CATCH_UP, now), _is_waiting,
        lambda card: {"ready_on": day_of(card.stage_at).isoformat(), "outlet": card.outlet}, p.collect_reminder_days,
    ),
)  # fmt: skip


def remind(kinds: tuple[ReminderKind, ...] = KINDS, page: int = PAGE) -> dict[str, int]:
    """One round over all cards; how many reminders of each kind were written."""
    now = deployment.now()
    counts = dict.fromkeys((kind.kind for kind in kinds), 0)
    for kind in kinds:
        counts[kind.kind] += _round(kind, now, page)
    return counts


def _round(kind: ReminderKind, now: datetime, page: int) -> int:
    low, high = kind.bounds(now, _longest(kind, now))
    cards = models.Holding.objects.filter(kind.which, **{f"{kind.column}__gte": low, f"{kind.column}__lt": high})
    cards = cards.order_by(kind.column, "card_id").only(
        "card_id", "dossier_id", "region", "outlet", "stage_at", "valid_until", "social_until", "financial_until"
    )
    written, last = 0, None
    while found := list((cards.filter(_after(kind.column, last)) if last else cards)[:page]):
        ruled = [(card, _days(kind, card.region, now)) for card in found]
        written += _write(
            kind, [card for card, days in ruled if days is not None and kind.applies(card, now, days)], now
        )
        last = found[-1]
    return written


def _after(column: str, last: Any) -> Q:
    here = getattr(last, column)
    further = Q(**{f"{column}__gt": here}) | Q(**{column: here, "card_id__gt": last.card_id})
    return Q(**{f"{column}__gte": here}) & further  # the first half is what an index can begin at


def _write(kind: ReminderKind, cards: list[Any], now: datetime) -> int:
    """Claim these matters and write the messages of those that are new, together. Two statements."""
    if not cards:
        return 0
    facts = {card.card_id: kind.facts(card) for card in cards}
    with transaction.atomic():
        new = _claimed([(kind.kind, card.card_id, _due(kind, card), now) for card in cards])
        models.Message.objects.bulk_create(
            models.Message(
                reference=card.card_id, dossier_id=card.dossier_id, party=Party.HOLDER.value, target=card.dossier_id,
                kind=kind.kind, at=now,
                body=canonical({**facts[card.card_id], "card_id": card.card_id, "reference": card.card_id}),
            )
            for card in cards if card.card_id in new
        )  # fmt: skip
    return len(new)


def _due(kind: ReminderKind, card: Any) -> str:
    """Which date it is about: a report made anew, or a card that came back to the outlet, is another matter."""
    value = getattr(card, kind.column)
    return f"{kind.column}|{value.isoformat() if type(value) is date else value.astimezone(CHINA).isoformat()}"


def _claimed(rows: list[tuple[Any, ...]]) -> set[str]:
    values = [sqlite_value(v) if connection.vendor == "sqlite" else v for row in rows for v in row]
    with connection.cursor() as cursor:
        cursor.execute(CLAIM.format(rows=", ".join(["(%s, %s, %s, %s)"] * len(rows))), values)
        return {card_id for (card_id,) in cursor.fetchall()}


def _longest(kind: ReminderKind, now: datetime) -> int:
    """The longest of all regions' rules: so far the index is read, and each card then by its own."""
    if kind.days is None:
        return 0
    rulings = deployment.policies().history(kind.days)
    return max((ruling.value for ruling in rulings), default=0)


def _days(kind: ReminderKind, region: str, now: datetime) -> int | None:
    if kind.days is None:
        return 0
    try:
        return deployment.policies().ruling(kind.days, region, day_of(now)).value
    except PolicyMissing:  # nobody has ruled it here: nobody is reminded, as nothing is guessed
        return None
