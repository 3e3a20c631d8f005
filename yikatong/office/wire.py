"""The statements of one act, sent so that PostgreSQL answers in two round trips.

On PostgreSQL the statements travel in a pipeline: everything up to the first fetch is one round trip, the rest with
the COMMIT another. On SQLite, whose IMMEDIATE transaction already excludes every other writer, they simply run.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import count
from typing import Any, Protocol

import psycopg
from django.db import connection, transaction
from django.db.utils import IntegrityError, OperationalError

from yikatong.office.ask import Busy

UNDONE = count(1)


class Rows(Protocol):
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...


class Wire(Protocol):
    """Sends SQL. ``for_update`` is the row lock where the engine has one; values are in the engine's own form.

    ``write`` is for what gives back no rows, and costs less.
    """

    for_update: str

    def send(self, sql: str, values: Sequence[Any]) -> Rows: ...
    def write(self, sql: str, values: Sequence[Any]) -> None: ...


class Collided(Exception):
    """A uniqueness that the database guards was about to be broken; ``constraint`` names it."""

    def __init__(self, constraint: str) -> None:
        super().__init__(constraint)
        self.constraint = constraint


class _Postgresql:
    for_update = " FOR UPDATE"

    def __init__(self, raw: "psycopg.Connection[Any]") -> None:
        self._raw = raw

    def send(self, sql: str, values: Sequence[Any]) -> Rows:
        return self._raw.execute(sql, values)

    @cached_property
    def _writing(self) -> "psycopg.Cursor[Any]":
        return psycopg.Cursor(self._raw)

    def write(self, sql: str, values: Sequence[Any]) -> None:
        self._writing.execute(sql, values)


class _Sqlite:
    for_update = ""

    def send(self, sql: str, values: Sequence[Any]) -> Rows:
        cursor = connection.cursor()
        cursor.execute(sql, [sqlite_value(v) for v in values])
        return cursor

    def write(self, sql: str, values: Sequence[Any]) -> None:
        self.send(sql, values)


def sqlite_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.isoformat() if isinstance(value, date) else value


def moment(stored: Any) -> datetime:
    """A moment as a statement gave it back: SQLite keeps it in UTC and does not say so."""
    found = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@contextmanager
def writing() -> Iterator[Wire]:
    """One transaction; nothing of it is kept when it raises.

    Errors: :class:`Collided` when a unique constraint refuses; Busy when others keep the row for too long.
    """
    with _postgresql("BEGIN", "COMMIT", "ROLLBACK") if _is_postgresql() else _sqlite() as wire:
        yield wire


@contextmanager
def reading() -> Iterator[Wire]:
    """Statements that lock nothing; what they write (a look at a record) is kept together."""
    with _postgresql() if _is_postgresql() else _sqlite() as wire:
        yield wire


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


@contextmanager
def _sqlite() -> Iterator[Wire]:
    try:
        with transaction.atomic():
            yield _Sqlite()
    except IntegrityError as error:
        if "UNIQUE constraint failed" not in str(error):
            raise
        raise Collided(str(error)) from error
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        raise Busy from error


@contextmanager
def _postgresql(begin: str = "", end: str = "", undo: str = "") -> Iterator[Wire]:
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    if connection.in_atomic_block and begin:  # a caller's transaction is joined, never committed
        begin, end, undo = "SAVEPOINT act", "RELEASE SAVEPOINT act", "ROLLBACK TO SAVEPOINT act"
    try:
        with raw.pipeline():
            if begin:
                raw.execute(begin)
            yield _Postgresql(raw)
            if end:
                raw.execute(end)
    except BaseException as error:
        _undo(raw, undo)
        if isinstance(error, psycopg.errors.UniqueViolation):
            raise Collided(error.diag.constraint_name or "") from error
        if isinstance(error, psycopg.errors.LockNotAvailable):
            raise Busy from error
        raise


def _undo(raw: "psycopg.Connection[Any]", undo: str) -> None:
    status = raw.info.transaction_status
    if undo and not raw.closed and status is not psycopg.pq.TransactionStatus.IDLE:
        # Never the same text twice: psycopg forgets the statements that an aborted pipeline never prepared only when
        # it meets a ROLLBACK that is new to it, and would go on using their names for as long as the connection lives.
        raw.execute(f"{undo} /* {next(UNDONE)} */")
