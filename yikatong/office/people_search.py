"""Whom a name, a mobile, a card number or a receipt number may mean, within a post's scope: two statements at most.

A list of candidates is no look (:func:`yikatong.office.ledger.note_look`): it shows of each only what the clerk typed
and what tells namesakes apart, all of it masked, and noting twenty people for one search would bury the looks at their
records among those at their namesakes'. So the search itself is put into the log, and searches by name or mobile are
limited for each account. Whoever is then opened is noted as ever.
"""

import json
import logging
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from yikatong.cards.codec import read
from yikatong.cards.identity import InputFault
from yikatong.cards.masking import mask_id_number_in_lists, mask_name
from yikatong.cards.person import Words
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment
from yikatong.office.people_index import mobile_index, name_index, words_place
from yikatong.office.staff import Posting
from yikatong.policies import regions
from yikatong.records import models

CANDIDATES_MAX: Final = 20
log = logging.getLogger("yikatong.search")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several people that a search may mean. ``name`` and ``number`` are masked, ``born`` is a year or "",
    ``place`` names where the cards that this post may see were issued."""

    person_id: str
    name: str
    number: str
    born: str
    place: str


def by_reference(written: str) -> Q:
    return Q(person_id__in=models.Entry.objects.filter(reference=written).values("dossier_id"))


def by_card_no(card_no: str) -> Q:
    return Q(person_id__in=models.Holding.objects.filter(card_no=card_no).values("dossier_id"))


def by_mobile(mobile: str) -> Q:
    return Q(mobile_index=mobile_index(mobile))


def by_name(name: str) -> Q:
    return Q(name_index=name_index(name))


def candidates(meant: Q, posting: Posting) -> tuple[Candidate, ...]:
    """Everybody meant whom this post may know of, the oldest first. Errors: InputFault when there are more than 20."""
    rows = list(
        models.Dossier.objects.filter(meant)
        .filter(_within(posting))
        .values_list("person_id", "words")[: CANDIDATES_MAX + 1]
    )
    log.info("people sought", extra={"actor": posting.actor, "channel": posting.channel.value, "found": len(rows)})
    if len(rows) > CANDIDATES_MAX:
        words = f"符合的参保人超过{CANDIDATES_MAX}位，不能列出。"
        raise InputFault("search_too_many", words, "请补充证件号码，按证件号码查询。")
    places = _places([person_id for person_id, _ in rows], posting) if len(rows) > 1 else {}
    found = (_candidate(person_id, bytes(sealed), places.get(person_id, ())) for person_id, sealed in rows)
    return tuple(sorted(found, key=lambda c: (c.born, c.place, c.number, c.person_id)))


def _seen(posting: Posting) -> QuerySet[models.Holding]:
    """The cards that this post may see: of its region's subtree, and for a bank its own."""
    cards = models.Holding.objects.all()
    if posting.region != regions.NATION:
        cards = cards.filter(region__startswith=regions.levels(posting.region)[0])
    return cards.filter(bank=posting.party) if posting.channel is Channel.BANK else cards


def _within(posting: Posting) -> Q:
    """As :func:`~yikatong.office.cases.check_scope`: whoever has no card at all may be known by every place."""
    own = {"dossier_id": OuterRef("person_id")}
    if posting.channel is Channel.BANK:
        return Q(Exists(_seen(posting).filter(**own)))
    if posting.region == regions.NATION:
        return Q()
    return Q(Exists(_seen(posting).filter(**own))) | ~Q(Exists(models.Holding.objects.filter(**own)))


def _places(people: list[str], posting: Posting) -> dict[str, tuple[str, ...]]:
    places: dict[str, tuple[str, ...]] = {}
    cards = _seen(posting).filter(dossier_id__in=people).order_by("dossier_id", "number")
    for person_id, region in cards.values_list("dossier_id", "region"):
        places[person_id] = tuple(dict.fromkeys((*places.get(person_id, ()), regions.name(region))))
    return places


def _candidate(person_id: str, sealed: bytes, places: tuple[str, ...]) -> Candidate:
    words = read(Words, json.loads(deployment.vault().open(sealed, words_place(person_id)).decode()))
    born = f"{words.born_on:%Y}" if words.born_on else ""
    number = mask_id_number_in_lists(words.id_number)
    return Candidate(person_id, mask_name(words.name), number, born, "、".join(places))
