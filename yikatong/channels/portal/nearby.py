"""Outlets in the order in which somebody would go there."""

import math
from dataclasses import dataclass
from datetime import datetime

from yikatong.cards.directory import Outlet
from yikatong.catalogue.issuing import hours_words, is_open

EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees, WGS 84 or whatever the outlets' own coordinates use; the difference is below a street's length."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One outlet as a line. ``km`` is None where the outlet or the visitor has no position."""

    outlet: Outlet
    bank: str
    open: bool
    hours: str
    km: float | None


def read_position(latitude: str, longitude: str) -> Position | None:
    """Two numbers on the globe, as a browser gives them; None for anything else."""
    try:
        found = Position(float(latitude[:20]), float(longitude[:20]))
    except ValueError:
        return None
    on_globe = abs(found.latitude) <= 90 and abs(found.longitude) <= 180  # also false for NaN
    return found if on_globe else None


def distance_km(here: Position, there: Position) -> float:
    """As the crow flies (haversine)."""
    north, east = (math.radians(a - b) for a, b in (
        (there.latitude, here.latitude), (there.longitude, here.longitude)))  # fmt: skip
    across = math.cos(math.radians(here.latitude)) * math.cos(math.radians(there.latitude))
    half = math.sin(north / 2) ** 2 + across * math.sin(east / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def outlet_row(outlet: Outlet, bank: str, now: datetime, here: Position | None) -> OutletRow:
    placed = outlet.latitude is not None and outlet.longitude is not None
    km = distance_km(here, Position(outlet.latitude, outlet.longitude)) if here and placed else None  # type: ignore[arg-type]
    return OutletRow(outlet, bank, is_open(outlet, now), hours_words(outlet), km)


def nearest_first(rows: list[OutletRow]) -> tuple[OutletRow, ...]:
    """Those without a position last, in the order in which they came."""
    return tuple(sorted(rows, key=lambda row: math.inf if row.km is None else row.km))
