"""What the plant is told of a card: what its face and its chip need, and no more."""

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from yikatong.cards.card import Card
from yikatong.cards.codec import read
from yikatong.cards.person import Words
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment
from yikatong.office.people_index import words_place
from yikatong.office.plant.claiming import TO_BE_MADE
from yikatong.policies import parameters as p
from yikatong.records import models

PAGE: Final = 50
"""Rows read at a time: a photograph may have 65 KB."""


@dataclass(frozen=True, slots=True)
class Filled:
    """``page`` is the row as the plant reads it, or None with the reason why it is left out of the file."""

    row_id: int
    page: dict[str, Any] | None
    left_out: str = ""


def filled(batch_id: int) -> Iterator[Filled]:
    """Every row of a batch in order, read page by page: three statements a page, whatever the size of the batch."""
    after = 0
    while rows := list(models.PlantRow.objects.filter(batch_id=batch_id, pk__gt=after).order_by("pk")[:PAGE]):
        yield from _page(rows)
        after = rows[-1].pk


def _page(rows: Sequence[models.PlantRow]) -> Iterator[Filled]:
    held = models.Holding.objects.filter(card_id__in=[r.card_id for r in rows], stage__in=TO_BE_MADE)
    cards = {card_id: read(Card, json.loads(facts)) for card_id, facts in held.values_list("card_id", "facts")}
    people = models.Dossier.objects.filter(pk__in=[r.dossier_id for r in rows]).values_list("person_id", "words")
    words = {person_id: _words(person_id, bytes(sealed)) for person_id, sealed in people}
    photos = _photos(rows, cards)
    for row in rows:
        card = cards.get(row.card_id)
        if card is None or card.ended:
            yield Filled(row.pk, None, "card_not_waiting")
        elif card.photo and (row.dossier_id, card.photo) not in photos:
            yield Filled(row.pk, None, "photo_erased")
        else:
            photo = photos.get((row.dossier_id, card.photo or ""))
            yield Filled(row.pk, _told(row, card, words[row.dossier_id], photo))


def _words(person_id: str, sealed: bytes) -> Words:
    return read(Words, json.loads(deployment.vault().open(sealed, words_place(person_id))))


def _photos(rows: Sequence[models.PlantRow], cards: dict[str, Card]) -> dict[tuple[str, str], bytes]:
    """By person and digest: another person's picture never comes in, though it were the same."""
    digests = [card.photo for card in cards.values() if card.photo]
    found = models.Picture.objects.filter(dossier_id__in=[r.dossier_id for r in rows], digest__in=digests)
    return {
        (dossier_id, digest): deployment.vault().open(bytes(sealed), f"records_picture|sealed|{digest}")
        for dossier_id, digest, sealed in found.values_list("dossier_id", "digest", "sealed")
    }


def _told(row: models.PlantRow, card: Card, words: Words, photo: bytes | None) -> dict[str, Any]:
    """The row of docs/plant-files.md. The day of issue and the end of validity follow from the day of the making."""
    years = deployment.policies().ruling(p.card_valid_years, card.region, day_of(deployment.now())).value
    return {
        "card_id": card.card_id, "turn": row.turn, "name": words.name, "id_number": words.id_number,
        "region": card.region, "bank": card.bank, "outlet": card.outlet, "generation": card.generation,
        "reason": card.reason.value, "valid_years": years, "photo": b64encode(photo).decode() if photo else None,
    }  # fmt: skip
