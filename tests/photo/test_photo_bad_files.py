"""Files that are no pictures, or want to be more than pictures: each has its fault, none an exception."""

import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from tests.photo.specimens import GOOD, LIMITS, opened, saved, scan_bomb, with_exif, with_size
from yikatong.adapters.photo import confined
from yikatong.adapters.photo import measure as measuring
from yikatong.adapters.photo.confine import Confined, Lost
from yikatong.adapters.photo.confined import measure_confined
from yikatong.adapters.photo.jpeg import SEGMENTS_MAX, Skeleton, read_skeleton
from yikatong.adapters.photo.measure import measure
from yikatong.cards.photo import DECODED_PIXELS_MAX, UPLOAD_BYTES_MAX, faults

PEAK_KILOBYTES_MAX = 160_000  # of the child: code and libraries take 40,000 of it


def archive() -> bytes:
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w") as writer:
        writer.writestr("a.txt", "hello")
    return sink.getvalue()


def png_bomb(side: int) -> bytes:
    """A PNG of a few KB that unfolds to side×side pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(3_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def animated_gif() -> bytes:
    frames = [Image.new("P", (358, 441), number) for number in range(3)]
    sink = BytesIO()
    frames[0].save(sink, "GIF", save_all=True, append_images=frames[1:])
    return sink.getvalue()


def with_segment(marker: int, body: bytes, times: int = 1) -> bytes:
    return GOOD[:2] + (bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body) * times + GOOD[2:]


def in_another_format(name: str, mode: str = "RGB") -> bytes:
    return saved(opened(GOOD).convert(mode), format=name)


FRAME = GOOD.index(b"\xff\xc0")
BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "photo_unreadable"),
    "one byte": (b"\xff", "photo_unreadable"),
    "text": (b"hello", "photo_unreadable"),
    "random": (bytes(range(256)) * 100, "photo_unreadable"),
    "start only": (b"\xff\xd8\xff", "photo_truncated"),
    "start and end only": (b"\xff\xd8\xff\xd9", "photo_unreadable"),
    "marks only": (b"\xff\xd8" + b"\xff" * 9_000_000, "photo_truncated"),
    "png": (in_another_format("PNG"), "photo_disguised"),
    "16-bit png": (in_another_format("PNG", "I;16"), "photo_disguised"),
    "png bomb": (png_bomb(30_000), "photo_disguised"),
    "bmp": (in_another_format("BMP"), "photo_disguised"),
    "tiff": (in_another_format("TIFF"), "photo_disguised"),
    "webp": (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "photo_disguised"),
    "heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "photo_disguised"),
    "animated gif": (animated_gif(), "photo_disguised"),
    "zip": (archive(), "photo_disguised"),
    "html": (b"\xef\xbb\xbf\r\n<!doctype html><script>1</script>", "photo_disguised"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo_disguised"),
    "pdf": (b"%PDF-1.7\n", "photo_disguised"),
    "program": (b"\x7fELF\x02\x01\x01", "photo_disguised"),
    "jpeg bomb": (with_size(GOOD, 30_000, 30_000), "photo_too_many_pixels"),
    "jpeg bomb, header only": (with_size(GOOD, 65_535, 65_535)[: FRAME + 40], "photo_too_many_pixels"),
    "no height": (with_size(GOOD, 358, 0), "photo_unreadable"),
    "1x1": (saved(Image.new("RGB", (1, 1))), "photo_size"),
    "15x15": (saved(Image.new("RGB", (15, 15))), "photo_size"),
    "phone": (with_size(GOOD, 3024, 4032), "photo_size"),
    "just too many to decode": (with_size(GOOD, 1415, 1415), "photo_size"),
    "12 bits": (GOOD[: FRAME + 4] + b"\x0c" + GOOD[FRAME + 5 :], "photo_mode"),
    "two frames": (GOOD[:FRAME] + GOOD[FRAME : FRAME + 19] + GOOD[FRAME:], "photo_unreadable"),
    "empty marks": (GOOD[:2] + b"\xff\x01" * 1000 + GOOD[2:], "photo_unreadable"),
    "two starts": (GOOD[:2] + GOOD, "photo_unreadable"),
    "no scan": (GOOD[: GOOD.index(b"\xff\xda")] + b"\xff\xd9", "photo_unreadable"),
    "impossible length": (GOOD[:2] + b"\xff\xe5\x00\x01" + GOOD[2:], "photo_unreadable"),
    "no tables": (GOOD[:2] + GOOD[FRAME:], "photo_unreadable"),
    "scan bomb": (scan_bomb(101), "photo_unreadable"),
    "segment bomb": (with_segment(0xFE, b"", SEGMENTS_MAX), "photo_unreadable"),
    "zip behind": (GOOD + archive(), "photo_polyglot"),
    "script behind": (GOOD + b"\n<SCRIPT>alert(1)</script>", "photo_polyglot"),
    "php behind": (GOOD + b"<?php system($_GET[0]);", "photo_polyglot"),
    "pdf behind": (GOOD + b"\x00" * 100 + b"%PDF-1.7", "photo_polyglot"),
    "rar behind": (GOOD + b"Rar!\x1a\x07\x00", "photo_polyglot"),
    "too large": (GOOD + b"\x00" * UPLOAD_BYTES_MAX, "photo_upload_large"),
}  # fmt: skip


@pytest.fixture(scope="module")
def room() -> Iterator[Confined]:
    confined_room = Confined("yikatong.adapters.photo.confined:answer")
    yield confined_room
    confined_room.close()


def first_fault(raw: bytes) -> str:
    photo, _ = measure(raw, LIMITS)
    found = faults(photo, LIMITS)
    return found[0].code if found else ""


@pytest.mark.parametrize("name", BAD)
def test_each_bad_file_has_its_fault_and_nothing_is_stored(name: str) -> None:
    raw, code = BAD[name]
    photo, stored = measure(raw, LIMITS)
    assert faults(photo, LIMITS)[0].code == code
    assert stored is None
    assert photo.byte_count == len(raw)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the child's peak memory from /proc")
def test_the_child_stays_small_over_all_of_them(room: Confined) -> None:
    measure_confined(GOOD, LIMITS, room)
    pid = room.pid
    for raw, code in BAD.values():
        photo, _ = measure_confined(raw, LIMITS, room)
        assert faults(photo, LIMITS)[0].code == code
    assert room.pid == pid  # nothing crashed or was stopped
    status = Path(f"/proc/{pid}/status").read_text()
    (peak,) = (int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    assert 20_000 < peak < PEAK_KILOBYTES_MAX


def spied(monkeypatch: pytest.MonkeyPatch) -> list[Skeleton]:
    """What reaches the decoder from now on."""
    seen: list[Skeleton] = []
    decode = measuring._decoded

    def spy(skeleton: Skeleton) -> Image.Image | None:
        seen.append(skeleton)
        return decode(skeleton)

    monkeypatch.setattr(measuring, "_decoded", spy)
    return seen


@pytest.mark.parametrize("name", BAD)
def test_only_a_bounded_picture_reaches_the_decoder(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything else is told by its skeleton: bounded by the size of the file, whatever the clock says."""
    seen = spied(monkeypatch)
    measure(BAD[name][0], LIMITS)
    assert bool(seen) == (name in {"1x1", "15x15", "no tables"})


