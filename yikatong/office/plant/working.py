"""The worker's part: a batch when the deployment wants one, and whatever the plant has laid down."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from yikatong.adapters.plant_files import alone
from yikatong.office.ask import CounterFault
from yikatong.office.plant.applying import apply_all
from yikatong.office.plant.batching import name_of, unwritten, write
from yikatong.office.plant.claiming import claim, due
from yikatong.office.plant.intake import receive_all
from yikatong.office.plant.links import Link, NotConnected, link
from yikatong.office.plant.receipts import give_receipts

Progress = Callable[[int, int], None]


class Occupied(CounterFault):
    code, words, status = "plant_occupied", "另一个进程正在处理制卡文件，请等它办完再试。", 409


@dataclass(frozen=True, slots=True)
class Worked:
    """Batches made by name, files accepted or refused, files taken in to the end."""

    batches: tuple[str, ...] = ()
    received: int = 0
    taken_in: int = 0


def work() -> Worked:
    """One round of the worker: what was begun before a crash first. Does nothing where no plant is registered, and
    leaves it to another process that is at it."""
    try:
        to = link()
    except NotConnected:
        return Worked()
    with alone(Path(settings.PLANT_FOLDER)) as free:
        if not free:
            return Worked()
        return Worked(_make(to, due()), *_take(to))


def make_batches(progress: Progress = lambda done, total: None) -> tuple[str, ...]:
    """Make a batch of whatever waits, now. Errors: NotConnected, Occupied."""
    to = link()
    with alone(Path(settings.PLANT_FOLDER)) as free:
        if not free:
            raise Occupied
        return _make(to, True, progress)


def take_in() -> Worked:
    """Take in what lies there, now. Errors: NotConnected, Occupied; a CounterFault of 500: call again."""
    to = link()
    with alone(Path(settings.PLANT_FOLDER)) as free:
        if not free:
            raise Occupied
        return Worked((), *_take(to))


def _make(to: Link, wanted: bool, progress: Progress = lambda done, total: None) -> tuple[str, ...]:
    if wanted:
        claim(to.plant)
    waiting = unwritten()
    for batch in waiting:
        write(batch, to, progress)
    return tuple(name_of(batch.pk) for batch in waiting)


def _take(to: Link) -> tuple[int, int]:
    """Files that were accepted before a crash are applied before anything new is looked at."""
    done = apply_all()
    received = receive_all(to)
    done += apply_all()
    give_receipts()
    return received, done
