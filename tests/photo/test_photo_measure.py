"""What is measured of pictures, one planted defect each, and what is stored instead of what was sent."""

from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image
from PIL.Image import Transpose

from tests.photo.specimens import GOOD, LIMITS, altered, blurred, noisy, opened, saved, scan_bomb, with_exif
from yikatong.adapters.demo.portraits import portrait
from yikatong.adapters.photo.confined import measure_confined
from yikatong.adapters.photo.encode import LADDER, Rung, _encoded, encode_within
from yikatong.adapters.photo.measure import measure
from yikatong.adapters.photo.tones import tones
from yikatong.cards.photo import Tones, faults


def codes(raw: bytes) -> list[str]:
    photo, _ = measure(raw, LIMITS)
    return [fault.code for fault in faults(photo, LIMITS)]


def darkened(share: float, top: float = 0, bottom: float = 1) -> bytes:
    """The good portrait, brightness multiplied between two heights."""

    def change(picture: Image.Image) -> Image.Image:
        pixels = np.asarray(picture).astype(np.float32)
        rows = slice(round(441 * top), round(441 * bottom))
        pixels[rows] = (pixels[rows] * share).clip(0, 255)
        return Image.fromarray(pixels.astype(np.uint8))

    return altered(change)


def smudged(left: int, top: int, right: int, bottom: int) -> bytes:
    """The good portrait with a black patch."""

    def change(picture: Image.Image) -> Image.Image:
        picture.paste((0, 0, 0), (left, top, right, bottom))
        return picture

    return altered(change)


def bordered(picture: Image.Image) -> Image.Image:
    framed = Image.new("RGB", picture.size)
    framed.paste(picture.crop((4, 4, 354, 437)), (4, 4))
    return framed


def test_a_good_portrait_passes_and_is_described() -> None:
    photo, stored = measure(GOOD, LIMITS)
    assert faults(photo, LIMITS) == ()
    assert stored is not None
    assert (photo.width, photo.height, photo.format, photo.mode) == (358, 441, "JPEG", "RGB")
    assert (photo.byte_count, photo.stored_byte_count) == (len(GOOD), len(stored))
    assert photo.digest == sha256(stored).hexdigest()
    assert not photo.metadata_found
    assert photo.tones is not None
    assert photo.tones.background_mean == pytest.approx(246.5, abs=1)
    assert photo.tones.background_deviation == pytest.approx(2.6, abs=0.5)


def test_the_stored_bytes_pass_again() -> None:
    _, stored = measure(GOOD, LIMITS)
    assert stored is not None
    assert codes(stored) == []


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(portrait(7, background=(67, 142, 219)), ["photo_background"], id="blue"),
        pytest.param(portrait(7, background=(250, 250, 226)), ["photo_background"], id="yellowish"),
        pytest.param(portrait(7, background=(228, 228, 228)), ["photo_background"], id="grey wall"),
        pytest.param(altered(bordered), ["photo_background", "photo_background_uneven"], id="border"),
        pytest.param(smudged(0, 10, 5, 60), ["photo_background_uneven"], id="left corner"),
        pytest.param(smudged(353, 10, 358, 60), ["photo_background_uneven"], id="right corner"),
        pytest.param(smudged(150, 0, 200, 5), ["photo_background_uneven"], id="hair at the edge"),
        pytest.param(portrait(7, clothes=(245, 245, 245)), ["photo_white_clothes"], id="white top"),
        pytest.param(blurred(2.5), ["photo_blurred"], id="out of focus"),
        pytest.param(darkened(0.25, 0.24, 0.8), ["photo_dark"], id="face in the dark"),
        pytest.param(darkened(9, 0.24, 0.8), ["photo_bright", "photo_blurred"], id="flash"),
        pytest.param(portrait(7, 300, 400), ["photo_size"], id="other size"),
        pytest.param(altered(lambda p: p.convert("L")), ["photo_mode"], id="grey"),
        pytest.param(altered(lambda p: p.convert("CMYK")), ["photo_mode"], id="CMYK"),
        pytest.param(
            saved(Image.new("RGB", (358, 441), "white")),
            ["photo_bytes_small", "photo_bright", "photo_blurred", "photo_white_clothes"],
            id="empty page",
        ),
    ],
)
def test_a_planted_defect_is_found(raw: bytes, expected: list[str]) -> None:
    assert codes(raw) == expected


def test_a_phone_picture_is_measured_by_its_header_alone() -> None:
    photo, stored = measure(saved(Image.new("RGB", (3024, 4032), "white"), quality=50), LIMITS)
    assert stored is None
    assert photo.tones is None
    assert [fault.code for fault in faults(photo, LIMITS)] == ["photo_size"]
    assert "3024×4032" in faults(photo, LIMITS)[0].words


@pytest.mark.parametrize("size", [(358, 441), (1414, 1414), (16, 16)])
def test_a_flat_picture_is_measured_exactly(size: tuple[int, int]) -> None:
    measured = tones(Image.new("RGB", size, (251, 251, 251)))
    assert measured == Tones(251, 0, 251, 0, 0)


def test_metadata_is_not_stored() -> None:
    raw = with_exif(GOOD)
    assert raw.count(b"SECRET") > 20
    photo, stored = measure(raw, LIMITS)
    assert photo.metadata_found
    assert faults(photo, LIMITS) == ()
    assert stored is not None
    assert b"SECRET" not in stored
    assert b"Exif" not in stored
    picture = opened(stored)
    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}
    assert picture.info["dpi"] == (350, 350)


