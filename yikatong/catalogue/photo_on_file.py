"""Whether the photo of the old card may be printed on the new one."""

from typing import Any

from yikatong.cards.identity import age_on
from yikatong.cards.photo import Photo
from yikatong.catalogue.case import Case
from yikatong.catalogue.moments import day_of
from yikatong.policies import parameters as p


def photo_on_file(case: Case[Any]) -> str | None:
    """The digest of the photo that may be used again. A place that sets no years leaves it to the reviewer."""
    years = case.value(p.photo_reuse_years)
    taken_on = day_of(case.card.applied_at)
    return case.card.photo if years is None or age_on(taken_on, case.today) < years else None


def photo_lacking(case: Case[Any], photo: Photo | None) -> bool:
    """Whether neither a photo was sent nor one on file may be used again."""
    return photo is None and photo_on_file(case) is None
