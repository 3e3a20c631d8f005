"""The courier at work: one thread claims and settles for all lanes, each lane has threads of its own to carry.

A receiver that hangs holds up its own lane's threads and nothing else. A lane that fails again and again rests, and is
then tried with one message; when it is heard again, everything that waits for it is due at once.
"""

import logging
import queue
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Event

from django.db import DatabaseError, close_old_connections, connection

from yikatong.cards.events import Party
from yikatong.office import deployment
from yikatong.office.courier import carriers as registry
from yikatong.office.courier.carried import Carrier, Lane
from yikatong.office.courier.carrying import CARRY_S, carry, logged
from yikatong.office.courier.claiming import LEASE, Claimed, awaken, claim
from yikatong.office.courier.settling import Result, settle
from yikatong.office.courier.way import Way

log = logging.getLogger("yikatong.courier")
AT_ONCE = 4  # threads a lane
LANES_FRESH_S = 1.0


def _unhurried() -> None:
    """Leases and results need not be on the disk before we go on: what a crash of the database forgets is carried
    once more. Set for each new connection of this thread; carriers have connections of their own."""
    if connection.vendor == "postgresql" and connection.connection is None:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")


class Courier:
    """Carries until it is told to stop. Only the thread that runs it touches ways and messages."""

    def __init__(
        self, at_once: int = AT_ONCE, lease: timedelta = LEASE, lanes: Callable[[], tuple[Lane, ...]] | None = None,
        carriers: Mapping[Party, Carrier] | None = None,
    ) -> None:  # fmt: skip
        self._at_once, self._lease = at_once, lease
        self._lanes = lanes or registry.targets_carried
        self._carriers = registry.CARRIERS if carriers is None else carriers
        self._open: tuple[Lane, ...] = ()
        self._read_at = float("-inf")
        self._ways: dict[Lane, Way] = {}
        self._done: queue.SimpleQueue[tuple[Lane, Result | None]] = queue.SimpleQueue()
        self._unsettled: list[tuple[Lane, Result | None]] = []
        self._ending = Event()

    def run(self, stop: Event, once: bool = False, every_s: float = 1.0) -> None:
        """Until ``stop``, or with ``once`` until nothing is due. What is in hand is settled before it returns."""
        self._ending.clear()
        try:
            while not stop.is_set():
                if not self._guarded(every_s):
                    if once:
                        break
                    stop.wait(every_s)
        finally:
            self._end()

    def _guarded(self, wait_s: float) -> bool:
        """One step; False if there was nothing to do. A database that is away is waited for."""
        try:
            close_old_connections()
            _unhurried()
            return self._step(wait_s)
        except DatabaseError:
            log.exception("the database cannot be used")
            connection.close()
            return False

    def _step(self, wait_s: float) -> bool:
        claimed = self._take()
        if not self._in_hand() and not self._unsettled:
            return bool(claimed)
        self._settle(wait_s)
        return True

    def _take(self) -> int:
        """Claim for each lane that has room, one statement each; how many."""
        if time.monotonic() - self._read_at > LANES_FRESH_S:
            self._open, self._read_at = tuple(self._lanes()), time.monotonic()
        now, count = deployment.now(), 0
        for lane in self._open:
            way = self._ways.get(lane) or self._ways.setdefault(lane, self._way(lane))
            for one in self._claimed(lane, way, now):
                way.in_hand, count = way.in_hand + 1, count + 1
                way.threads.submit(self._carry, lane, one, self._is_late(way))
        return count

    def _claimed(self, lane: Lane, way: Way, now: datetime) -> list[Claimed]:
        """A lane in trouble is tried with what is due, and where that is nothing, with what is not due yet: a party
        that is up again is found within minutes, however long its messages were to wait."""
        room = way.room(self._at_once, now)
        found = claim(lane, room, now, self._lease) if room else []
        if room and not found and way.is_troubled:
            return claim(lane, 1, now, self._lease, eager=True)
        return found

    def _way(self, lane: Lane) -> Way:
        return Way(ThreadPoolExecutor(self._at_once, thread_name_prefix=lane.words))

    def _is_late(self, way: Way) -> Callable[[], bool]:
        """Asked when a message's turn has come: whether it would not be done within its lease, or better waits."""
        lease_s, is_probe = self._lease.total_seconds(), way.is_troubled
        last_call = time.monotonic() + max(lease_s - 2 * CARRY_S, lease_s / 2)
        return lambda: self._ending.is_set() or time.monotonic() > last_call or (way.is_troubled and not is_probe)

    def _carry(self, lane: Lane, one: Claimed, is_late: Callable[[], bool]) -> None:
        """In a thread of the lane, with a connection of its own if the carrier looks anything up."""
        result = None  # what is lost here is claimed again when its lease is over
        try:
            result = carry(one, lane, self._carriers, is_late)
            close_old_connections()
        except Exception:
            log.exception("what came of it is not known", extra={"lane": lane.words, "message_id": logged(one[0])})
        finally:
            self._done.put((lane, result))

    def _settle(self, wait_s: float) -> None:
        """Write down all that has come back; waits for the first, never for more."""
        try:
            if not self._unsettled:
                self._unsettled.append(self._done.get(timeout=wait_s))
            while True:
                self._unsettled.append(self._done.get_nowait())
        except queue.Empty:
            pass
        if not self._unsettled:
            return
        settle([result for _, result in self._unsettled if result])  # if it raises, they are settled with the next
        settled, self._unsettled = self._unsettled, []
        for lane, result in settled:
            way = self._ways[lane]
            way.in_hand -= 1
            if result and way.heard(result.outcome, result.at):
                log.info("the lane is up again", extra={"lane": lane.words, "due": awaken(lane)})

    def _in_hand(self) -> int:
        return sum(way.in_hand for way in self._ways.values())

    def _end(self) -> None:
        """What was not begun goes back; what was is waited for, five seconds at most, and settled."""
        self._ending.set()
        patience = time.monotonic() + 2 * CARRY_S
        while (self._in_hand() or self._unsettled) and time.monotonic() < patience:
            self._guarded_settling()
        for way in self._ways.values():
            way.threads.shutdown(wait=False, cancel_futures=True)
        self._ways.clear()

    def _guarded_settling(self) -> None:
        try:
            self._settle(0.2)
        except DatabaseError:
            log.exception("the database cannot be used")
            time.sleep(0.2)
