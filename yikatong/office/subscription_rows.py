"""Which acts go to which partner: the subscriptions in force, and what the outbox carries to them of an act."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yikatong.cards.events import Event, kind_of
from yikatong.cards.person import Person
from yikatong.office import deployment
from yikatong.office.partner_facts import NOBODY, Purpose, given, region_of, told_at
from yikatong.policies import regions
from yikatong.records import models

PSEUDONYM_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class Subscribed:
    """One subscription in force."""

    subscription_id: str
    partner: str
    purpose: Purpose
    region: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class PartnerMessage:
    """What goes into the outbox for one subscription; ``body`` is what the partner will read but for the kind."""

    subscription_id: str
    kind: str
    body: Mapping[str, Any]


def _fetch_subscribed() -> tuple[Subscribed, ...]:
    rows = models.Subscription.objects.filter(approved_at__isnull=False, ended_at__isnull=True)
    return tuple(
        Subscribed(s.subscription_id, s.partner, Purpose(s.purpose), s.region, frozenset(json.loads(s.kinds)))
        for s in rows.order_by("subscription_id")
    )


subscribed = deployment.Kept(_fetch_subscribed)
"""The subscriptions in force, at most a second old: an act costs no statement more for asking who hears of it."""


def pseudonym(partner: str, what: str) -> str:
    """A person or a card in one partner's words: the same each time, and of no use to another partner."""
    return deployment.vault().blind_index(f"partner|{partner}", what).hex()[:PSEUDONYM_CHARACTERS]


def partner_messages(
    events: Iterable[Event], person: Person, at: datetime, heard: Iterable[Subscribed] | None = None
) -> Iterator[PartnerMessage]:
    """What partners hear of an act; ``heard`` are the subscriptions in force, unless others are named."""
    in_force = tuple(subscribed() if heard is None else heard)
    if not in_force:
        return
    for event in events:
        kind, region = kind_of(event), region_of(event, person)
        for one in in_force:
            if kind in one.kinds and regions.covers(one.region, region):
                facts = given(one.purpose, event, person)
                if facts is not None:
                    body = {**facts, **_who(one, event, person), "timestamp": told_at(one.purpose, at).isoformat()}
                    yield PartnerMessage(one.subscription_id, kind, body)


def _who(one: Subscribed, event: Event, person: Person) -> dict[str, str]:
    if one.purpose in NOBODY:
        return {}
    card_id = str(getattr(event, "card_id", ""))
    return {
        "person": pseudonym(one.partner, f"person|{person.person_id}"),
        "card": pseudonym(one.partner, f"card|{card_id}"),
    }
