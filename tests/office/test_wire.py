"""The wire on PostgreSQL: what an aborted pipeline leaves behind."""

import psycopg
import pytest
from django.db import connection

from yikatong.office.wire import reading, writing

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]

ASKED = "SELECT %s::int + 1"


def act(*statements: str) -> None:
    """One act whose first statement fails; the others are sent after it and never run."""
    with writing() as wire:
        wire.send("SELECT 1 / %s", [0])
        for statement in statements:
            wire.send(statement, [1])


def abort(*statements: str) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        act(*statements)


def test_a_statement_first_prepared_in_an_aborted_act_can_be_sent_again() -> None:
    """Twice, since psycopg remembers the first ROLLBACK as a statement like any other."""
    raw = connection.connection
    for _ in range(3):
        abort()
    for _ in range(raw.prepare_threshold):
        with reading() as wire:
            assert wire.send(ASKED, [1]).fetchone() == (2,)
    abort(ASKED)
    with reading() as wire:
        assert wire.send(ASKED, [1]).fetchone() == (2,)
