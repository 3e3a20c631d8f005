"""The one time zone in which days begin and end."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


@lru_cache(1024)  # a case asks for its day once for every ruling
def day_of(moment: datetime) -> date:
    """The calendar day in China."""
    return moment.astimezone(CHINA).date()
