"""The one time zone in which days begin and end."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def day_of(moment: datetime) -> date:
    """The calendar day in China."""
    return moment.astimezone(CHINA).date()
