"""How often something may be asked, counted in this process's memory.

A counter in the database would cost every read a write, and on SQLite the one write lock. So each worker process
counts for itself: with N processes up to N times as much gets through, and a restart forgets. That is enough
against a runaway client; what must never be guessed (PINs, sign-in codes) is counted in the database, elsewhere.
"""

import hashlib
import math
import time
from dataclasses import dataclass
from threading import Lock

ENTRIES_MAX = 100_000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``count`` in each window of ``seconds``."""

    count: int
    seconds: int


# Generous: a demo, a test run and a busy counter stay far below them.
LIMITS: dict[str, Limit] = {
    "client": Limit(6000, 60),
    "person": Limit(300, 60),
    "sign_in_number": Limit(10, 600),
    "sign_in_address": Limit(300, 600),
    "sign_in_ticket": Limit(20, 600),
    "token_address": Limit(600, 60),
    "ticket_address": Limit(200, 600),
    "people_search": Limit(120, 600),
    "callback_address": Limit(6000, 60),
}

_lock = Lock()
_counts: dict[tuple[str, bytes], tuple[int, int]] = {}


def wait_s(kind: str, key: str) -> int:
    """Count one ask of this kind; 0 where it may go on, else the whole seconds to wait.

    The key may be an identity number: only its digest is kept, and only for the window.
    """
    limit, now = LIMITS[kind], time.monotonic()
    window = int(now // limit.seconds)
    place = (kind, hashlib.sha256(key.encode(errors="replace")).digest())
    with _lock:
        counted_in, count = _counts.get(place, (window, 0))
        count = count + 1 if counted_in == window else 1
        if len(_counts) >= ENTRIES_MAX:
            _counts.clear()
        _counts[place] = (window, count)
    return 0 if count <= limit.count else math.ceil((window + 1) * limit.seconds - now) or 1


def forget() -> None:
    """Start counting afresh."""
    with _lock:
        _counts.clear()
