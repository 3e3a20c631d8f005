"""What a carrier is given and what it may say. No database, no network: carriers and the courier both import this."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yikatong.cards.events import Party


@dataclass(frozen=True, slots=True)
class Carried:
    """One message on its way. ``body`` holds no personal words: a carrier looks up what its party may know.

    ``message_id`` stays the same however often it is carried, so a receiver can tell a repeat by it. ``attempts``
    counts this one.
    """

    message_id: int
    reference: str
    person_id: str
    party: Party
    target: str
    kind: str
    body: Mapping[str, Any]
    at: datetime
    attempts: int


Carrier = Callable[[Carried], int | None]
"""Brings one message to its party within five seconds; gives the HTTP status, if there was one, for the record.

Returning means: the party has taken it. Errors: ``Unavailable`` (tried again, or a dead letter where ``permanent``),
:class:`NotYet`. Anything else is a bug: logged, and tried again as if the party were down.
"""


class NotYet(Exception):
    """The party takes it, but not now (quiet hours, Retry-After): carried again from ``until`` on. No failure."""

    def __init__(self, until: datetime, words: str, *, status: int | None = None) -> None:
        super().__init__(words)
        self.until, self.words, self.status = until, words, status


@dataclass(frozen=True, slots=True)
class Lane:
    """Messages that share one way out, and so stand or fall together: one host. ``target`` None: all of the party."""

    party: Party
    target: str | None = None

    @property
    def words(self) -> str:
        """For logs: ``bank:CAB``, ``holder``."""
        return self.party.value if self.target is None else f"{self.party.value}:{self.target}"
