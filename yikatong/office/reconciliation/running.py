"""One reconciliation: the bank's file fetched and verified, three streams compared, what was found written down."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from tempfile import TemporaryFile
from typing import IO, Final

from yikatong.adapters.bank_http.wire import DAYS
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment
from yikatong.office.bank_links import BankNotConnected, link_of
from yikatong.office.bank_orders import checked, wire_of
from yikatong.office.courier.carried import NotYet
from yikatong.office.reconciliation import reading
from yikatong.office.reconciliation.bank_file import DayFile, DayFileFault, keep
from yikatong.office.reconciliation.compare import differences, sides
from yikatong.office.reconciliation.recording import confirmed, record
from yikatong.office.reconciliation.rules import Difference
from yikatong.office.reconciliation.runs import Run, run_of
from yikatong.office.reconciliation.spool import spooled
from yikatong.office.reconciliation.told import Side, Terms
from yikatong.policies import parameters as p
from yikatong.ports.unavailable import Unavailable
from yikatong.records import models

log = logging.getLogger("yikatong.reconciliation")
Progress = Callable[[int], None]
MAKING: Final = timedelta(days=10)  # what a plant needs with a remake; a contract's term, no rule of a place
FILE_BYTES_MAX: Final = 4 * 1024**3
FILE_WITHIN_S: Final = 600.0
EVERY = 1000


def parties() -> tuple[str, ...]:
    """What one day's reconciliation consists of: each connected bank, then the cards of all others."""
    return (*reading.connected(), reading.NOBODY)


def yesterday() -> date:
    """The last day that has ended: a bank tells of no other."""
    return day_of(deployment.now()) - timedelta(days=1)


def reconcile(bank: str, day: date, progress: Progress = lambda done: None) -> Run:
    """Compare one bank's cards, or with :data:`reading.NOBODY` those of banks that are not connected.

    A file that cannot be had or not be trusted is a run that is ``refused``, and changes no difference.
    Errors: BankNotConnected.
    """
    run = models.ReconciliationRun(day=day, bank=bank, state="finished", started_at=deployment.now())
    with TemporaryFile(prefix="yikatong-") as kept:
        try:
            file = _fetched(bank, day, kept) if bank else None
        except (Unavailable, NotYet, DayFileFault) as fault:
            return _refused(run, fault.words)
        terms = _terms(run, file)
        found = spooled(_compared(run, file, terms, progress))
        return _told(record(run, confirmed(found, terms)))


def _fetched(bank: str, day: date, kept: IO[bytes]) -> DayFile:
    """Errors: BankNotConnected, Unavailable, NotYet, DayFileFault."""
    link = link_of(bank)
    if link is None:
        raise BankNotConnected
    with TemporaryFile(prefix="yikatong-") as came:
        answer = wire_of(link).get(f"{DAYS}/{day}", within_s=FILE_WITHIN_S, bytes_max=FILE_BYTES_MAX, into=came)
        checked(answer)
        came.seek(0)
        return keep(came, bank, day, kept)


def _terms(run: models.ReconciliationRun, file: DayFile | None) -> Terms:
    taken_at, _ = reading.stock(run.bank, run.day)
    hours = deployment.policies().ruling(p.bank_answer_hours, "00", run.day).value
    return Terms(run.started_at, file.told_at if file else None, taken_at, timedelta(hours=hours), MAKING)


def _compared(
    run: models.ReconciliationRun, file: DayFile | None, terms: Terms, progress: Progress
) -> Iterator[Difference]:  # fmt: skip
    _, held = reading.stock(run.bank, run.day)
    theirs = file.accounts() if file else iter(())
    for done, side in enumerate(_counted(run, sides(reading.ours(run.bank), theirs, held)), 1):
        yield from differences(side, terms)
        if done % EVERY == 0:
            progress(done)


def _counted(run: models.ReconciliationRun, met: Iterable[Side]) -> Iterator[Side]:
    for side in met:
        run.ours += side.ours is not None
        run.theirs += side.theirs is not None
        run.stock += side.stock is not None
        yield side


def _refused(run: models.ReconciliationRun, words: str) -> Run:
    run.state, run.words, run.finished_at = "refused", words[:200], deployment.now()
    run.save()
    return _told(run)


def _told(run: models.ReconciliationRun) -> Run:
    log.info(
        "reconciled",
        extra={"bank": run.bank, "day": str(run.day), "state": run.state, "found": run.found, "closed": run.closed},
    )
    return run_of(run)
