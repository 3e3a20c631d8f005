"""Identity numbers, mobile numbers and names as people type them, read into one canonical form.

Sources: GB 11643-1999 (citizen number, ISO 7064 MOD 11-2), 港澳台居民居住证申领发放办法 (2018),
新版外国人永久居留身份证机读信息规则 (2023). Faults never repeat what was typed: they end up in logs.
"""

import re
import unicodedata
from calendar import isleap
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from operator import mul
from string import ascii_lowercase, ascii_uppercase
from typing import Literal

from yikatong.cards.masking import mask_id_number, mask_id_number_in_lists

_ZERO_WIDTH_HYPHENS = "\u200b\u200c\u200d\u2060\ufeff-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_BLANKS = "\t\n\r \u1680\u2028\u2029"  # NFKC has already made every other blank a plain space
_TIDIED = str.maketrans(ascii_lowercase, ascii_uppercase, _ZERO_WIDTH_HYPHENS + _BLANKS)
AGE_YEARS_MAX = 130
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # 2 to the distance from the check digit, mod 11
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71")
# By range, not by Unicode category: an older Python does not know the newest extensions of planes 2 and 3.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fffd\U00030000-\U0003fffd"
LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
NAME_CHARACTERS_MAX = 50
_NAME = re.compile(rf"[{HAN}{LATIN}](?:[{HAN}{LATIN}\u00b7' .-]*[{HAN}{LATIN}.])?")
_NAME_SIGNS = str.maketrans("\u2022\u2027\u2219\u22c5\u30fb\u16eb\u25cf\u2019", "\u00b7" * 7 + "'")
_CHECK = "请逐位核对；仍有疑问的，请持证件到经办网点办理或拨打 12333。"


class InputFault(ValueError):
    """What was typed cannot be understood: a stable `code`, the `words` for the person, the `cure`."""

    def __init__(self, code: str, words: str, cure: str) -> None:
        super().__init__(code, words, cure)
        self.code, self.words, self.cure = code, words, cure

    def __str__(self) -> str:
        return f"{self.words}{self.cure}"


class IdKind(StrEnum):
    """Kinds known by their form. A number that an agency assigned to a foreigner is not among them."""

    CITIZEN = "citizen"
    RESIDENT_PERMIT = "resident_permit"
    FOREIGN_PERMANENT = "foreign_permanent"


@dataclass(frozen=True, slots=True, repr=False)
class IdNumber:
    """A canonical number and what it says. `sex` and `region6` are None where the form does not say it."""

    number: str
    kind: IdKind
    born_on: date | None
    sex: Literal["male", "female"] | None
    region6: str | None
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:  # a repr reaches logs, which never hold a full number
        return f"IdNumber({mask_id_number_in_lists(self.number)}, {self.kind.value})"


def normalise(text: str) -> str:
    """Half-width capitals without blanks, hyphens, zero-width signs; InputFault for other hidden signs."""
    tidied = unicodedata.normalize("NFKC", text).translate(_TIDIED)
    _refuse_hidden(tidied)
    return unicodedata.normalize("NFKC", tidied)  # what was taken out may have kept two signs apart


def read_id_number(text: str, today: date, *, known_areas: Collection[str] | None = None) -> IdNumber:
    """Read a number that may be stored as a key; 15 old digits are not. Raises InputFault.

    `known_areas`: GB/T 2260 codes in force. Another area only warns: areas are abolished, numbers stay.
    """
    number = normalise(text)
    if upgraded := _upgraded(number, today):
        shown = mask_id_number(upgraded.number)
        raise InputFault("id_number_15_digits", "15 位旧号码不能用于登记。", f"请填写证件上的 {shown}。")
    return _read_canonical(number, today, known_areas)


def read_for_search(text: str, today: date) -> IdNumber:
    """Read a number to search by: as `read_id_number`, but 15 old digits are upgraded to 18."""
    number = normalise(text)
    return _upgraded(number, today) or _read_canonical(number, today)


def check_digit(first17: str) -> str:
    """The 18th character for 17 ASCII digits: ISO 7064 MOD 11-2 (GB 11643-1999). ValueError otherwise."""
    if not (len(first17) == 17 and first17.isascii() and first17.isdigit()):
        raise ValueError("17 ASCII digits are needed")
    return "10X98765432"[sum(map(mul, _WEIGHTS, map(int, first17))) % 11]


def age_on(born_on: date, day: date) -> int:
    """Completed years on `day`. A month without the 29th ends the year on its last day (民法典 art 202)."""
    born = (born_on.month, born_on.day)
    if born == (2, 29) and not isleap(day.year):
        born = (2, 28)
    return day.year - born_on.year - ((day.month, day.day) < born)


def read_mobile(text: str) -> str:
    """Eleven digits of a mainland mobile number; +86, 0086 and 86 are taken off. Raises InputFault."""
    cure = "请填写 11 位中国内地手机号码，例如以 138 开头的号码。"
    digits = re.sub(r"^(?:\+86|0086|86(?=[0-9]{11}$))", "", normalise(text))
    if not (digits.isascii() and digits.isdigit()) and digits:
        raise InputFault("mobile_characters", "手机号码只能由数字组成。", cure)
    if len(digits) != 11:
        raise InputFault("mobile_length", f"手机号码应为 11 位，现为 {len(digits)} 位。", cure)
    if digits[0] != "1" or digits[1] in "012":
        raise InputFault("mobile_prefix", "手机号码的号段不存在。", cure)
    return digits


