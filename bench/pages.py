"""Server time of the pages that people see most, through the whole WSGI application in this process.

On SQLite with the demonstration city, and on PostgreSQL with a province of invented people (``--people``; whoever is
there already is not loaded again). Each page takes turns with a trivial one (``/healthz``), so that a busy machine
slows both alike. Not measured: the network, the web server before the application, several people at once.

    python -m bench.pages                                       SQLite, in var/bench
    DATABASE_URL=postgresql://… python -m bench.pages --people 1000000
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from statistics import median, quantiles
from time import perf_counter, thread_time
from typing import Any

ROUNDS, SAMPLE = 60, 300
SQLITE_AIM_MS, PERSON_AIM_MS, AIM_MS = 100, 50, 100
Ask = Callable[[], Any]  # one request; gives the response


@dataclass(frozen=True, slots=True)
class Page:
    """``asks`` take turns: a page about people is asked about another person each time. ``aim`` is for p95, in ms."""

    name: str
    asks: Sequence[Ask]
    aim: float
    status: int = 200


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds, round by round: ``ours`` and ``trivial`` by the clock on the wall, ``busy`` of the processor."""

    page: Page
    ours: tuple[float, ...]
    busy: tuple[float, ...]
    trivial: tuple[float, ...]
    statements: int

    @property
    def line(self) -> str:
        middle, late = median(self.ours), quantiles(self.ours, n=20)[-1]
        verdict = "met" if late <= self.page.aim else "MISSED"
        return (
            f"{self.page.name:40}{middle:8.1f}{late:8.1f}{median(self.busy):11.1f}"
            f"{middle / median(self.trivial):8.1f} ×{self.statements:10}   aim p95 {self.page.aim:.0f} ms {verdict}"
        )


HEADING = f"{'milliseconds a page':40}{'p50':>8}{'p95':>8}{'processor':>11}{'× trivial':>10}{'statements':>10}"


def milliseconds(ask: Ask) -> tuple[float, float]:
    """On the wall, and of this thread's processor."""
    begun, busy = perf_counter(), thread_time()
    ask()
    return (perf_counter() - begun) * 1000, (thread_time() - busy) * 1000


def statements(ask: Ask) -> int:
    """How many statements one request sends, counted where Django and our own wire hand them over."""
    from django.db import connection

    from yikatong.office import wire

    count = 0

    def counted(run: Any, *words: Any) -> Any:
        nonlocal count
        count += 1
        return run(*words)

    plain = {name: getattr(wire._Postgresql, name) for name in ("send", "write")}
    for name, run in plain.items():
        setattr(wire._Postgresql, name, lambda *words, run=run: counted(run, *words))
    try:
        with connection.execute_wrapper(counted):
            ask()
    finally:
        for name, run in plain.items():
            setattr(wire._Postgresql, name, run)
    return count


def measured(page: Page, trivial: Ask, rounds: int = ROUNDS) -> Measured:
    """Errors: SystemExit where the page is not what it should be: nothing would be measured."""
    turns = cycle(page.asks)
    for _ in range(5):
        answer = next(turns)()
        if answer.status_code != page.status:
            raise SystemExit(f"{page.name}: {answer.status_code} instead of {page.status}: nothing would be measured")
    counted = statements(next(turns))
    times = [(*milliseconds(next(turns)), milliseconds(trivial)[0]) for _ in range(rounds)]
    return Measured(page, *zip(*times, strict=True), counted)


def report(pages: Sequence[Page], trivial: Ask) -> Iterator[str]:
    yield HEADING
    for page in pages:
        yield measured(page, trivial).line


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--people", type=int, default=0, help="measure PostgreSQL with so many people")
    people = parser.parse_args(arguments).people
    os.environ |= {"YIKATONG_DEMO": "1", "YIKATONG_LOG_LEVEL": "ERROR", "YIKATONG_HOSTS": "testserver"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "yikatong.site.settings"
    os.environ.setdefault("YIKATONG_VAR", "var/bench")
    if not people:
        os.environ["DATABASE_URL"] = f"sqlite:///{os.environ['YIKATONG_VAR']}/pages.sqlite3"
    elif not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        raise SystemExit("--people needs DATABASE_URL to name a PostgreSQL that may be filled")
    import django

    django.setup()
    from bench import windows

    trivial, pages = windows.trivial(), windows.province(people) if people else windows.city()
    for line in report(pages, trivial):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
