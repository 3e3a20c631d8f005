"""What a place demands of a photo, from its policies to the faults of one picture."""

from datetime import date
from typing import Any

from yikatong.cards.photo import Photo, PhotoFault, PhotoLimits, faults
from yikatong.catalogue.case import Case
from yikatong.policies import parameters as p
from yikatong.policies.parameter import Parameter
from yikatong.policies.policy import Policies

# In the order of :class:`PhotoLimits`.
PHOTO_POLICIES: tuple[Parameter[int], ...] = (
    p.photo_width_px, p.photo_height_px, p.photo_bytes_min, p.photo_bytes_max, p.photo_background_mean_min,
    p.photo_background_deviation_max, p.photo_sharpness_min, p.photo_exposure_min, p.photo_exposure_max,
    p.photo_clothing_contrast_min,
)  # fmt: skip


def limits_at(policies: Policies, region: str, on: date) -> PhotoLimits:
    """The bounds in force at a place on a day. Errors: PolicyMissing."""
    return PhotoLimits(*(policies.ruling(bound, region, on).value for bound in PHOTO_POLICIES))


def photo_limits(case: Case[Any]) -> PhotoLimits:
    """The bounds in force at the case's place and day."""
    return limits_at(case.policies, case.region, case.today)


def photo_faults(case: Case[Any], photo: Photo | None) -> tuple[PhotoFault, ...]:
    """Everything that is wrong with the photo here; nothing where none was given."""
    return faults(photo, photo_limits(case)) if photo else ()


def faults_words(found: tuple[PhotoFault, ...]) -> str:
    """Each fault with its cure, one after the other."""
    return "".join(f"{fault.words}{fault.cure}" for fault in found)


def stored(photo: Photo) -> str:
    """The digest under which a fit photo is kept. Errors: ValueError for one that was never re-encoded."""
    if photo.digest is None:
        raise ValueError("only a fit photo is stored")
    return photo.digest
