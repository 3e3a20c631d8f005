"""What happens to a home visit. Where to, whom to call, what was seen and where: personal words, kept apart."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from yikatong.cards.events.party import Party, private
from yikatong.cards.visits import VisitHalf, VisitMatter, VisitOutcome, VisitReason


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRequested:
    visit_id: str
    region: str
    day: date
    half: VisitHalf
    matter: VisitMatter
    reason: VisitReason
    address: str = private()
    contact: str = private()
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMade:
    """``visited_at`` is when the worker stood at the door: without signal that is told later.

    ``photo`` is the picture's digest, ``location`` as north, east, metres; both only by consent.
    """

    visit_id: str
    outcome: VisitOutcome
    visited_at: datetime
    document_seen: bool
    photo: str | None = None
    location: str = private()
    note: str = private()
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCancelled:
    visit_id: str
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)
