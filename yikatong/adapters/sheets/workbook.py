"""XLSX into rows of cells. The package is judged first; openpyxl then reads it as a stream, its XML by defusedxml."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any, Final
from zipfile import ZipFile

from openpyxl import DEFUSEDXML, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from yikatong.adapters.sheets.archive import UNREADABLE, Bounds, opened
from yikatong.adapters.sheets.fault import SheetFault, SheetRefused

if not DEFUSEDXML:  # openpyxl falls back to the plain parser without a word
    raise ImportError("openpyxl must parse with defusedxml: install it and leave OPENPYXL_DEFUSEDXML unset")

BOUNDS: Final = Bounds(entries=500, entry_bytes=24_000_000, total_bytes=32_000_000, ratio=100)
ROWS_LOOKED_AT: Final = 200  # in the other sheets, to see whether they are empty
_TYPES: Final = "[Content_Types].xml"
_WORKBOOK: Final = "xl/workbook.xml"
_MACROS: Final = ("vbaproject", "vbadata", "macrosheets/", "activex/", "ctrlprops/")
_OUTSIDE: Final = ("externallinks/", "embeddings/", "connections.xml", "querytables/")
_BROKEN: Final = (
    *UNREADABLE, SyntaxError, TypeError, IndexError, AttributeError, OverflowError, zlib.error, InvalidFileException,
)  # fmt: skip


def cells(raw: bytes) -> Iterator[tuple[Any, ...]]:
    """Every row of the one visible sheet that is filled, missing rows as empty ones. Errors: SheetRefused."""
    with opened(raw, BOUNDS) as archive:
        _check(archive)
    book = None
    try:
        book = load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        sheet = _only(book)
        yield from sheet.iter_rows(values_only=True)
    except _BROKEN:
        raise SheetRefused(_broken()) from None
    finally:
        if book is not None:
            book.close()


def _check(archive: ZipFile) -> None:
    names = [name.lower() for name in archive.namelist()]
    if _WORKBOOK not in names or _TYPES.lower() not in names:
        raise SheetRefused(SheetFault("roll_not_xlsx", "这不是XLSX表格。", "请在表格软件中“另存为”XLSX或CSV后上传。"))
    try:
        types = archive.read(_TYPES).lower()
    except (*UNREADABLE, zlib.error):
        raise SheetRefused(_broken()) from None
    if b"macroenabled" in types or any(part in name for name in names for part in _MACROS):
        raise SheetRefused(SheetFault("roll_macros", "表格中带有宏或控件。", "请另存为不含宏的XLSX文件后上传。"))
    if any(part in name for name in names for part in _OUTSIDE):
        raise SheetRefused(
            SheetFault("roll_external_links", "表格引用了外部文件或数据。", "请复制后“粘贴为数值”到新表格，再上传。")
        )


def _only(book: Any) -> Any:
    """The sheet with the roll. Two filled sheets are refused: one of them would else be passed over in silence."""
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        sheet.reset_dimensions()  # what a file says of its own size is often wrong, and rows would be lost
    filled = [sheet for sheet in sheets if _has_words(sheet)]
    if len(filled) > 1:
        raise SheetRefused(SheetFault("roll_sheets", "文件中有多个工作表填了内容。", "请只保留申领名单所在的工作表。"))
    if not filled:
        raise SheetRefused(SheetFault("roll_empty", "名单是空的。", "请按模板填写后再上传。"))
    return filled[0]


def _has_words(sheet: Any) -> bool:
    rows = islice(sheet.iter_rows(values_only=True), ROWS_LOOKED_AT)
    return any(value not in (None, "") for row in rows for value in row)


def _broken() -> SheetFault:
    return SheetFault("roll_broken", "表格文件已损坏，无法读取。", "请在表格软件中打开并另存为新的XLSX文件后上传。")
