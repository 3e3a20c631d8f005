"""The pure rules: each limit on both sides, everything at once, words with both values."""

from dataclasses import replace

import pytest

from tests.photo.specimens import LIMITS
from yikatong.cards.photo import CODES, Photo, PhotoFault, Tones, faults

TONES = Tones(background_mean=245.0, background_deviation=3.0, exposure=150.0, sharpness=800.0, top_contrast=180.0)
FINE = Photo(
    byte_count=40_000,
    format="JPEG",
    mode="RGB",
    width=358,
    height=441,
    tones=TONES,
    stored_byte_count=50_000,
    digest="0" * 64,
)


def codes(photo: Photo) -> list[str]:
    return [fault.code for fault in faults(photo, LIMITS)]


def toned(**values: float) -> Photo:
    return replace(FINE, tones=replace(TONES, **values))


def test_a_picture_within_all_limits_has_no_faults() -> None:
    assert faults(FINE, LIMITS) == ()


@pytest.mark.parametrize(
    ("name", "inside", "outside", "code"),
    [
        ("background_mean", 235, 234.99, "photo_background"),
        ("background_deviation", 12, 12.01, "photo_background_uneven"),
        ("exposure", 50, 49.99, "photo_dark"),
        ("exposure", 225, 225.01, "photo_bright"),
        ("sharpness", 60, 59.99, "photo_blurred"),
        ("top_contrast", 25, 24.99, "photo_white_clothes"),
    ],
)
def test_each_tone_is_judged_at_its_limit(name: str, inside: float, outside: float, code: str) -> None:
    assert codes(toned(**{name: inside})) == []
    (fault,) = faults(toned(**{name: outside}), LIMITS)
    assert fault.code == code
    assert f"{inside:g}" in fault.words  # what is demanded
    assert f"{outside:g}" in fault.words  # what was measured, never rounded into the limit


@pytest.mark.parametrize(
    ("photo", "code", "values"),
    [
        (replace(FINE, width=357), "photo_size", ("358×441", "357×441")),
        (replace(FINE, height=442), "photo_size", ("358×441", "358×442")),
        (replace(FINE, width=441, height=358), "photo_size", ("358×441", "441×358")),
        (replace(FINE, mode="L"), "photo_mode", ("灰度",)),
        (replace(FINE, mode="CMYK"), "photo_mode", ("CMYK",)),
        (replace(FINE, mode="12-bit"), "photo_mode", ("其他",)),
        (replace(FINE, stored_byte_count=29_999), "photo_bytes_small", ("29999", "30000")),
        (replace(FINE, stored_byte_count=102_401), "photo_bytes_large", ("102401", "102400")),
        (replace(FINE, unreadable="photo_disguised", format="PNG"), "photo_disguised", ("PNG",)),
        (
            replace(FINE, unreadable="photo_upload_large", byte_count=10_000_001),
            "photo_upload_large",
            ("10000000", "10000001"),
        ),
    ],
)
def test_each_frame_fault_names_its_values(photo: Photo, code: str, values: tuple[str, ...]) -> None:
    (fault,) = faults(photo, LIMITS)
    assert fault.code == code
    assert all(value in fault.words for value in values)


def test_bytes_are_judged_as_stored_not_as_sent() -> None:
    assert codes(replace(FINE, byte_count=20_000)) == []
    assert codes(replace(FINE, byte_count=3_000_000, stored_byte_count=30_000)) == []
    assert codes(replace(FINE, stored_byte_count=102_400)) == []


def test_all_faults_are_told_at_once() -> None:
    worst = Tones(background_mean=90, background_deviation=60, exposure=20, sharpness=1, top_contrast=3)
    photo = replace(FINE, width=300, mode="CMYK", tones=worst)
    assert codes(photo) == [
        "photo_size",
        "photo_mode",
        "photo_background",
        "photo_background_uneven",
        "photo_dark",
        "photo_blurred",
        "photo_white_clothes",
    ]


def test_what_could_not_be_read_has_that_one_fault() -> None:
    assert codes(replace(FINE, width=1, tones=None, unreadable="photo_truncated")) == ["photo_truncated"]


@pytest.mark.parametrize("photo", [replace(FINE, tones=None), replace(FINE, digest=None)])
def test_what_was_not_measured_never_passes(photo: Photo) -> None:
    assert codes(photo) == ["photo_unreadable"]


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_short_sentence_and_a_cure(code: str) -> None:
    photo = replace(FINE, unreadable=code, width=30_000, height=30_000, byte_count=99_999_999)
    (fault,) = faults(photo, LIMITS)
    assert isinstance(fault, PhotoFault)
    for sentence in (fault.words, fault.cure):
        assert sentence.endswith("。")
        assert len(sentence) <= 42  # UX §7: 40 characters a sentence, the values may take a little more
        assert "{" not in sentence
    assert fault.cure.startswith("请")
