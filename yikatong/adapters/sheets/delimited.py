"""CSV into rows of cells, as Chinese and English spreadsheets write it."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Final

from yikatong.adapters.sheets.fault import SheetFault, SheetRefused

DELIMITERS: Final = (",", ";", "\t")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def cells(raw: bytes) -> Iterator[list[str]]:
    """Every row, blank lines as empty ones. Errors: SheetRefused."""
    text = _text(raw)
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    except csv.Error:
        fault = SheetFault(
            "roll_broken", "文件中的引号不成对，或有过长的内容。", "请在表格软件中打开并另存为CSV或XLSX。"
        )
        raise SheetRefused(fault) from None


def _text(raw: bytes) -> str:
    """UTF-8, or else what Chinese spreadsheets write by default: GB 18030."""
    for encoding in () if raw.startswith(_UTF16) else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        break
    fault = SheetFault("roll_encoding", "文件的文字编码不能识别。", "请另存为“CSV UTF-8”或XLSX后再上传。")
    raise SheetRefused(fault)


def _delimiter(text: str) -> str:
    """The sign that parts the header into the most columns."""
    header = next((line for line in StringIO(text) if line.strip()), "")
    return max(DELIMITERS, key=lambda sign: len(next(csv.reader([header], delimiter=sign))))
