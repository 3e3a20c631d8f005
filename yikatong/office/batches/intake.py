"""Taking a batch in: what cannot be read is told at once and not kept."""

import uuid
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from yikatong.catalogue.moments import day_of
from yikatong.office import deployment
from yikatong.office.batches.shelf import BatchView, keep, kept
from yikatong.office.canonical import canonical
from yikatong.office.counter import service_of
from yikatong.office.prepare import prepare
from yikatong.office.roll import open_photos, open_roll
from yikatong.records import models

SERVICE: Final = "apply_for_employees"


def receive(
    employer: str, client: str, case_number: str, actor: str, region: str,
    answers: Mapping[str, Any], roll: bytes, photos: bytes | None = None,
) -> BatchView:  # fmt: skip
    """Take a batch in, or find the one that the same ask brought before.

    ``answers``: ``bank`` and ``outlet`` for rows that do not name their own, ``region`` where the cards are issued,
    by default ``region``. ``roll`` and ``photos`` are the files' bytes. Errors: NotUnderstood when a file or an
    answer cannot be read (nothing is kept then); CaseNumberReused.
    """
    given = _given(region, answers)
    body = _body(employer, given, roll, photos)
    if known := kept(client, case_number, body):
        return known
    now = deployment.now()
    opened = open_roll(roll, day_of(now), given)
    open_photos(photos).close()
    asked = prepare(service_of(SERVICE), {**given, "roll": opened.roll}, region, day_of(now)).asked
    batch = models.Batch(
        batch_id=str(uuid.uuid4()), employer=employer, client=client, case_number=case_number, body=body,
        actor=actor, region=asked.region, answers=canonical(given), total=len(opened.roll.rows), received_at=now,
    )  # fmt: skip
    return keep(batch, {"roll": roll, "photos": photos})


def case_number_of(
    employer: str, region: str, answers: Mapping[str, Any], roll: bytes, photos: bytes | None = None
) -> str:
    """A case number that the same batch always gets, for who has none of his own and wants to be able to repeat."""
    return _body(employer, _given(region, answers), roll, photos).hex()


def _given(region: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {"region": region} | {name: value for name, value in answers.items() if value not in (None, "")}


def _body(employer: str, given: Mapping[str, Any], roll: bytes, photos: bytes | None) -> bytes:
    """A keyed digest of what is asked: equal for equal batches, and nothing can be guessed from it."""
    files = [None if file is None else sha256(file).hexdigest() for file in (roll, photos)]
    return deployment.vault().blind_index("body", canonical([SERVICE, employer, dict(given), files]))