def read_person_name(text: str) -> str:
    """A name as on the document: Han of every extension, Latin letters, dots as U+00B7. InputFault.

    NFKC folds full-width letters and Kangxi radicals and leaves rare Han alone. Blanks that only space Han
    ("张　三") are dropped. Private-use characters differ from machine to machine: refused, not misprinted.
    """
    plain = unicodedata.normalize("NFKC", text.replace("\uff0e", "\u00b7")).translate(_NAME_SIGNS)
    _refuse_hidden(plain)
    name = re.sub(r" ?\u00b7[ \u00b7]*", "\u00b7", " ".join(plain.split()))
    name = re.sub(rf"(?<=[{HAN}]) | (?=[{HAN}])", "", name)
    cure = "请按身份证件填写姓名；生僻字无法输入时，请到经办网点办理。"
    if not name:
        raise InputFault("name_missing", "姓名没有填写。", cure)
    if len(name) > NAME_CHARACTERS_MAX:
        raise InputFault("name_length", f"姓名不能超过 {NAME_CHARACTERS_MAX} 个字。", cure)
    if any(unicodedata.category(c) == "Nd" for c in name):
        raise InputFault("name_digits", "姓名中不能有数字。", cure)
    if not _NAME.fullmatch(name):
        raise InputFault("name_characters", "姓名中有不能识别的字符。", cure)
    return name


def _refuse_hidden(text: str) -> None:
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs") and c not in "\t\r\n" for c in text):
        raise InputFault("hidden_characters", "内容中有看不见的字符。", "请删除后用键盘输入，不要粘贴。")


def _upgraded(old15: str, today: date) -> IdNumber | None:
    if not re.fullmatch(r"[1-7][0-9]{14}", old15):
        return None
    if old15[12:] >= "996":  # 996 to 999 marked those born in 18xx: "19" would be wrong
        raise InputFault("id_number_centenarian", "旧号码属于百岁老人号段，不能换算。", _CHECK)
    first17 = f"{old15[:6]}19{old15[6:]}"
    found = _read_canonical(first17 + check_digit(first17), today)
    return replace(found, warnings=("upgraded_from_15_digits",))


def _read_canonical(number: str, today: date, known_areas: Collection[str] | None = None) -> IdNumber:
    kind = _kind_of(number)
    if len(number) == 15:  # its year has two digits and its check digit is not published: nothing is derived
        return IdNumber(number, kind, None, None, None, ("check_digit_not_verified",))
    born_on = _birth_date(number[6:14], today)
    if number[17] != check_digit(number[:17]):
        raise InputFault("id_number_check_digit", "证件号码校验位不对，可能有一位输错。", _CHECK)
    if kind is IdKind.FOREIGN_PERMANENT:  # digits 2-6 are no GB/T 2260 area; sex by digit 17 is not sourced
        return IdNumber(number, kind, born_on, None, None)
    old_area = kind is IdKind.CITIZEN and known_areas is not None and number[:6] not in known_areas
    sex: Literal["male", "female"] = "male" if int(number[16]) % 2 else "female"
    return IdNumber(number, kind, born_on, sex, number[:6], ("area_not_current",) if old_area else ())


def _kind_of(number: str) -> IdKind:
    if re.fullmatch(r"[A-Z]{3}[0-9]{12}", number):
        return IdKind.FOREIGN_PERMANENT
    if re.fullmatch(r"[A-Z]{3}[0-9A-Z]{15}", number):
        raise InputFault("id_number_assigned", "为外国人编制的号码不能在此办理。", _CHECK)
    if len(number) != 18:
        raise InputFault("id_number_length", f"证件号码应为 18 位，现为 {len(number)} 位。", _CHECK)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        raise InputFault("id_number_characters", "证件号码前 17 位应为数字，末位为数字或 X。", _CHECK)
    if number[0] == "9":
        return IdKind.FOREIGN_PERMANENT
    if re.match("8[123]0000", number):  # 香港 澳门 台湾
        return IdKind.RESIDENT_PERMIT
    if not _PROVINCE.match(number):
        raise InputFault("id_number_province", "证件号码前两位不是省级地区的代码。", _CHECK)
    return IdKind.CITIZEN


def _birth_date(eight: str, today: date) -> date:
    try:
        born_on = date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        raise InputFault("id_number_birth_date", "证件号码中的出生日期不存在。", _CHECK) from None
    if born_on > today:
        raise InputFault("id_number_future_birth", "证件号码中的出生日期晚于今天。", _CHECK)
    if age_on(born_on, today) > AGE_YEARS_MAX:
        raise InputFault("id_number_age", f"按证件号码推算年龄超过 {AGE_YEARS_MAX} 岁。", _CHECK)
    return born_on