@pytest.mark.parametrize(
    ("orientation", "lay"),
    [
        (1, None),
        (2, Transpose.FLIP_LEFT_RIGHT),
        (3, Transpose.ROTATE_180),
        (4, Transpose.FLIP_TOP_BOTTOM),
        (5, Transpose.TRANSPOSE),
        (6, Transpose.ROTATE_90),
        (7, Transpose.TRANSVERSE),
        (8, Transpose.ROTATE_270),
    ],
)
def test_the_orientation_tag_is_applied(orientation: int, lay: Transpose | None) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    upright = opened(GOOD)
    raw = saved(upright if lay is None else upright.transpose(lay), exif=exif)
    photo, stored = measure(raw, LIMITS)
    assert faults(photo, LIMITS) == ()
    assert stored is not None
    apart = np.asarray(opened(stored)).astype(int) - np.asarray(upright).astype(int)
    assert np.abs(apart).mean() < 3


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert codes(saved(opened(GOOD), exif=exif)) == []


@pytest.mark.parametrize("order", ["little", "big"])
def test_a_damaged_exif_block_is_no_obstacle(order: str) -> None:
    head = {"little": b"II*\x00\x08\x00\x00\x00", "big": b"MM\x00*\x00\x00\x00\x08"}[order]
    for body in (b"", b"\xff\xff", b"\xff\xff" + b"\x00" * 30):
        block = b"Exif\x00\x00" + head + body
        raw = GOOD[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + GOOD[2:]
        assert codes(raw) == []


def test_progressive_is_accepted_and_stored_as_baseline() -> None:
    photo, stored = measure(saved(opened(GOOD), progressive=True), LIMITS)
    assert faults(photo, LIMITS) == ()
    assert stored is not None
    assert b"\xff\xc0" in stored
    assert b"\xff\xc2" not in stored
    assert codes(scan_bomb(80)) == []  # many scans, but a bounded number


def test_too_few_bytes_are_made_enough() -> None:
    raw = saved(opened(GOOD), quality=83, subsampling="4:2:0")
    assert 20_000 < len(raw) < 24_000
    photo, stored = measure(raw, LIMITS)
    assert faults(photo, LIMITS) == ()
    assert stored is not None
    assert LIMITS.bytes_min <= len(stored) <= LIMITS.bytes_max


def test_too_many_bytes_are_made_fewer() -> None:
    raw = saved(noisy(9), quality=100)
    assert len(raw) > 250_000
    photo, stored = measure(raw, LIMITS)
    assert faults(photo, LIMITS) == ()
    assert stored is not None
    assert LIMITS.bytes_min <= len(stored) <= LIMITS.bytes_max


def test_what_no_setting_brings_into_range_is_said() -> None:
    limits = replace(LIMITS, bytes_min=14_000, bytes_max=20_000)  # GA 461
    noise = np.random.default_rng(1).integers(0, 256, (441, 358, 3), dtype=np.uint8)
    photo, stored = measure(saved(Image.fromarray(noise)), limits)
    assert stored is not None
    assert len(stored) > limits.bytes_max
    fault = faults(photo, limits)[0]
    assert fault.code == "photo_bytes_large"
    assert str(len(stored)) in fault.words


@pytest.mark.parametrize(("low", "high"), [(14_000, 20_000), (20_000, 300_000), (30_000, 102_400), (60_000, 80_000)])
def test_the_encoder_finds_a_size_in_each_region_s_range(low: int, high: int) -> None:
    assert low <= len(encode_within(opened(GOOD), low, high)) <= high


@pytest.mark.parametrize("bytes_min", range(30_000, 96_000, 6_000))
def test_the_encoder_takes_the_nearest_setting_that_fits(bytes_min: int) -> None:
    picture = opened(GOOD)
    sizes = [len(_encoded(picture, rung)) for rung in LADDER]
    first = sizes[LADDER.index(Rung(92, "4:4:4"))]
    larger = min(size for size in sizes if size >= bytes_min)
    smaller = max(size for size in sizes if size <= bytes_min)
    assert len(encode_within(picture, bytes_min, 200_000)) == max(first, larger)
    assert len(encode_within(picture, 0, bytes_min)) == min(first, smaller)


def test_the_encoder_carries_no_metadata_over() -> None:
    assert b"SECRET" not in encode_within(opened(with_exif(GOOD)), 30_000, 102_400)


def test_restart_markers_are_the_last_means() -> None:
    picture = opened(GOOD)
    best, last = (len(_encoded(picture, rung)) for rung in LADDER[-2:])
    assert best < last
    assert b"\xff\xdd" not in encode_within(picture, best, last)[:700]
    marked = encode_within(picture, best + 1, last)
    assert len(marked) == last
    assert b"\xff\xdd" in marked[:700]
    assert np.array_equal(np.asarray(opened(marked)), np.asarray(opened(_encoded(picture, LADDER[-2]))))


def test_the_confined_path_says_the_same() -> None:
    for raw in (GOOD, with_exif(GOOD), blurred(3), b"", b"<html>", GOOD[:9000], portrait(1, 200, 300)):
        assert measure_confined(raw, LIMITS) == measure(raw, LIMITS)


def test_the_ladder_rises() -> None:
    for picture in (opened(GOOD), noisy(6), opened(blurred(2))):
        sizes = [len(_encoded(picture, rung)) for rung in LADDER]
        assert sizes == sorted(sizes)
        assert max(after / before for before, after in pairwise(sizes)) < 1.4