def test_the_decoder_sees_neither_metadata_nor_tail(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = spied(monkeypatch)
    photo, stored = measure(with_exif(GOOD) + b"TRAILER", LIMITS)
    assert stored is not None
    assert photo.metadata_found
    (skeleton,) = seen
    assert b"SECRET" not in skeleton.picture
    assert skeleton.picture.endswith(b"\xff\xd9")


def test_what_phones_leave_behind_the_end_is_dropped_in_silence() -> None:
    """Makers append previews, depth maps and films; the person cannot know and need not."""
    for tail in (b"\x00" * 512, GOOD, b"SEFT\x01\x02"):
        photo, stored = measure(GOOD + tail, LIMITS)
        assert faults(photo, LIMITS) == ()
        assert stored == measure(GOOD, LIMITS)[1]
        assert photo.metadata_found == (tail.strip(b"\x00") != b"")


@pytest.mark.parametrize("keep", [*range(0, 700, 7), *range(700, len(GOOD), 997), len(GOOD) - 2, len(GOOD) - 1])
def test_a_file_cut_anywhere_is_told_as_cut(keep: int) -> None:
    assert first_fault(GOOD[:keep]) == ("photo_truncated" if keep >= 3 else "photo_unreadable")


def test_a_cut_progressive_file_and_one_with_a_preview_are_told_as_cut() -> None:
    """A preview inside EXIF has an end of its own, which is not the picture's end."""
    assert first_fault(saved(opened(GOOD), progressive=True)[:-500]) == "photo_truncated"
    preview = saved(opened(GOOD).resize((60, 74)))
    assert first_fault(with_segment(0xE1, b"Exif\x00\x00" + preview)[:-500]) == "photo_truncated"
    assert first_fault(with_segment(0xE1, b"Exif\x00\x00" + preview)) == ""


def test_a_picture_that_breaks_the_child_is_unreadable_and_a_lost_child_is_an_outage() -> None:
    cramped = Confined("yikatong.adapters.photo.confined:answer", memory_bytes=1_000_000)
    photo, stored = measure_confined(GOOD, LIMITS, cramped)
    cramped.close()
    assert (photo.unreadable, stored) == ("photo_unreadable", None)
    broken = Confined("tests.photo.greedy:no_such_function")
    with pytest.raises(Lost):
        measure_confined(GOOD, LIMITS, broken)
    broken.close()


def test_a_child_lost_once_is_asked_again(monkeypatch: pytest.MonkeyPatch, room: Confined) -> None:
    ask, times = room.ask, []

    def lost_at_first(question: bytes) -> bytes:
        times.append(1)
        if len(times) == 1:
            raise Lost("SIGKILL")
        return ask(question)

    monkeypatch.setattr(room, "ask", lost_at_first)
    assert measure_confined(GOOD, LIMITS, room) == measure(GOOD, LIMITS)
    assert len(times) == 2


def test_without_posix_it_measures_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "available", lambda: False)
    room = Confined("tests.photo.greedy:no_such_function")
    assert measure_confined(GOOD, LIMITS, room) == measure(GOOD, LIMITS)
    assert room.pid is None


