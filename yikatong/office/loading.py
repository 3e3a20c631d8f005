"""People by the million, into a demonstration: each life is asked of the services themselves, in memory, and what the
ledger would have written of it is written in one piece.

The rules decide and the rows are made by the same functions as at the counter; only the lock and the many small
transactions are left out. A chunk is written whole or not at all, and people who are there already are passed over,
so a run that was interrupted goes on. Not loaded: pictures, and messages older than a week, carried long ago.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from yikatong.cards.identity import IdNumber
from yikatong.cards.person import Person
from yikatong.catalogue.decide import Granted, decide
from yikatong.catalogue.moments import day_of
from yikatong.office.act_rows import (
    ENTRY_COLUMNS,
    MESSAGE_COLUMNS,
    PERSON_COLUMNS,
    PERSONAL_COLUMNS,
    Row,
    holding_rows,
    message_rows,
    person_row,
    written,
)
from yikatong.office.ask import Ask
from yikatong.office.cases import case_of, index_of
from yikatong.office.chain import GENESIS
from yikatong.office.counter import act_of, service_of
from yikatong.office.finding import Found
from yikatong.office.pages import HOLDING_COLUMNS
from yikatong.office.prepare import prepare
from yikatong.office.wire import sqlite_value
from yikatong.records import models

MESSAGES_CARRIED_AFTER = timedelta(days=7)
# In the order in which the foreign keys let them in.
TABLES = {
    "records_dossier": PERSON_COLUMNS,
    "records_entry": ENTRY_COLUMNS,
    "records_holding": HOLDING_COLUMNS,
    "records_personal": PERSONAL_COLUMNS,
    "records_message": MESSAGE_COLUMNS,
}


class NotAsTold(Exception):
    """A step of a life was refused: the rules and the life differ, which is a fault of one of them."""


@dataclass(frozen=True, slots=True)
class Lived:
    """One ask of a life, and the moment at which it was made."""

    ask: Ask
    at: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """The life of one person so far. Its asks carry no PIN (a digest alone takes a tenth of a second) and no file, and
    book, visit or mandate nothing: what the ledger writes beside entries, words and cards is not loaded."""

    number: IdNumber
    lived: Sequence[Lived]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows for each table."""

    of: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in TABLES})


def load(pasts: Sequence[Past], now: datetime) -> int:
    """Write everybody who is not there yet, in one transaction. Gives how many were written.

    Errors: ValueError outside demo mode; NotAsTold.
    """
    if not settings.DEMO:
        raise ValueError("只能在演示环境中装入虚构的居民。")
    indexes = [index_of(one.number) for one in pasts]
    rows, known = _Rows(), _known(indexes)
    new = [(one, index) for one, index in zip(pasts, indexes, strict=True) if index not in known]
    for one, index in new:
        _live(one, index, rows, now - MESSAGES_CARRIED_AFTER)
    with _unhurried():
        for table, columns in TABLES.items():
            _write(table, columns, rows.of[table])
    return len(new)


def is_written(client: str, case_number: str) -> bool:
    """Whether this ask of a life was written before."""
    return models.Entry.objects.filter(client=client, case_number=case_number).exists()


def _known(indexes: list[bytes]) -> set[bytes]:
    found = models.Dossier.objects.filter(number_index__in=indexes).values_list("number_index", flat=True)
    return {bytes(index) for index in found}


def _live(one: Past, index: bytes, rows: _Rows, carried: datetime) -> None:
    person, head = Person(""), GENESIS
    for lived in one.lived:
        service, ask, at = service_of(lived.ask.service), lived.ask, lived.at
        prepared = prepare(service, ask.answers, ask.region, day_of(at))
        found = Found(person, head)
        case = case_of(service, ask, prepared, found, at)
        decision = decide(service, case)
        if not isinstance(decision, Granted):
            raise NotAsTold(f"{ask.case_number} {service.code}: {decision}")
        act = act_of(service, ask, prepared, found, case, decision)
        new = written(act)
        person, head = act.after, new.head
        rows.of["records_entry"].append(new.entry)
        rows.of["records_personal"] += [new.personal] if new.personal else []
        rows.of["records_message"] += message_rows(act) if at > carried else ()
    rows.of["records_dossier"].append(person_row(person, index, head))
    rows.of["records_holding"] += holding_rows(Person(person.person_id), person)


@contextmanager
def _unhurried() -> Iterator[None]:
    """A transaction without the time limits of those who wait for an answer."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
        yield


def _write(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    names = ", ".join(columns)
    if connection.vendor == "postgresql":
        with connection.connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608  (ours)
    values: list[list[Any]] = [[sqlite_value(value) for value in row] for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
