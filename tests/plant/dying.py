"""A child process that dies at its n-th step: a statement to the database, a rename, a flush to the disk."""

import os
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

DIED = 17


def dies_at(step: int, work: Callable[[], object]) -> bool:
    """Do ``work`` in a child that ends itself without a word just before its ``step``-th step. Gives whether it died;
    False when the work was done before that."""
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
        left = [step]

        def count() -> None:
            left[0] -= 1
            if left[0] == 0:
                os._exit(DIED)

        for name in ("replace", "fsync"):
            setattr(os, name, _counted(getattr(os, name), count))
        with connection.execute_wrapper(lambda go, *rest: (count(), go(*rest))[1]):
            work()
        connections.close_all()
        code = 0
    finally:
        os._exit(code)


def _counted(call: Callable[..., Any], count: Callable[[], None]) -> Callable[..., Any]:
    def counted(*args: Any, **named: Any) -> Any:
        count()
        return call(*args, **named)

    return counted
