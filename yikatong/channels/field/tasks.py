"""A home visit as the worker's screen and telephone show it: finished Chinese words, and what the answers need."""

from dataclasses import dataclass
from datetime import date

from yikatong.catalogue.moments import day_of
from yikatong.catalogue.terms import words_of
from yikatong.office import deployment
from yikatong.office.visits import Task
from yikatong.policies import regions


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
    place: str
    address: str
    contact: str


@dataclass(frozen=True, slots=True)
class DayChip:
    """One of the next days, with how many visits are to come."""

    iso: str
    words: str
    count: int
    chosen: bool


WEEKDAYS = "一二三四五六日"


def task_view(task: Task) -> TaskView:
    late = task.day < day_of(deployment.now())
    return TaskView(
        task.visit_id, task.region, task.version, task.name, task.number,
        f"{words_of(task.day)}{task.half.words}", task.half.words, words_of(task.day) if late else "",
        task.matter.words, task.reason.words, regions.name(task.region), task.address, task.contact,
    )  # fmt: skip


def day_chips(counted: tuple[tuple[date, int], ...], chosen: date) -> tuple[DayChip, ...]:
    return tuple(
        DayChip(
            day.isoformat(),
            "今天" if n == 0 else f"周{WEEKDAYS[day.weekday()]} {day.day}日",
            count,
            day == chosen,
        )
        for n, (day, count) in enumerate(counted)
    )
