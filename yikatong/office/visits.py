"""Home visits for the worker on the way: the day's list, one visit, and what changed since it was taken along.

The leave to see a person is the visit itself: it is to come, its day is near, and its place lies in the post's region.
Each reading is noted as a look before it is shown.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from yikatong.cards.masking import mask_id_number_in_lists, mask_name
from yikatong.cards.visits import VisitHalf, VisitMatter, VisitReason
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment, ledger
from yikatong.office.ask import CounterFault
from yikatong.office.people_index import words_place
from yikatong.office.staff import Posting
from yikatong.office.wire import reading
from yikatong.policies import parameters as p
from yikatong.policies import regions
from yikatong.records import models
from yikatong.services import catalogue

PAGE = 30
VISIT_ID = re.compile(r"[0-9A-Z-]{1,40}")
NEAR = timedelta(days=31)  # how far ahead a worker may look


class VisitNotFound(CounterFault):
    code, words, status = "visit_not_found", "没有查到这次上门任务：可能已经办结或取消，或不在您的业务范围内。", 404


@dataclass(frozen=True, slots=True)
class Task:
    """One visit to come, as the worker sees it. ``version`` is that of the dossier when it was read."""

    visit_id: str
    person_id: str
    name: str
    number: str
    region: str
    day: date
    half: VisitHalf
    matter: VisitMatter
    reason: VisitReason
    address: str
    contact: str
    version: int


@dataclass(frozen=True, slots=True)
class Since:
    """One act on the dossier that the worker has not seen."""

    name: str
    words: str
    at: datetime


def day_list(posting: Posting, day: date, after: str = "", purpose: str = "visit_day") -> tuple[Task, ...]:
    """The visits to come of one day in the post's region, mornings first; today's with those that were left behind.

    30 a page, keyset by ``after``. Four statements: where to go on, the list, its sealed words, a note for all looks.
    """
    today = day_of(deployment.now())
    rows = _to_come(posting).filter(day__lte=day) if day == today else _to_come(posting).filter(day=day)
    last = _named(_within(posting), after).first() if after else None
    if last is not None:
        later = Q(day=last.day, half__lt=last.half) | Q(day=last.day, half=last.half, visit_id__gt=last.visit_id)
        rows = rows.filter(Q(day__gt=last.day) | later)
    tasks = tuple(_tasks(rows.order_by("day", "-half", "visit_id")[:PAGE]))  # "morning" sorts after "afternoon"
    _note(posting, (t.person_id for t in tasks), purpose)
    return tasks


def counts(posting: Posting, days: int = 5) -> tuple[tuple[date, int], ...]:
    """How many visits are to come from today on, day by day; today's with those that were left behind."""
    today = day_of(deployment.now())
    rows = _to_come(posting).filter(day__lt=today + timedelta(days=days))
    found = {today + timedelta(days=n): 0 for n in range(days)}
    for day, count in rows.order_by().values_list("day").annotate(Count("visit_id")):
        found[max(day, today)] += count
    return tuple(found.items())


def open_visit(posting: Posting, visit_id: str, purpose: str = "visit") -> Task:
    """One visit to come. Errors: VisitNotFound."""
    tasks = _tasks(_named(_to_come(posting), visit_id))
    if not tasks:
        raise VisitNotFound
    _note(posting, (tasks[0].person_id,), purpose)
    return tasks[0]


def any_visit(posting: Posting, visit_id: str) -> Task:
    """One visit, to come or not, for the answer about it. Errors: VisitNotFound."""
    tasks = _tasks(_named(_within(posting), visit_id))
    if not tasks:
        raise VisitNotFound
    return tasks[0]


def place_of(posting: Posting, visit_id: str) -> tuple[str, str]:
    """The person and the region of any visit of the post's region, to come or not. Errors: VisitNotFound."""
    row = _named(_within(posting), visit_id).values_list("dossier_id", "region").first()
    if row is None:
        raise VisitNotFound
    return row


def since(posting: Posting, person_id: str, version: int) -> tuple[int, tuple[Since, ...]]:
    """The dossier's present version, and the acts after the one that the worker saw (ten at most)."""
    entries = models.Entry.objects.filter(dossier_id=person_id, version__gt=version).order_by("version")[:10]
    told = tuple(Since(_name(e.service), json.loads(e.answer).get("words", ""), e.at) for e in entries)
    _note(posting, (person_id,), "visit_conflict")
    present = models.Dossier.objects.values_list("version", flat=True).get(pk=person_id)
    return present, told


def note_dropped(posting: Posting, visit_id: str, reason: str) -> None:
    """A record that a worker gave up is kept as a look with its reason. Errors: VisitNotFound."""
    person_id, _ = place_of(posting, visit_id)
    _note(posting, (person_id,), reason)


def kept_hours(posting: Posting) -> tuple[int, int]:
    """For how long a telephone may keep the day's list, and a record that was not sent: then nobody would take it."""
    ruling, today = deployment.policies().ruling, day_of(deployment.now())
    days = ruling(p.visit_record_days_max, posting.region, today).value
    return ruling(p.visit_kept_hours, posting.region, today).value, 24 * days


def _within(posting: Posting) -> Any:
    rows = models.Visit.objects.all()
    own = regions.levels(posting.region)[0]
    return rows if own == regions.NATION_LEVEL else rows.filter(region__startswith=own)


def _to_come(posting: Posting) -> Any:
    return _within(posting).filter(outcome="", day__lte=day_of(deployment.now()) + NEAR)


def _named(rows: Any, visit_id: str) -> Any:
    """The one visit of this number. What is no number is not looked up: a NUL would be an error in the database."""
    return rows.filter(pk=visit_id) if VISIT_ID.fullmatch(visit_id) else rows.none()


def _tasks(rows: Any) -> list[Task]:
    found = list(rows.select_related("dossier"))
    sealed = models.Personal.objects.in_bulk([row.visit_id for row in found])
    return [_task(row, sealed.get(row.visit_id)) for row in found]


def _task(row: models.Visit, sealed: models.Personal | None) -> Task:
    vault, dossier = deployment.vault(), row.dossier
    words = json.loads(vault.open(bytes(dossier.words), words_place(dossier.person_id)))
    where: dict[str, str] = {}
    if sealed is not None and len(sealed.sealed):  # erased words leave a visit without an address
        opened = json.loads(vault.open(bytes(sealed.sealed), f"records_personal|sealed|{row.visit_id}"))
        where = next(iter(opened.values()))
    return Task(
        row.visit_id, dossier.person_id, mask_name(words["name"]), mask_id_number_in_lists(words["id_number"]),
        row.region, row.day, VisitHalf(row.half), VisitMatter(row.matter), VisitReason(row.reason),
        where.get("address", ""), where.get("contact", ""), dossier.version,
    )  # fmt: skip


def _name(service: str) -> str:
    return catalogue()[service].name if service in catalogue() else service


def _note(posting: Posting, people: Iterable[str], purpose: str) -> None:
    with reading() as wire:
        ledger.note_looks(wire, set(people), posting.actor, posting.channel, purpose, deployment.now())
