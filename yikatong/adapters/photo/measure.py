"""Measures an uploaded picture and makes the bytes that are stored instead of it.

Only JPEG is ever decoded, only after its skeleton has bounded the cost, and what is stored is always our own
encoding: upright, RGB, without metadata, without anything that followed the picture. Thresholds live in the limits
and are uncalibrated guesses (see `cards.photo`). An embedded colour profile is dropped, not applied: the upload page
draws on a canvas and sends sRGB, and applying a stranger's profile would open one more parser to strangers.
"""

from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from typing import Final

from PIL import Image
from PIL.Image import Transpose

from yikatong.adapters.photo.encode import encode_within
from yikatong.adapters.photo.jpeg import Skeleton, read_skeleton, sniff
from yikatong.adapters.photo.tones import tones
from yikatong.cards.photo import DECODED_PIXELS_MAX, HEADER_PIXELS_MAX, UPLOAD_BYTES_MAX, Photo, PhotoLimits

# Pillow imports its formats when the first picture comes; a confined child cannot open files any more by then.
Image.preinit()

_UPRIGHT: Final = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}  # EXIF 2.32 §4.6.4 A, tag 0x0112
# How Pillow says no; UnidentifiedImageError and "image file is truncated" are OSErrors.
_REFUSALS: Final = (
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
_MODES: Final = {1: "L", 3: "RGB", 4: "CMYK"}


def measure(raw: bytes, limits: PhotoLimits) -> tuple[Photo, bytes | None]:
    """The picture as measured, and the bytes to store if it was decoded and has the pixels asked for.

    Never raises on account of the bytes; time and memory are bounded by 10 MB, 2,000,000 pixels and 100 scans.
    """
    photo = Photo(byte_count=len(raw))
    if len(raw) > UPLOAD_BYTES_MAX:
        return replace(photo, unreadable="photo_upload_large"), None
    photo = replace(photo, format=sniff(raw))
    if photo.format != "JPEG":
        return replace(photo, unreadable="photo_disguised" if photo.format else "photo_unreadable"), None
    skeleton = read_skeleton(raw)
    photo = _described(photo, skeleton)
    if photo.unreadable or photo.width * photo.height > DECODED_PIXELS_MAX or skeleton.precision != 8:
        return photo, None
    picture = _decoded(skeleton)
    if picture is None:
        return replace(photo, unreadable="photo_unreadable"), None
    return _developed(photo, picture, limits)


def _described(photo: Photo, skeleton: Skeleton) -> Photo:
    """What the header claims. Too many pixels is said first: such files are usually nothing but a header."""
    width, height = skeleton.width, skeleton.height
    if skeleton.orientation >= 5:  # lies on its side
        width, height = height, width
    too_many = width * height > HEADER_PIXELS_MAX
    depth = f"{skeleton.precision}-bit" if skeleton.precision != 8 else ""
    return replace(
        photo,
        mode=depth or _MODES.get(skeleton.components, ""),
        width=width,
        height=height,
        metadata_found=skeleton.has_extras,
        unreadable="photo_too_many_pixels" if too_many else skeleton.fault,
    )


def _decoded(skeleton: Skeleton) -> Image.Image | None:
    """The pixels, upright, in RGB; None when the decoder refuses.

    The size Pillow found is compared with the one that was judged before any pixel is decoded: Pillow's own cap
    (MAX_IMAGE_PIXELS) is a setting of the whole process and only warns up to twice its value.
    """
    try:
        picture = Image.open(BytesIO(skeleton.picture), formats=["JPEG"])
        if picture.size != (skeleton.width, skeleton.height):
            return None
        picture.load()
        rgb = picture.convert("RGB")
    except _REFUSALS:
        return None  # said to the person as photo_unreadable
    turn = _UPRIGHT.get(skeleton.orientation)
    return rgb if turn is None else rgb.transpose(turn)


def _developed(photo: Photo, picture: Image.Image, limits: PhotoLimits) -> tuple[Photo, bytes | None]:
    measured = replace(photo, tones=tones(picture))
    if picture.size != (limits.width, limits.height):
        return measured, None
    stored = encode_within(picture, limits.bytes_min, limits.bytes_max)
    return replace(measured, stored_byte_count=len(stored), digest=sha256(stored).hexdigest()), stored