def test_the_child_sets_pillow_s_own_guards(room: Confined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 7)
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    measure_confined(GOOD, LIMITS, room)
    assert Image.MAX_IMAGE_PIXELS == 7  # the server's process keeps its own
    confined.answer(json.dumps(asdict(LIMITS)).encode() + b"\n" + GOOD)  # what the child runs
    assert Image.MAX_IMAGE_PIXELS == DECODED_PIXELS_MAX
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_a_decoder_that_finds_another_size_than_was_judged_is_not_followed() -> None:
    skeleton = read_skeleton(GOOD)
    assert measuring._decoded(skeleton) is not None
    assert measuring._decoded(replace(skeleton, width=357)) is None


def holds(raw: bytes) -> None:
    """No exception for any bytes; what is stored is a clean picture; what is not stored has a fault."""
    photo, stored = measure(raw, LIMITS)
    found = faults(photo, LIMITS)
    assert photo.byte_count == len(raw)
    if stored is None:
        assert found
        return
    picture = opened(stored)
    assert (picture.size, picture.mode, picture.format) == ((358, 441), "RGB", "JPEG")
    assert not picture.getexif()
    if not found:
        assert LIMITS.bytes_min <= len(stored) <= LIMITS.bytes_max


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([b"", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", GOOD[: FRAME + 19]]),
    st.binary(max_size=4000),
)
def test_random_bytes_never_raise(head: bytes, body: bytes) -> None:
    holds(head + body)


POSITIONS = st.one_of(st.integers(0, 700), st.integers(0, len(GOOD) - 1))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(POSITIONS, st.integers(0, 255)), min_size=1, max_size=20), st.booleans())
def test_mutations_of_a_good_picture_never_raise(changes: list[tuple[int, int]], is_progressive: bool) -> None:
    mutant = bytearray(saved(opened(GOOD), progressive=True) if is_progressive else GOOD)
    for position, value in changes:
        mutant[position % len(mutant)] = value
    holds(bytes(mutant))


@settings(max_examples=200, deadline=None)
@given(POSITIONS, st.integers(0, 3000), st.binary(max_size=60))
def test_pieces_cut_out_or_put_in_never_raise(position: int, length: int, piece: bytes) -> None:
    holds(GOOD[:position] + piece + GOOD[position + length :])
