"""Pictures, good and planted bad, for the photo tests."""

import struct
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from yikatong.adapters.demo.portraits import portrait
from yikatong.cards.photo import PhotoLimits

LIMITS = PhotoLimits(
    width=358,
    height=441,
    bytes_min=30_000,
    bytes_max=102_400,
    background_mean_min=235,
    background_deviation_max=12,
    sharpness_min=60,
    exposure_min=50,
    exposure_max=225,
    top_contrast_min=25,
)
GOOD = portrait(7)


def opened(raw: bytes) -> Image.Image:
    picture = Image.open(BytesIO(raw))
    picture.load()
    return picture


def saved(picture: Image.Image, **options: Any) -> bytes:
    sink = BytesIO()
    settings: dict[str, Any] = {"format": "JPEG", "quality": 95, "subsampling": "4:4:4"} | options
    picture.save(sink, **settings)
    return sink.getvalue()


def altered(change: Callable[[Image.Image], Image.Image], **options: Any) -> bytes:
    """The good portrait with one thing changed."""
    return saved(change(opened(GOOD)), **options)


def with_size(raw: bytes, width: int, height: int) -> bytes:
    """The same file claiming another size in its frame header."""
    at = raw.index(b"\xff\xc0" if b"\xff\xc0" in raw else b"\xff\xc2") + 5
    return raw[:at] + struct.pack(">HH", height, width) + raw[at + 4 :]


def noisy(spread: float) -> Image.Image:
    """The good portrait under coloured noise."""
    pixels = np.asarray(opened(GOOD)).astype(np.float32)
    noise = np.random.default_rng(1).standard_normal(pixels.shape, dtype=np.float32) * spread
    return Image.fromarray((pixels + noise).clip(0, 255).astype(np.uint8))


def blurred(radius: float) -> bytes:
    return altered(lambda picture: picture.filter(ImageFilter.GaussianBlur(radius)))


def scan_bomb(scans: int) -> bytes:
    """A progressive picture whose last scan is repeated `scans` times more."""
    raw = saved(opened(GOOD), progressive=True)
    last = raw[raw.rindex(b"\xff\xda") : -2]
    return raw[:-2] + last * scans + b"\xff\xd9"


def with_exif(raw: bytes) -> bytes:
    """The same picture with a maker, a moment and a place in its EXIF block, an ICC profile and a comment."""
    picture = opened(raw)
    exif = Image.Exif()
    exif[0x010F] = "SECRET-MAKER"
    exif[0x0132] = "2026:01:02 03:04:05"
    exif.get_ifd(0x8825).update({1: "N", 2: (34.0, 15.0, 40.0), 3: "E", 4: (108.0, 56.0, 20.0)})
    return saved(picture, exif=exif, icc_profile=b"SECRET-PROFILE" * 20, comment=b"SECRET-COMMENT")
