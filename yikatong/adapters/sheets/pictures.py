"""The photos of a roll: found in a ZIP by file name or by the identity number in it, and read one at a time."""

import re
import unicodedata
import zlib
from collections import defaultdict
from typing import Final, Self
from zipfile import ZipInfo

from yikatong.adapters.sheets.archive import UNREADABLE, Bounds, opened, path_of
from yikatong.adapters.sheets.columns import BY_NAME, PHOTO
from yikatong.adapters.sheets.fault import SheetFault, SheetRefused

PHOTOS_BYTES_MAX: Final = 64_000_000
BOUNDS: Final = Bounds(entries=12_000, entry_bytes=10_000_000, total_bytes=100_000_000, ratio=20)
# The numbers of yikatong.cards.identity, at the end of 姓名身份证号码.jpg or alone.
_NUMBER: Final = re.compile(r"(?:[A-Z]{3}[0-9]{12}|[0-9]{17}[0-9X])$")
_COLUMN: Final = BY_NAME[PHOTO].words


class Pictures:
    """The photos that one archive holds; only its directory is kept in memory. Errors on opening: SheetRefused."""

    def __init__(self, raw: bytes | None) -> None:
        self._archive = None if raw is None else opened(_within(raw), BOUNDS)
        self._by_name: dict[str, list[ZipInfo]] = defaultdict(list)
        self._by_number: dict[str, list[ZipInfo]] = defaultdict(list)
        for info in self._archive.infolist() if self._archive else ():
            self._note(info)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *caught: object) -> None:
        self.close()

    def close(self) -> None:
        if self._archive:
            self._archive.close()

    def read(self, name: str | None, number: str, row: int) -> bytes:
        """The photo named in the row, or else the one with the person's number in its name. Errors: SheetRefused."""
        if self._archive is None:
            raise _fault("photo_missing", "没有收到这名职工的照片。", "请随名单上传照片压缩包（ZIP）。", row)
        found = self._by_name.get(_key(name), []) if name else self._by_number.get(number, [])
        if not found:
            raise _fault(
                "photo_missing", "照片压缩包中没有找到这名职工的照片。",
                "请把照片命名为“姓名证件号码.jpg”，或在“照片”列填写文件名。", row,
            )  # fmt: skip
        if len(found) > 1:
            raise _fault("photo_ambiguous", "照片压缩包中有多张这名职工的照片。", "请只保留一张。", row)
        try:
            return self._archive.read(found[0])
        except (*UNREADABLE, zlib.error):
            raise _fault("photo_damaged", "照片在压缩包中已损坏。", "请重新压缩后上传。", row) from None

    def _note(self, info: ZipInfo) -> None:
        path = path_of(info)
        folder, _, name = path.rpartition("/")
        if not name or name.startswith(".") or "__MACOSX" in folder.split("/"):
            return  # folders, and what macOS adds of its own
        key = _key(name)
        stem = key.rpartition(".")[0] or key
        for spelling in {key, stem}:
            self._by_name[spelling].append(info)
        if found := _NUMBER.search(re.sub(r"[\s_-]", "", stem).upper()):
            self._by_number[found[0]].append(info)


def _key(name: str) -> str:
    """A file name as it is compared: without folders, in one width and case."""
    return unicodedata.normalize("NFKC", name).replace("\\", "/").rpartition("/")[2].strip().casefold()


def _within(raw: bytes) -> bytes:
    if len(raw) > PHOTOS_BYTES_MAX:
        words = f"照片压缩包超过{PHOTOS_BYTES_MAX // 1_000_000}MB。"
        raise SheetRefused(SheetFault("photos_bytes", words, "请分批上传，每批约1000人。"))
    return raw


def _fault(code: str, words: str, cure: str, row: int) -> SheetRefused:
    return SheetRefused(SheetFault(code, words, cure, row, _COLUMN))
