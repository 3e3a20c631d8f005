"""From an ask and what the ledger holds to the case that is decided; the same for an act and for a menu."""

from datetime import datetime
from typing import Any

from yikatong.cards.card import Card
from yikatong.cards.identity import IdNumber
from yikatong.cards.person import Person
from yikatong.catalogue.case import Case, Outside
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.common import choose_card, governing_region
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.service import Service
from yikatong.office import deployment
from yikatong.office.ask import Ask, OutOfScope, Stale
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
    """The case that is decided, and that a menu is drawn from. Errors: OutOfScope, Stale."""
    person = found.person
    check_scope(person, ask.scope)
    if ask.version is not None and ask.version != person.version:
        raise Stale
    card = choose_card(service, person, ask.card_id, ask.region)
    if card is not None and not _visible(card, ask):
        card = None
    region = governing_region(card, ask.region, prepared.asked)
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


def check_scope(person: Person, scope: str | None) -> None:
    if scope is None or not person.cards:
        return
    if not any(regions.covers(scope, card.region) for card in person.cards):
        raise OutOfScope


def _visible(card: Card, ask: Ask) -> bool:
    """A post sees the cards of its region's subtree, a bank's post those of its bank alone."""
    within = ask.scope is None or regions.covers(ask.scope, card.region)
    return within and (not ask.party or ask.channel is not Channel.BANK or card.bank == ask.party)


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
