"""When a temporary loss report ends by itself."""

from datetime import datetime, time, timedelta
from typing import Any

from yikatong.catalogue.case import Case
from yikatong.catalogue.moments import CHINA
from yikatong.policies import parameters as p


def lapse(case: Case[Any]) -> datetime | None:
    """The end of a report made now; None where the place sets no term.

    ``7天`` is read as 7 × 24 hours, or to the midnight after the last day, as the place counts.
    """
    days = case.value(p.temporary_loss_days)
    if days is None:
        return None
    if case.value(p.temporary_loss_days_counted) == "to_day_end":
        return datetime.combine(case.today + timedelta(days=days + 1), time(), CHINA)
    return case.now + timedelta(days=days)
