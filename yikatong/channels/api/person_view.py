"""A person as programs see them: words masked, cards with both functions, nothing that unlocks."""

from dataclasses import dataclass
from datetime import datetime

from yikatong.cards.card import Card
from yikatong.cards.custody import custodian
from yikatong.cards.masking import mask_card_no, mask_id_number, mask_id_number_on_hotline, mask_mobile, mask_name
from yikatong.cards.person import Person
from yikatong.cards.states import Function
from yikatong.catalogue.awaiting import awaited
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.state_words import state_words
from yikatong.office import deployment
from yikatong.policies import regions


@dataclass(frozen=True, slots=True)
class StandingView:
    """How one function stands now; ``until`` is when a report lapses by itself."""

    state: str
    words: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class OrderView:
    """What a connected bank was asked and has not answered; ``due`` is when it should have."""

    order_id: str
    kind: str
    words: str
    since: datetime
    due: datetime | None


@dataclass(frozen=True, slots=True)
class CardView:
    """``financial`` is a mirror: ``mirrored_at`` says since when we know it, None where its bank is not connected."""

    card_id: str
    card_no: str
    tenure: str
    region: str
    place: str
    bank: str
    outlet: str
    reason: str
    stage: str
    stage_words: str
    stage_at: datetime
    social: StandingView
    financial: StandingView
    mirrored_at: datetime | None
    orders: tuple[OrderView, ...]
    custodian: str | None
    issued_on: str | None
    valid_until: str | None


@dataclass(frozen=True, slots=True)
class AppointmentView:
    appointment_id: str
    card_id: str
    outlet: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MandateView:
    mandate_id: str
    kind: str
    words: str
    services: tuple[str, ...]
    starts_on: str
    ends_on: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """``version`` counts the acts that made it so; the entity tag begins with it."""

    person_id: str
    version: int
    id_kind: str
    name: str
    id_number: str
    mobile: str
    cards: tuple[CardView, ...]
    appointments: tuple[AppointmentView, ...]
    mandates: tuple[MandateView, ...]


def person_view(person: Person, channel: Channel, scope: str | None, now: datetime) -> PersonView:
    """Within ``scope``: cards of other places are left out. On the telephone even less of the number is shown."""
    words, hide = person.words, mask_id_number_on_hotline if channel is Channel.HOTLINE else mask_id_number
    cards = tuple(c for c in person.cards if scope is None or regions.covers(scope, c.region))
    seen = {c.card_id for c in cards}
    return PersonView(
        person_id=person.person_id, version=person.version, id_kind=person.id_kind.value,
        name=mask_name(words.name) if words else "", id_number=hide(words.id_number) if words else "",
        mobile=mask_mobile(words.mobile) if words else "",
        cards=tuple(_card(person, card, now) for card in cards),
        appointments=tuple(
            AppointmentView(a.appointment_id, a.card_id, a.outlet, a.at)
            for a in person.appointments if not a.cancelled and a.card_id in seen
        ),
        mandates=tuple(
            MandateView(
                m.mandate_id, m.kind.value, m.kind.words, tuple(sorted(m.scopes)), m.starts_on.isoformat(),
                m.ends_on.isoformat(),
            )
            for m in person.mandates if m.revoked_at is None
        ),
    )  # fmt: skip


def _card(person: Person, card: Card, now: datetime) -> CardView:
    return CardView(
        card_id=card.card_id, card_no=mask_card_no(card.card_no or ""), tenure=person.tenure(card).value,
        region=card.region, place=regions.name(card.region), bank=card.bank, outlet=card.outlet,
        reason=card.reason.value, stage=card.stage.value, stage_words=card.stage.words, stage_at=card.stage_at,
        social=_standing(card, Function.SOCIAL, now), financial=_standing(card, Function.FINANCIAL, now),
        mirrored_at=card.mirrored_at, orders=_orders(card, now), custodian=custodian(card),
        issued_on=card.issued_on.isoformat() if card.issued_on else None,
        valid_until=card.valid_until.isoformat() if card.valid_until else None,
    )  # fmt: skip


def _orders(card: Card, now: datetime) -> tuple[OrderView, ...]:
    found = awaited(card, deployment.policies(), now) if card.orders else ()
    return tuple(OrderView(a.order.order_id, a.order.kind.value, a.words, a.order.at, a.due) for a in found)


def _standing(card: Card, function: Function, now: datetime) -> StandingView:
    standing = card.standing(function, now)
    words = state_words(card, function, deployment.policies(), now)
    return StandingView(standing.state.value, words, standing.since, standing.until)
