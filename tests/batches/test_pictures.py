"""Finding photos in an archive: by name, by number, and never outside of it."""

import io
import stat
import struct
import tracemalloc
import zipfile

import pytest

from examples.make import zip_bytes
from tests.batches.files import encrypted, entry, gbk_named
from yikatong.adapters.sheets import pictures
from yikatong.adapters.sheets.fault import SheetRefused
from yikatong.adapters.sheets.pictures import PHOTOS_BYTES_MAX, Pictures
from yikatong.channels.cli.city.people import citizen

ONE, TWO = citizen(500), citizen(501)


def found(raw: bytes, name: str | None = None, number: str = ONE.number) -> bytes:
    with Pictures(raw) as archive:
        return archive.read(name, number, 2)


def refused(raw: bytes | None, name: str | None = None, number: str = ONE.number) -> str:
    with pytest.raises(SheetRefused) as caught:
        found(raw, name, number)
    (fault,) = caught.value.faults
    assert fault.words.endswith("。")
    assert fault.cure.endswith("。")
    return fault.code


@pytest.mark.parametrize("name", [
    f"{ONE.name}{ONE.number}.jpg", f"{ONE.number}.JPG", f"照片/一部/{ONE.name}-{ONE.number}.jpeg",
    f"a\\{ONE.number}.jpg",
    f"{ONE.name} {ONE.number[:6]} {ONE.number[6:]}.jpg", ONE.number,
])  # fmt: skip
def test_a_photo_is_found_by_the_number_in_its_name(name):
    assert found(zip_bytes([(f"{TWO.number}.jpg", b"two"), (name, b"one")])) == b"one"


def test_a_number_with_x_is_found_in_either_case():
    number = "61010119380301010x"
    assert found(zip_bytes([(f"{number}.jpg", b"x")]), number=number.upper()) == b"x"


@pytest.mark.parametrize("written", ["甲.jpg", "甲", "folder/甲.jpg", "甲．ＪＰＧ"])
def test_a_photo_is_found_by_the_name_in_the_row(written):
    assert found(zip_bytes([("照片/甲.JPG", b"one"), ("乙.jpg", b"two")]), written) == b"one"


def test_a_name_in_the_row_goes_before_the_number():
    raw = zip_bytes([("a.jpg", b"named"), (f"{ONE.number}.jpg", b"numbered")])
    assert found(raw, "a.jpg") == b"named"
    assert refused(raw, "b.jpg") == "photo_missing"


def test_names_in_gbk_are_read():
    raw = gbk_named({f"{ONE.name}{ONE.number}.jpg": b"one", "员工照片乙.jpg": b"two"})
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert not any(ONE.name in name for name in archive.namelist())  # as they stand they cannot be read
    assert found(raw) == b"one"
    assert found(raw, "员工照片乙.jpg") == b"two"


def test_a_photo_that_is_not_there_or_there_twice_is_told():
    assert refused(None) == "photo_missing"
    assert refused(zip_bytes([("a.jpg", b"")])) == "photo_missing"
    assert refused(zip_bytes([(f"a/{ONE.number}.jpg", b""), (f"b/{ONE.number}.jpg", b"")])) == "photo_ambiguous"


def test_what_macos_adds_is_not_a_second_photo():
    raw = zip_bytes(
        [(f"{ONE.number}.jpg", b"one"), (f"__MACOSX/._{ONE.number}.jpg", b"x"), (f"._{ONE.number}.jpg", b"x")]
    )
    assert found(raw) == b"one"


def test_a_damaged_photo_is_told():
    raw = zip_bytes([(f"{ONE.number}.jpg", b"one" * 50)])
    assert refused(raw.replace(b"one" * 50, b"two" * 50)) == "photo_damaged"


GOOD = zip_bytes([(f"{ONE.number}.jpg", b"one")])


@pytest.mark.parametrize("name", [
    "../a.jpg", "a/../../b.jpg", "..\\a.jpg", "/etc/a.jpg", "\\\\host\\a.jpg", "C:\\a.jpg", "c:a.jpg", "a\0.jpg",
])  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(name):
    assert refused(entry(GOOD, name)) == "zip_name_unsafe"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_entries_that_are_no_files_are_refused(kind):
    assert refused(entry(GOOD, "a.jpg", external_attr=(kind | 0o777) << 16)) == "zip_name_unsafe"
    assert found(entry(GOOD, "a.jpg", external_attr=(stat.S_IFREG | 0o644) << 16)) == b"one"


def test_encrypted_broken_and_strangely_packed_archives_are_refused():
    assert refused(encrypted(GOOD)) == "zip_encrypted"
    assert refused(b"no archive") == "zip_unreadable"
    assert refused(b"") == "zip_unreadable"
    assert refused(GOOD[:-1]) == "zip_unreadable"
    assert refused(GOOD.replace(b"PK\x01\x02", b"PK\x01\x03")) == "zip_unreadable"
    assert refused(entry(GOOD, "a.jpg", compress_type=zipfile.ZIP_LZMA)) == "zip_method"


def test_bombs_are_refused_before_anything_is_unpacked():
    wide = zip_bytes([("a.jpg", bytes(9_000_000))], zipfile.ZIP_DEFLATED)
    large = zip_bytes([("a.jpg", bytes(10_000_001))])
    assert refused(wide) == "zip_ratio"
    assert refused(large) == "zip_size"
    assert refused(bytes(PHOTOS_BYTES_MAX + 1)) == "photos_bytes"


def test_a_huge_directory_is_not_even_read():
    crowd = zip_bytes((f"{n}.jpg", b"") for n in range(12_001))
    entries, directory = struct.unpack_from("<HI", crowd, len(crowd) - 12)
    assert entries == 12_001
    few = crowd[:-12] + struct.pack("<HI", 1, directory) + crowd[-6:]  # says that it has one entry
    lying = few[:-22] + bytes(9_000_000) + crowd[-22:-12] + struct.pack("<HI", 1, directory + 9_000_000) + crowd[-6:]
    tracemalloc.start()
    try:
        assert refused(crowd) == "zip_entries"
        assert refused(lying) == "zip_entries"
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert refused(few) == "zip_entries"  # short enough to be read, and counted then


def test_another_directory_behind_the_judged_one_is_refused():
    """The ZIP64 record would be believed instead of the one whose figures were looked at."""
    end = len(GOOD) - 22
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    assert refused(GOOD[:end] + locator + GOOD[end:]) == "zip_entries"


def test_one_photo_is_unpacked_at_a_time():
    names = [f"{n:04}.jpg" for n in range(60)]
    raw = zip_bytes((name, bytes([n]) * 500_000) for n, name in enumerate(names))
    tracemalloc.start()
    try:
        with Pictures(raw) as archive:
            assert all(archive.read(name, "", 2)[0] == n for n, name in enumerate(names))
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def test_the_total_is_bounded_too(monkeypatch):
    tight = pictures.Bounds(entries=10, entry_bytes=100, total_bytes=150, ratio=20)
    monkeypatch.setattr(pictures, "BOUNDS", tight)
    assert found(zip_bytes([(f"{ONE.number}.jpg", bytes(100)), ("b", bytes(50))])) == bytes(100)
    assert refused(zip_bytes([("a", bytes(100)), ("b", bytes(51))])) == "zip_size"
