"""The drawn portraits pass every check, differ, and come out the same again."""

import pytest

from tests.photo.specimens import LIMITS, opened
from yikatong.adapters.demo.portraits import portrait
from yikatong.adapters.photo.measure import measure
from yikatong.cards.photo import faults


@pytest.mark.parametrize("seed", range(60))
def test_every_portrait_passes(seed: int) -> None:
    raw = portrait(seed)
    assert LIMITS.bytes_min <= len(raw) <= LIMITS.bytes_max
    photo, stored = measure(raw, LIMITS)
    assert faults(photo, LIMITS) == ()
    assert stored is not None


def test_a_seed_gives_one_person() -> None:
    assert portrait(3) == portrait(3)
    assert len({portrait(seed) for seed in range(20)}) == 20
    assert opened(portrait(3, 240, 300)).size == (240, 300)
