"""What a place demands of a photo, from its policies to the faults of one picture."""

from typing import Any

from yikatong.cards.photo import Photo, PhotoFault, PhotoLimits, faults
from yikatong.catalogue.case import Case
from yikatong.policies import parameters as p

PHOTO_POLICIES = (
    p.photo_width_px, p.photo_height_px, p.photo_bytes_min, p.photo_bytes_max, p.photo_background_mean_min,
    p.photo_background_deviation_max, p.photo_sharpness_min, p.photo_exposure_min, p.photo_exposure_max,
    p.photo_clothing_contrast_min,
)  # fmt: skip


def photo_limits(case: Case[Any]) -> PhotoLimits:
    """The bounds in force at the case's place and day."""
    return PhotoLimits(
        width=case.value(p.photo_width_px),
        height=case.value(p.photo_height_px),
        bytes_min=case.value(p.photo_bytes_min),
        bytes_max=case.value(p.photo_bytes_max),
        background_mean_min=case.value(p.photo_background_mean_min),
        background_deviation_max=case.value(p.photo_background_deviation_max),
        sharpness_min=case.value(p.photo_sharpness_min),
        exposure_min=case.value(p.photo_exposure_min),
        exposure_max=case.value(p.photo_exposure_max),
        top_contrast_min=case.value(p.photo_clothing_contrast_min),
    )


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
