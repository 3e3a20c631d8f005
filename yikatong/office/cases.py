"""From an ask and what the ledger holds to the case that is decided; the same for an act and for a menu."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from yikatong.cards.card import Card, Tenure
from yikatong.cards.identity import IdNumber
from yikatong.cards.person import Person
from yikatong.catalogue.case import Case, Outside, Unasked
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.common import choose_card, governing_region
from yikatong.catalogue.kinds import fields_of
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.service import Service
from yikatong.office import deployment
from yikatong.office.ask import Ask, OutOfScope, RegionOutOfScope
from yikatong.office.finding import Found, Key
from yikatong.office.prepare import Prepared
from yikatong.office.reference import new_reference
from yikatong.policies import parameters as p
from yikatong.policies import regions


def index_of(number: IdNumber) -> bytes:
    """The blind index under which a person is found, and by which an agent is known in mandates (as hex)."""
    return deployment.vault().blind_index("id_number", number.number)


def key_of(about: str | IdNumber | None) -> Key:
    if isinstance(about, IdNumber):
        return Key("number_index", index_of(about))
    return Key("person_id", about or "")


def case_of(service: Service[Any], ask: Ask, prepared: Prepared, found: Found, now: datetime) -> Case[Any]:
    """The case that is decided, and that a menu is drawn from. Errors: OutOfScope, RegionOutOfScope."""
    person = _person_for(service, ask, prepared.asked, found.person)
    card = choose_card(service, person, ask.card_id, ask.region)
    region = _near(service, person, governing_region(card, ask.region, prepared.asked), prepared.asked)
    return Case(
        asked=prepared.asked, person=person, channel=ask.channel, assurance=ask.assurance, asker=ask.asker,
        region=region, now=now, policies=deployment.policies(), directory=deployment.directory(),
        chosen=card, actor=ask.actor,
        outside=Outside(
            reference=new_reference(day_of(now)) if service.act else "",
            id_number=ask.about if isinstance(ask.about, IdNumber) else None,
            pin_right=_pin_right(card, prepared, found, region, now),
            seats_taken=_seats(prepared, card, found), indexes=prepared.indexes,
        ),
    )  # fmt: skip


def _near(service: Service[Any], person: Person, region: str, asked: object) -> str:
    """A menu that belongs to no province speaks of the one whose card the person has: else a first card would look as
    if it could be had twice."""
    if not service.registers or not isinstance(asked, Unasked) or regions.province(region) != regions.NATION_LEVEL:
        return region
    current = (card.region for card in person.cards if person.tenure(card) is Tenure.CURRENT)
    return next(current, region)


def check_scope(person: Person, scope: str | None) -> None:
    """Errors: OutOfScope where none of the person's cards is of this region's subtree."""
    if person.cards and not seen_by(person, scope).cards:
        raise OutOfScope


def seen_by(person: Person, scope: str | None, bank: str = "") -> Person:
    """The person with the cards of the region's subtree alone, and for a bank's post those of its bank alone."""
    seen = (c for c in person.cards if scope is None or regions.covers(scope, c.region))
    cards = tuple(c for c in seen if bank in ("", c.bank))
    return person if len(cards) == len(person.cards) else replace(person, cards=cards)


def _person_for(service: Service[Any], ask: Ask, asked: object, person: Person) -> Person:
    """Whom the rules may know. A new card is its place's matter: only its post may open one, whatever is held
    elsewhere; every other service is told of no card that the post may not see."""
    if service.act is not None and any(f.name == "region" for f in fields_of(service.asks)):
        place = None if isinstance(asked, Unasked) else getattr(asked, "region", None)
        if place and ask.scope is not None and not regions.covers(ask.scope, place):
            raise RegionOutOfScope
        return person
    seen = seen_by(person, ask.scope, ask.party if ask.channel is Channel.BANK else "")
    if person.cards and not seen.cards:
        raise OutOfScope
    return seen


def half_hour(prepared: Prepared) -> datetime | None:
    at = getattr(prepared.asked, "at", None)
    return at if isinstance(at, datetime) else None


def _seats(prepared: Prepared, card: Card | None, found: Found) -> frozenset[int]:
    """The seats of the half hour that are taken at the outlet asked for, or else where the card waits."""
    if not found.seats:  # a menu has no answers yet, and reads no seats
        return frozenset()
    outlet = getattr(prepared.asked, "outlet", None) or (card.outlet if card else None)
    return frozenset(seat for taken_at, seat in found.seats if taken_at == outlet)


def _pin_right(card: Card | None, prepared: Prepared, found: Found, region: str, now: datetime) -> bool | None:
    """Compared under the person's lock. Without one here a new card has its place's initial PIN;
    that of a card from a former system is not known."""
    pin = prepared.current_pin
    if pin is None or card is None:
        return None
    if card.card_id in found.pins:
        return deployment.vault().pin_matches(found.pins[card.card_id], pin, card.card_id)
    if not card.pin_initial:
        return None
    initial = deployment.policies().ruling(p.initial_pin, region, day_of(now)).value
    return initial is not None and pin.reveal() == initial
