"""A home visit as the worker's screen and telephone show it: finished Chinese words, and what the answers need."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation

from yikatong.catalogue.moments import day_of
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive import speech
from yikatong.office import deployment
from yikatong.office.visits import Task


@dataclass(frozen=True, slots=True)
class TaskView:
    """``late`` is the day that was agreed where that day has passed, else empty."""

    visit: str
    region: str
    version: int
    name: str
    number: str
    when: str
    half: str
    late: str
    matter: str
    reason: str
    address: str
    contact: str


@dataclass(frozen=True, slots=True)
class DayChip:
    """One of the next days, with how many visits are to come."""

    day: date
    count: int
    today: bool
    chosen: bool


def spoken(words: str) -> str:
    """A declaration's words in the language of the page, or in Chinese where there are no others."""
    return str(speech.said(words, translation.get_language() or "zh-hans").words)


def task_view(task: Task) -> TaskView:
    late = task.day < day_of(deployment.now())
    return TaskView(
        task.visit_id, task.region, task.version, task.name, task.number,
        f"{spoken(words_of(task.day))} {spoken(task.half.words)}", spoken(task.half.words),
        spoken(words_of(task.day)) if late else "", spoken(task.matter.words), spoken(task.reason.words),
        task.address, task.contact,
    )  # fmt: skip


def day_chips(counted: tuple[tuple[date, int], ...], chosen: date) -> tuple[DayChip, ...]:
    return tuple(DayChip(day, count, n == 0, day == chosen) for n, (day, count) in enumerate(counted))
