"""The blind indexes by which people are found besides their identity number: of the name and of the mobile."""

import json
from collections.abc import Callable

from django.db import connection, transaction

from yikatong.cards.codec import read
from yikatong.cards.person import Words
from yikatong.office.deployment import vault
from yikatong.records import models

BATCH = 500
FILL = """
    UPDATE records_dossier SET mobile_index = %s, name_index = %s
    WHERE person_id = %s AND words = %s AND name_index IS NULL"""


def words_place(person_id: str) -> str:
    """Where a person's words are sealed."""
    return f"records_dossier|words|{person_id}"


def name_index(name: str) -> bytes:
    """Of a name as :func:`~yikatong.cards.identity.read_person_name` gives it. Latin letters: capitals or not."""
    return vault().blind_index("name", name.casefold())


def mobile_index(mobile: str) -> bytes | None:
    """Of a mobile as :func:`~yikatong.cards.identity.read_mobile` gives it; None where there is none."""
    return vault().blind_index("mobile", mobile) if mobile else None


def index_people(progress: Callable[[int], None]) -> int:
    """Index the people who have no name index yet; ``progress`` hears how many were done. Gives how many were filled.

    May run while people are served, and again after it was interrupted: whose words an act changes meanwhile has been
    indexed by that act. Errors: VaultFault for words that cannot be opened.
    """
    filled, last = 0, ""
    while page := _not_indexed(last):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(FILL, [_filled(person_id, bytes(sealed)) for person_id, sealed in page])
        filled, last = filled + len(page), page[-1][0]
        progress(filled)
    return filled


def not_indexed() -> int:
    """How many people have no name index yet."""
    return models.Dossier.objects.filter(name_index__isnull=True).count()


def _not_indexed(last: str) -> list[tuple[str, bytes]]:
    rows = models.Dossier.objects.filter(name_index__isnull=True, person_id__gt=last)
    return list(rows.order_by("person_id").values_list("person_id", "words")[:BATCH])


def _filled(person_id: str, sealed: bytes) -> tuple[bytes | None, bytes, str, bytes]:
    words = read(Words, json.loads(vault().open(sealed, words_place(person_id)).decode()))
    return mobile_index(words.mobile), name_index(words.name), person_id, sealed
