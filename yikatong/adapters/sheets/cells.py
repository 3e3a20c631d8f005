"""The cells of a stranger's CSV or XLSX file, row by row, and what they say as text."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from yikatong.adapters.sheets import delimited, workbook
from yikatong.adapters.sheets.columns import COLUMNS_MAX
from yikatong.adapters.sheets.fault import SheetFault, SheetRefused

ROLL_BYTES_MAX: Final = 10_000_000
ROWS_MAX: Final = 20_000  # of the file; how many people may stand in it is a policy (batch_rows_max)
DIGITS_KEPT: Final = 15  # a spreadsheet's number is a double: from the 16th digit on it holds zeros
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_SCIENTIFIC: Final = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,3}", re.IGNORECASE)


def filled_rows(raw: bytes) -> Iterator[tuple[int, Sequence[Any]]]:
    """Every row in which something stands, the header being one, with its number as the spreadsheet shows it.

    Errors: SheetRefused, before the first row for what is wrong with the file, later where its middle is broken.
    """
    for number, row in enumerate(_cells(raw), 1):
        if number > ROWS_MAX:
            fault = f"文件超过{ROWS_MAX}行。"
            raise SheetRefused(SheetFault("roll_rows", fault, "请删除名单后面的空行，或分批上传。", number))
        plain = _within(row, number)
        if any(text_of(cell) for cell in plain):
            yield number, plain


def empty() -> SheetRefused:
    return SheetRefused(SheetFault("roll_empty", "名单是空的。", "请按模板填写后再上传。"))


def _cells(raw: bytes) -> Iterator[Sequence[Any]]:
    if len(raw) > ROLL_BYTES_MAX:
        words = f"名单文件超过{ROLL_BYTES_MAX // 1_000_000}MB。"
        raise SheetRefused(SheetFault("roll_bytes", words, "名单中只填文字，照片请另放在ZIP文件中；或分批上传。"))
    if raw.startswith(_ZIP):
        return workbook.cells(raw)
    if raw.startswith(_OLE):  # the old binary format, or a new one inside an encrypted envelope
        if "EncryptedPackage".encode("utf-16-le") in raw:
            raise SheetRefused(SheetFault("roll_encrypted", "表格设有密码，无法打开。", "请去掉密码后另存、上传。"))
        raise SheetRefused(SheetFault("roll_old_xls", "这是旧版XLS表格。", "请另存为XLSX或CSV后上传。"))
    return delimited.cells(raw)


def _within(cells: Sequence[Any], number: int) -> Sequence[Any]:
    beyond = cells[COLUMNS_MAX:]
    if len(beyond) > 1000 or any(text_of(cell) for cell in beyond):
        words = f"这一行超过{COLUMNS_MAX}列。"
        raise SheetRefused(SheetFault("roll_columns", words, "请只保留名单需要的列。", number))
    return cells[:COLUMNS_MAX]


def text_of(cell: Any) -> str:
    """A cell as text: ``="…"`` and a leading quote, with which spreadsheets are made to keep digits, are taken off.

    Nothing is ever calculated: a formula is text, and of a workbook's formulas only the kept result is read.
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**DIGITS_KEPT:
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell).strip()
    if quoted := re.fullmatch(r'="([^"]*)"', text):
        text = quoted[1].strip()
    return text.removeprefix("'").strip()


def has_lost_digits(cell: Any, text: str) -> bool:
    is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    if is_number and abs(cell) >= 10**DIGITS_KEPT:
        return True
    return bool(_SCIENTIFIC.fullmatch(unicodedata.normalize("NFKC", text)))
