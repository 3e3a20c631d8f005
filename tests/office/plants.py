"""A city with a past, and the means to spoil its tables behind the triggers."""

from collections.abc import Callable

from django.db import connection

from tests.office.world import (
    NOW,
    enrol,
    fence_lowered,
    number,
    serve,
    waiting,
)
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment
from yikatong.office.counter import index_of
from yikatong.office.fsck import check
from yikatong.records import models

Plant = Callable[[], None]


def do(*statements: str) -> Plant:
    """Statements run by someone who passes the triggers."""

    def plant() -> None:
        with fence_lowered(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    return plant


def busy_city() -> str:
    """Three people with a past; the defects are planted into the first's. Returns their id."""
    for serial in (0, 1):
        about = enrol(serial)
        serve("report_loss", about, Channel.HOTLINE, function="social")
        serve("lift_loss", about, function="social")
    with deployment.at(NOW):
        serve("book_collection", waiting(2), at="2026-11-24T10:00")
        serve("book_collection", waiting(3), at="2026-11-24T10:00")
    return person_id(0)


def person_id(serial: int) -> str:
    return str(models.Dossier.objects.get(number_index=index_of(number(serial))).person_id)


def entry(version: int, serial: int = 0) -> models.Entry:
    return models.Entry.objects.get(dossier_id=person_id(serial), version=version)


def found() -> set[tuple[str, str]]:
    return {(flaw.code, flaw.reference) for flaw in check().findings}


def dossier_gone() -> None:
    do(f"DELETE FROM records_dossier WHERE person_id = '{person_id(0)}'")()
