"""`measure`, in a confined child: what a server calls on an upload from a stranger.

Why a child although the pixels are capped: docs/decisions/0005-photo-decoding.md.
"""

import json
import warnings
from dataclasses import asdict, replace
from typing import Final

from PIL import Image, ImageFile

from yikatong.adapters.photo.confine import Confined, Exceeded, Lost, available
from yikatong.adapters.photo.measure import measure
from yikatong.cards.photo import DECODED_PIXELS_MAX, UPLOAD_BYTES_MAX, Photo, PhotoLimits, Tones

_ROOM: Final = Confined(f"{__name__}:answer")


def measure_confined(raw: bytes, limits: PhotoLimits, room: Confined = _ROOM) -> tuple[Photo, bytes | None]:
    """As `measure`. A picture that breaks the child's limits is photo_unreadable; raises Lost when the child is lost
    twice in a row, which is an outage and says nothing about the picture.

    Where children cannot be confined (not POSIX) it measures here: bounded by pixels and scans, but a crash of the
    decoder is then a crash of this process.
    """
    if len(raw) > UPLOAD_BYTES_MAX or not available():
        return measure(raw, limits)
    question = json.dumps(asdict(limits)).encode() + b"\n" + raw
    try:
        reply = _ask_twice(room, question)
    except Exceeded:
        return replace(Photo(byte_count=len(raw)), unreadable="photo_unreadable"), None
    head, _, stored = reply.partition(b"\n")
    return _photo(head), stored or None


def answer(question: bytes) -> bytes:
    """The child's side: limits as JSON, a line feed and the upload; answered by the photo as JSON, a line feed and
    the bytes to store.
    """
    _harden()
    head, _, raw = question.partition(b"\n")
    photo, stored = measure(raw, PhotoLimits(**json.loads(head)))
    return json.dumps(asdict(photo)).encode() + b"\n" + (stored or b"")


def _harden() -> None:
    """Pillow's own guards, set only in the child: they hold for a whole process, and a server has other pictures."""
    Image.MAX_IMAGE_PIXELS = DECODED_PIXELS_MAX
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def _ask_twice(room: Confined, question: bytes) -> bytes:
    """A child may have been killed from outside (memory pressure, an operator); a fresh one gets one more try."""
    try:
        return room.ask(question)
    except Lost:
        return room.ask(question)


def _photo(head: bytes) -> Photo:
    told = json.loads(head)
    tones = told.pop("tones")
    return Photo(**told, tones=Tones(**tones) if tones is not None else None)
