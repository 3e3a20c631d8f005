"""How one lane of the courier is doing: what it has in hand, and whether it answers."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from yikatong.office.courier.settling import Outcome

IN_HAND = 8  # messages in the hand for each thread
TROUBLED = 4  # failures in a row after which it is not the message but the lane
REST_MAX = timedelta(minutes=2)


@dataclass(slots=True)
class Way:
    """One lane at work: its threads, what it has in hand, and how it has been answering."""

    threads: ThreadPoolExecutor
    in_hand: int = 0
    failures: int = 0
    rests_until: datetime | None = None

    @property
    def is_troubled(self) -> bool:
        return self.failures >= TROUBLED

    def room(self, at_once: int, now: datetime) -> int:
        """How many messages it takes now. It is filled up when half empty, so that a claim is worth its statement."""
        if self.is_troubled:
            return int(not self.in_hand and (self.rests_until is None or now >= self.rests_until))
        free = at_once * IN_HAND - self.in_hand
        return free if free * 2 >= at_once * IN_HAND else 0

    def heard(self, outcome: Outcome, now: datetime) -> bool:
        """Take note of an answer; True if the lane is up again after trouble."""
        if outcome is Outcome.PUT_BACK:
            return False
        if outcome is not Outcome.FAILED:
            was_troubled, self.failures, self.rests_until = self.is_troubled, 0, None
            return was_troubled
        if self.rests_until and now < self.rests_until:
            return False  # begun before the lane was given its rest: it says nothing new
        self.failures += 1
        if self.is_troubled:
            self.rests_until = now + min(timedelta(seconds=2 ** min(self.failures - TROUBLED, 10)), REST_MAX)
        return False
