"""When the bank does what it took: opening an account ends at a cut-off and goes on the next working morning. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = time(9)
SATURDAY = 5


def due(now: datetime, delay: timedelta, cut_off: time | None) -> datetime:
    """When an order taken ``now`` is done. ``cut_off`` None: at any hour. Public holidays are not known here."""
    if cut_off is None or _working(now, cut_off):
        return now + delay
    return _next_morning(now) + delay


def _working(now: datetime, cut_off: time) -> bool:
    local = now.astimezone(ZONE)
    return local.weekday() < SATURDAY and MORNING <= local.time() < cut_off


def _next_morning(now: datetime) -> datetime:
    local = now.astimezone(ZONE)
    day = local.date() + timedelta(days=0 if local.time() < MORNING else 1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, MORNING, ZONE)
