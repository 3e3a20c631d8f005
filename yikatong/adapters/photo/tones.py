"""Measures background, light, sharpness and clothes on decoded pixels.

The areas follow the placement GA 461 asks for: hair 7-21 px below the upper edge and a face of 207 px in the middle
of 358 leave both upper corners and the top strip to the background, the middle to the face, the lower edge to the
garment. Areas are shares of the picture, so that a picture of the wrong size is still told its other faults.
Uncalibrated: tried on drawn portraits only, never on a judged set of real ones.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from yikatong.cards.photo import Tones

SIDE_MIN: Final = 16  # below this the areas would be empty
_LUMINANCE: Final = np.array([0.299, 0.587, 0.114], dtype=np.float32)  # ITU-R BT.601, as in JFIF


def tones(picture: Image.Image) -> Tones | None:
    """The measured tones of an RGB picture; None when it is smaller than 16 pixels on a side."""
    width, height = picture.size
    if min(width, height) < SIDE_MIN:
        return None
    pixels = np.asarray(picture)
    # Summed in 64 bits: a million 255s added up in 32 come to a mean above 255.
    background = _background(pixels)
    brightness = background @ _LUMINANCE
    garment = pixels[height - height // 16 :, width // 4 : width - width // 4] @ _LUMINANCE
    face = _face(pixels) @ _LUMINANCE
    return Tones(
        background_mean=_rounded(background.mean(axis=0, dtype=np.float64).min()),
        background_deviation=_rounded(brightness.std(dtype=np.float64)),
        exposure=_rounded(face.mean(dtype=np.float64)),
        sharpness=_rounded(_sharpness(face)),
        top_contrast=_rounded(abs(brightness.mean(dtype=np.float64) - garment.mean(dtype=np.float64))),
    )


def _background(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Both upper corners (a ninth wide, a fifth high) and the rows above the hair, as n×3 values."""
    height, width, _ = pixels.shape
    deep, wide, strip = height // 5, max(1, width // 9), max(1, height // 74)
    areas = (pixels[:deep, :wide], pixels[:deep, -wide:], pixels[:strip, wide:-wide])
    return np.concatenate([area.reshape(-1, 3) for area in areas]).astype(np.float32)


def _face(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    height, width, _ = pixels.shape
    return pixels[height // 4 : height * 3 // 4, width // 4 : width - width // 4].astype(np.float32)


def _sharpness(brightness: NDArray[np.float32]) -> float:
    """Variance of the Laplacian at half size: averaging 2×2 first keeps grain from passing for detail."""
    height, width = (side // 2 * 2 for side in brightness.shape)
    even = brightness[:height, :width]
    half = (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) / 4
    middle = half[1:-1, 1:-1]
    edges = half[:-2, 1:-1] + half[2:, 1:-1] + half[1:-1, :-2] + half[1:-1, 2:] - 4 * middle
    return float(edges.var(dtype=np.float64))


def _rounded(value: float) -> float:
    return round(float(value), 2)
