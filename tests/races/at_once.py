"""Acts in real threads, each with a connection of its own, all let go at the same instant."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread
from typing import Any

from django.db import connection

PATIENCE_S = 30


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each gave, in their order. The first exception of any is raised when all have ended."""
    barrier, found, broken = Barrier(len(acts)), [None] * len(acts), list[BaseException]()

    def contend(place: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(PATIENCE_S)
            found[place] = act()
        except BaseException as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [Thread(target=contend, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    if broken:
        raise broken[0]
    return found
