"""What may be shown of a person's words without unmasking (GB/T 35273, de-identified display).

Every mask is total: any string gives a string. What is too short to hide something in is hidden whole.
"""

import re

STARS = "****"  # a fixed width where the length itself would tell

# A component of an address is only shown when it can be nothing but an administrative name. There is no list
# of counties in this package, so words of streets and estates end the search: too little beats too much.
_STREET = "路街巷号弄村镇乡道园苑庭寓厦楼栋院场超菜夜小社校厂"
_WORD = rf"(?:[新萍桐湘宁]乡(?=[市县])|(?![{_STREET}])[\u4e00-\u9fff])"
_OUTER = rf"(?:(?![区县]){_WORD})"
_PROVINCE = rf"(?:{_OUTER}{{2,6}}?(?:省|自治区|特别行政区))?"
_CITY = rf"(?:{_OUTER}{{1,10}}?自治州|{_OUTER}{{1,6}}?(?:市(?!场)|地区|盟))?"
_FIRST = rf"(?:[道路镇乡小社]|{_WORD})"  # 道里区 路桥区 镇坪县 乡宁县 小店区 社旗县
_DISTRICT = rf"(?:{_FIRST}(?:{_WORD}{{0,3}}?(?:[区县]|旗(?!区)|市(?!场))|{_WORD}{{1,14}}?自治[县旗]))?"
_TO_DISTRICT = re.compile(_PROVINCE + _CITY + _DISTRICT)


def mask_name(name: str) -> str:
    """张三 → 张*, 张小三 → 张*三, longer names first and last; one character is hidden."""
    plain = name.strip()
    if len(plain) <= 2:
        return plain[:1] + "*" if len(plain) == 2 else "*" * len(plain)
    return _ends(plain, 1, 1, 1)


def mask_id_number(number: str) -> str:
    """For the holder: 610113********0011, the date of birth is hidden."""
    return _ends(number, 6, 4, 5)


def mask_id_number_in_lists(number: str) -> str:
    """For lists and partners: 6****************1."""
    return _ends(number, 1, 1, 5)


def mask_id_number_on_hotline(number: str) -> str:
    """For a hotline clerk before the caller is verified: year of birth and last two, ******1965******11."""
    plain = number.strip()
    return f"******{plain[6:10]}******{plain[-2:]}" if len(plain) == 18 else "*" * len(plain)


def mask_mobile(mobile: str) -> str:
    """138****5678."""
    return _ends(mobile, 3, 4, 4)


def mask_card_no(card_no: str) -> str:
    """A*******1."""
    return _ends(card_no, 1, 1, 5)


def mask_bank_account(account: str) -> str:
    """****1234: the last four only, whatever the length."""
    plain = account.strip()
    return STARS + plain[-4:] if len(plain) >= 12 else STARS if plain else ""


def mask_address(address: str) -> str:
    """陕西省西安市雁塔区小寨东路1号 → 陕西省西安市雁塔区****: to the district, or as far as certain."""
    plain = address.strip()
    found = _TO_DISTRICT.match(plain)
    shown = found.group() if found else ""
    return shown if shown == plain else shown + STARS


def _ends(text: str, head: int, tail: int, hidden_least: int) -> str:
    plain = text.strip()
    hidden = len(plain) - head - tail
    if hidden < hidden_least:
        return "*" * len(plain)
    return plain[:head] + "*" * hidden + plain[-tail:]
