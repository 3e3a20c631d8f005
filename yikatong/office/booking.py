"""When a card can be collected: the outlet's free half hours, by its opening hours and the seats taken. Read-only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count

from yikatong.cards.card import Card
from yikatong.cards.directory import Outlet
from yikatong.catalogue.decide import Opening
from yikatong.catalogue.issuing import is_open
from yikatong.catalogue.moments import CHINA, day_of
from yikatong.office import deployment, preview
from yikatong.office.ask import Ask
from yikatong.policies import parameters as p
from yikatong.records import models

HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Slot:
    """One half hour and how many seats of it are free."""

    at: datetime
    free: int


@dataclass(frozen=True, slots=True)
class BookingDay:
    """A day on which the outlet works; ``free`` counts the seats of all its half hours."""

    day: date
    free: int


@dataclass(frozen=True, slots=True)
class Booking:
    """``slots`` are those of ``day``. Nothing is offered where the opening is closed or the outlet unknown."""

    opening: Opening
    outlet: Outlet | None = None
    days: tuple[BookingDay, ...] = ()
    day: date | None = None
    slots: tuple[Slot, ...] = ()


def booking(ask: Ask, wanted: date | None) -> Booking:
    """The days and half hours to choose from, by the rules that decide. ``wanted`` is the day picked, if any.

    Errors: CounterFault.
    """
    opening, _ = preview.opening_of(ask)
    card, outlets = opening.card, deployment.directory().outlets
    if not opening.open or card is None or card.outlet not in outlets:
        return Booking(opening)
    outlet = outlets[card.outlet]
    slots = tuple(_free(outlet, card))
    days = tuple(BookingDay(day, sum(s.free for s in slots if day_of(s.at) == day)) for day in _days(slots))
    first = next((d.day for d in days if d.free), None)
    day = wanted if wanted in {d.day for d in days} else first
    return Booking(opening, outlet, days, day, tuple(s for s in slots if day_of(s.at) == day))


def _days(slots: tuple[Slot, ...]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(day_of(slot.at) for slot in slots))


def _free(outlet: Outlet, card: Card) -> Iterator[Slot]:
    now = deployment.now()
    today, ruling = day_of(now), deployment.policies().ruling
    ahead = ruling(p.appointment_days_ahead_max, card.region, today).value
    seats = ruling(p.appointment_slots_per_half_hour, card.region, today).value
    taken = _taken(outlet.code, now)
    for at in _half_hours(outlet, today, ahead):
        if at > now:
            yield Slot(at, max(0, seats - taken.get(at, 0)))


def _half_hours(outlet: Outlet, first: date, ahead: int) -> Iterator[datetime]:
    """Every half hour that lies wholly within the opening hours, through ``ahead`` days from ``first``."""
    for offset in range(ahead + 1):
        start = datetime.combine(first + timedelta(days=offset), time(), CHINA)
        yield from (at for n in range(48) if is_open(outlet, at := start + n * HALF_HOUR, 30))


def _taken(outlet: str, now: datetime) -> dict[datetime, int]:
    """Seats held at this outlet from now on, by half hour: one statement."""
    held = models.Seat.objects.filter(outlet=outlet, at__gt=now, released=False)
    return {at.astimezone(CHINA): count for at, count in held.values_list("at").annotate(Count("seat"))}
