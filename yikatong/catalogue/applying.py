"""What applications for a card have in common: the photo that the place demands and the outlet that serves."""

from typing import Any

from yikatong.cards.identity import age_on
from yikatong.cards.photo import Photo, PhotoLimits, faults
from yikatong.catalogue.case import Case
from yikatong.catalogue.moments import CHINA
from yikatong.policies import parameters as p

PHOTO_POLICIES = (
    p.photo_width_px, p.photo_height_px, p.photo_bytes_min, p.photo_bytes_max, p.photo_background_mean_min,
    p.photo_background_deviation_max, p.photo_sharpness_min, p.photo_exposure_min, p.photo_exposure_max,
    p.photo_clothing_contrast_min,
)  # fmt: skip


def photo_limits(case: Case[Any]) -> PhotoLimits:
    """The bounds in force where the card is issued: those of :data:`PHOTO_POLICIES`, in their order."""
    return PhotoLimits(*(case.value(parameter) for parameter in PHOTO_POLICIES))


def photo_faults(case: Case[Any], photo: Photo | None) -> str:
    """All that is wrong with the photo and how to cure it, in Chinese; empty when nothing is or none was sent."""
    found = faults(photo, photo_limits(case)) if photo else ()
    return "".join(f"{fault.words}{fault.cure}" for fault in found)


def photo_on_file(case: Case[Any]) -> str | None:
    """The digest of the photo that may be used again. A place that sets no years leaves it to the reviewer."""
    years = case.value(p.photo_reuse_years)
    taken_on = case.card.applied_at.astimezone(CHINA).date()
    return case.card.photo if years is None or age_on(taken_on, case.today) < years else None


def outlet_strange(case: Case[Any], outlet: str | None) -> bool:
    """Whether an outlet was named that the directory does not know in the province of the card."""
    found = case.directory.outlets.get(outlet or "")
    return outlet is not None and (found is None or found.region[:2] != case.region[:2])
