"""Batches asked for in tests, and their answers in short."""

from tests.batches.files import DEFAULTS, EMPLOYER, PLACE
from yikatong.office import batches
from yikatong.records import models


def receive(roll: bytes, files: bytes | None, case_number: str = "b1", **answers: str) -> str:
    given = DEFAULTS | answers
    return batches.receive(EMPLOYER, "client", case_number, "actor1", PLACE, given, roll, files).batch_id


def worked(roll: bytes, files: bytes | None, **rest: str):
    return batches.work(receive(roll, files, **rest))


def answers(batch_id: str) -> dict[int, list[str]]:
    """The codes of the reasons by row; none where the row was granted."""
    return {r.number: [x.code for x in r.answer.reasons] for r in batches.rows(batch_id, EMPLOYER, limit=1000)}


def applied() -> list[tuple[str, str]]:
    return list(models.Entry.objects.filter(service="apply").order_by("id").values_list("client", "case_number"))
