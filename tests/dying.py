"""A child process that ends without a word just before its n-th step: a statement to the engine, a word to a party, a
rename or a flush of a file.

Statements are counted in the driver, so that those of the ledger's pipeline count as well as those of Django.
"""

import os
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection, connections

DIED = 17
Step = Callable[[], None]


class Countdown:
    """Ends the process when it has been counted down. Does nothing in the parent."""

    def __init__(self) -> None:
        self.left = -1

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            os._exit(DIED)


countdown = Countdown()


def dies_at(step: int, work: Callable[[], object]) -> bool:
    """Do ``work`` in a child that dies at its ``step``-th step. False when the work was done before that."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        _live(step, work)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, DIED), f"the child ended with {code}"
    return code == DIED


def _live(step: int, work: Callable[[], object]) -> None:
    code = 1
    try:
        connection.ensure_connection()
        countdown.left = step
        for execute in ("execute", "executemany"):
            setattr(psycopg.Cursor, execute, _counted(getattr(psycopg.Cursor, execute)))
        psycopg.Connection.commit = _counted(psycopg.Connection.commit)
        for change in ("replace", "fsync"):
            setattr(os, change, _counted(getattr(os, change)))
        if connection.vendor == "sqlite":
            # BEGIN, COMMIT and all else that the engine is told, whoever tells it.
            connection.connection.set_trace_callback(lambda statement: countdown.step())
        work()
        countdown.left = -1
        connections.close_all()
        code = 0
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)


def _counted(execute: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*arguments: Any, **rest: Any) -> Any:
        countdown.step()
        return execute(*arguments, **rest)

    return counted
