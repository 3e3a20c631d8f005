"""Reconciliations so far, as screens and the command line show them."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from yikatong.records import models

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Run:
    """One reconciliation of one bank, "" for the cards of all banks that are not connected. See the table."""

    day: date
    bank: str
    state: str
    words: str
    ours: int
    theirs: int
    stock: int
    found: int
    to_do: int
    opened: int
    closed: int
    started_at: datetime
    finished_at: datetime


def run_of(row: models.ReconciliationRun) -> Run:
    return Run(**{field.name: getattr(row, field.name) for field in fields(Run)})


def recent_runs() -> tuple[Run, ...]:
    """The last ones, the latest first."""
    return tuple(run_of(row) for row in models.ReconciliationRun.objects.order_by("-id")[:SHOWN])
