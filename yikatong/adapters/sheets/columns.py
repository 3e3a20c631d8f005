"""The columns of a roll: how each may be called, and where each stands in one file."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from yikatong.adapters.sheets.fault import SheetFault, SheetRefused

COLUMNS_MAX: Final = 40


@dataclass(frozen=True, slots=True)
class Column:
    """``name`` is the answer's name in the application; ``synonyms`` are spelt as :func:`spelt` leaves them."""

    name: str
    words: str
    synonyms: frozenset[str]
    required: bool = False


def _column(name: str, words: str, others: str, required: bool = False) -> Column:
    return Column(name, words, frozenset({spelt(name), spelt(words), *others.split()}), required)


def spelt(header: str) -> str:
    """A header without blanks, remarks in brackets, stars and signs, in small half-width letters."""
    plain = unicodedata.normalize("NFKC", header).lower()
    return re.sub(r"[\s*:_\-.'\ufeff]|\(.*?\)", "", plain)


PHOTO: Final = "photo"
SERIAL: Final = "serial"
COLUMNS: Final = (
    _column("name", "姓名", "职工姓名 员工姓名 fullname", required=True),
    _column(
        "id_number", "证件号码", "身份证号 身份证号码 公民身份号码 社会保障号码 证件号 idno id idcard", required=True
    ),
    _column("mobile", "手机号码", "手机 手机号 联系电话 联系手机 phone mobilephone mobilenumber", required=True),
    _column("bank", "银行", "社保卡服务银行 服务银行 银行代码 合作银行 bankcode"),
    _column("outlet", "网点", "领卡网点 网点代码 领卡网点代码 outletcode"),
    _column("address", "地址", "联系地址 通讯地址 住址"),
    _column(PHOTO, "照片", "照片文件名 照片文件 电子照片 photofile photofilename"),
    _column(SERIAL, "序号", "编号 no number"),
)
BY_NAME: Final = {column.name: column for column in COLUMNS}
_BY_SPELLING: Final = {spelling: column for column in COLUMNS for spelling in column.synonyms}
_KNOWN: Final = "、".join(column.words for column in COLUMNS)


def places(header: Sequence[str], row: int, given: Iterable[str]) -> Mapping[int, Column]:
    """Which column stands where. ``given`` are answers that the employer gave for all rows at once, so their columns
    may be left out. Errors: SheetRefused naming each column that is unknown, missing or there twice."""
    found: dict[int, Column] = {}
    faults: list[SheetFault] = []
    for place, words in enumerate(header):
        if not words:
            continue
        column = _BY_SPELLING.get(spelt(words))
        if column is None:
            faults.append(_unknown(words, row))
        elif column in found.values():
            faults.append(SheetFault("column_repeated", f"“{column.words}”列出现了两次。", "请删除多余的一列。", row))
        else:
            found[place] = column
    needed = [c for c in COLUMNS if (c.required or c.name in ("bank", "outlet")) and c.name not in set(given)]
    faults += [_missing(column, row) for column in needed if column not in found.values()]
    if faults:
        raise SheetRefused(*faults)
    return found


def _unknown(words: str, row: int) -> SheetFault:
    return SheetFault("column_unknown", f"不认识“{words[:20]}”列。", f"请删除或改名。可以用的列：{_KNOWN}。", row)


def _missing(column: Column, row: int) -> SheetFault:
    cure = f"请在第一行加上“{column.words}”。"
    return SheetFault("column_missing", f"缺少“{column.words}”列。", cure if column.required else _either(cure), row)


def _either(cure: str) -> str:
    return cure.rstrip("。") + "，或在上传时统一选择。"
