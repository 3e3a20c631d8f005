"""Re-encodes a picture so that its bytes fall into the range asked for, pixels unchanged in number.

Plain backgrounds come close to 30 KB even at the best quality, camera noise goes far above 100 KB: quality is ours
to choose, so nobody is asked to repair bytes (UX §6).
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image

RESOLUTION: Final = (350, 350)  # dpi, GA 461; card printers read it


@dataclass(frozen=True, slots=True)
class Rung:
    """One setting of the encoder. Restart markers after every block cost about 3 bytes a block and let a reader lose
    one block instead of the rest: legitimate, and the last means when full quality is still too small. Padding with
    comments would reach any size and mean nothing, so it is not done.
    """

    quality: int
    subsampling: str
    restart_blocks: int = 0


# From small to large. Below quality 50 a printed face shows its blocks (a guess); from 88 on colour keeps full size.
# No step exceeds 1.4 on the pictures tried, so the narrowest range known (GA 461: 14-20 KB) is not missed.
LADDER: Final = (
    *(Rung(quality, "4:2:0") for quality in range(50, 85)),
    *(Rung(quality, "4:2:2") for quality in range(85, 88)),
    *(Rung(quality, "4:4:4") for quality in range(88, 101)),
    Rung(100, "4:4:4", restart_blocks=1),
)
_START: Final = LADDER.index(Rung(92, "4:4:4"))


def encode_within(picture: Image.Image, bytes_min: int, bytes_max: int) -> bytes:
    """Baseline JPEG without metadata whose size is in [bytes_min, bytes_max]; if no setting of the encoder gives
    that, the nearest it gives. At most 7 encodings (bisection over the ladder).
    """
    encoded = _encoded(picture, LADDER[_START])
    if len(encoded) < bytes_min:
        return _first(picture, _START + 1, len(LADDER) - 1, lambda size: size >= bytes_min)
    if len(encoded) > bytes_max:
        return _first(picture, _START - 1, 0, lambda size: size <= bytes_max)
    return encoded


def _first(picture: Image.Image, near: int, far: int, fits: Callable[[int], bool]) -> bytes:
    """The encoding nearest to `near` that fits, walking towards `far`; that of `far` if none does."""
    step = 1 if far > near else -1
    low, high = 0, abs(far - near)
    best: bytes | None = None
    while low <= high:
        middle = (low + high) // 2
        encoded = _encoded(picture, LADDER[near + step * middle])
        if fits(len(encoded)):
            best, high = encoded, middle - 1
        else:
            low = middle + 1
    return best if best is not None else _encoded(picture, LADDER[far])


def _encoded(picture: Image.Image, rung: Rung) -> bytes:
    sink = BytesIO()
    picture.save(
        sink,
        "JPEG",
        quality=rung.quality,
        subsampling=rung.subsampling,
        restart_marker_blocks=rung.restart_blocks,
        dpi=RESOLUTION,
        comment=b"",  # the one piece of metadata that Pillow would carry over unasked
    )
    return sink.getvalue()
