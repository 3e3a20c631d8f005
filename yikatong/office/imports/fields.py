"""What an import asks of each row, how a file's columns may be called, and how its cells are understood."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from yikatong.adapters.sheets.columns import spelt
from yikatong.cards.masking import STARS, mask_card_no, mask_id_number_in_lists, mask_mobile, mask_name
from yikatong.catalogue.kinds import Field, fields_of
from yikatong.office import deployment
from yikatong.policies import regions
from yikatong.services import catalogue


@dataclass(frozen=True, slots=True)
class Spelling:
    """How else a file's header may call a field; ``synonyms`` as :func:`spelt` leaves them, between blanks."""

    name: str
    synonyms: str


SERVICE: Final = "take_over_card"
NUMBER: Final = "id_number"
NUMBERS: Final = (NUMBER, "mobile")  # whose last digits a spreadsheet loses
_OTHERS: Final = (
    Spelling(NUMBER, synonyms="身份证号 身份证号码 公民身份号码 社会保障号码 社保号 证件号 idno id idcard idnumber"),
    Spelling("name", synonyms="持卡人 持卡人姓名 参保人姓名 fullname"),
    Spelling("mobile", synonyms="手机 手机号 联系电话 电话 联系手机 phone mobilephone"),
    Spelling("region", synonyms="发卡地区 发卡地代码 行政区划 行政区划代码 区划代码 所属地区 regioncode"),
    Spelling("bank", synonyms="银行 服务银行 合作银行 开户银行 发卡银行 银行代码 bankcode"),
    Spelling("outlet", synonyms="网点 服务网点 发卡网点 网点代码 领卡网点代码 outletcode"),
    Spelling("card_no", synonyms="社保卡号 社会保障卡号 社会保障卡卡号 社保卡卡号 卡面号码 cardno cardnumber"),
    Spelling("issued_on", synonyms="发卡日 发卡时间 签发日期 issuedate"),
    Spelling("valid_until", synonyms="有效期 有效期至 有效期限 有效日期 失效日期 到期日期 expirydate"),
    Spelling("generation", synonyms="代次 卡代 卡代次 几代卡"),
    Spelling("social", synonyms="社保状态 卡状态 社会保障功能状态 社保应用状态"),
    Spelling("financial", synonyms="金融状态 银行账户状态 金融账户状态 金融应用状态"),
)
_MASKS: Final = {
    NUMBER: mask_id_number_in_lists, "name": mask_name, "mobile": mask_mobile, "card_no": mask_card_no,
}  # fmt: skip
_DAY: Final = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T ].*)?", re.ASCII)
_GENERATIONS: Final = {"二": "2", "三": "3"}  # 第二代, 二代卡, …


@dataclass(frozen=True, slots=True)
class ImportField:
    name: str
    words: str
    required: bool


def import_fields() -> tuple[ImportField, ...]:
    """The number that names the person, then what the service asks, in its order."""
    asked = fields_of(catalogue()[SERVICE].asks)
    return (ImportField(NUMBER, "证件号码", True), *(ImportField(f.name, f.label.words, f.required) for f in asked))


def guessed(header: Sequence[str]) -> dict[str, int]:
    """Which column, counted from 0, answers which field, as far as the header's words tell."""
    found: dict[str, int] = {}
    others = {spelling.name: spelling.synonyms for spelling in _OTHERS}
    for field in import_fields():
        spellings = {spelt(field.name), spelt(field.words), *others.get(field.name, "").split()}
        place = next((n for n, words in enumerate(header) if words and spelt(words) in spellings), None)
        if place is not None and place not in found.values():
            found[field.name] = place
    return found


def masked_sample(name: str, text: str) -> str:
    """A cell as the column check shows it. ``name`` is "" for a column that answers nothing."""
    if name in _MASKS:
        return _MASKS[name](text)
    return text if name else STARS if text else ""


def as_answers(row: Mapping[str, str]) -> dict[str, str]:
    """The service's raw answers from a row's cells by field; what is not understood is left for it to refuse."""
    asked = {f.name: f for f in fields_of(catalogue()[SERVICE].asks)}
    return {name: _answer(asked[name], text) for name, text in row.items() if name in asked and text}


def _answer(field: Field, text: str) -> str:
    if field.kind.name == "day":
        found = _DAY.fullmatch(text)
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else text
    if field.kind.widget == "choice":
        words = {choice.words: choice.value for choice in field.choices}
        loosely = text
        if field.name == "generation":
            loosely = next((code for sign, code in _GENERATIONS.items() if sign in text), text)
        return str(words.get(text, loosely))
    return _code(field.name, text)


def _code(name: str, text: str) -> str:
    """A place, bank or outlet by its code where the file names it; two of one name stay unread."""
    directory = deployment.directory()
    if name == "region":
        found = list(_places().get(text, ()))
    elif name == "bank":
        found = [b.code for b in directory.banks.values() if text == b.name]
    elif name == "outlet":
        found = [o.code for o in directory.outlets.values() if text == o.name]
    else:
        return text
    return found[0] if len(found) == 1 else text


@cache
def _places() -> Mapping[str, frozenset[str]]:
    """Codes by the region's own name and by its full one."""
    found: dict[str, frozenset[str]] = {}
    for code, own in regions.names().items():
        for words in {own, regions.name(code)}:
            found[words] = found.get(words, frozenset()) | {code}
    return found
