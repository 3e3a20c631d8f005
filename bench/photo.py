"""What measuring a photograph costs, beside the bare decoding and encoding measured in the same run.

Run from the repository's root: python -m bench.photo [rounds]
"""

import sys
from collections.abc import Callable
from functools import partial
from io import BytesIO
from statistics import median
from time import perf_counter

from PIL import Image

from yikatong.adapters.demo.portraits import portrait
from yikatong.adapters.photo.confined import measure_confined
from yikatong.adapters.photo.measure import measure
from yikatong.cards.photo import PhotoLimits, faults

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


def bare(raw: bytes) -> bytes:
    """The limit: one decoding and one encoding at the quality that is tried first."""
    sink = BytesIO()
    Image.open(BytesIO(raw)).save(sink, "JPEG", quality=92, subsampling="4:4:4")
    return sink.getvalue()


def milliseconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def small(raw: bytes) -> bytes:
    """The same portrait so plainly encoded that its bytes must be searched for."""
    sink = BytesIO()
    Image.open(BytesIO(raw)).save(sink, "JPEG", quality=83)
    return sink.getvalue()


def main(rounds: int) -> None:
    """Interleaves the rounds, so that a busy machine slows all alike; prints medians and ratios."""
    raw = portrait(1)
    plain = small(raw)
    if faults(measure(raw, LIMITS)[0], LIMITS):
        raise SystemExit("the portrait does not pass: nothing would be measured")
    works: dict[str, Callable[[], object]] = {
        "bare decode and encode": partial(bare, raw),
        "measure, in this process": partial(measure, raw, LIMITS),
        "measure, confined": partial(measure_confined, raw, LIMITS),
        "measure, bytes searched": partial(measure, plain, LIMITS),
        "portrait": partial(portrait, 1),
    }
    taken: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()  # warm
    for _ in range(rounds):
        for name, work in works.items():
            taken[name].append(milliseconds(work))
    limit = median(taken["bare decode and encode"])
    for name, times in taken.items():
        print(f"{name:26} {median(times):7.2f} ms   {median(times) / limit:5.2f} × bare")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
