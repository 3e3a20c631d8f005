"""Regions by their GB/T 2260 codes: names, levels and who covers whom.

The names are in ``regions.yaml``: every province, all of Shaanxi, the provincial capitals. A code that is not
there is still usable (it answers with its nearest known ancestor), because counties are renamed and re-coded
and cards keep the code of the day they were made; only an unknown province is refused.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from yikatong.policies.page import read_page

NATION = "000000"
NATION_LEVEL = "00"
NATION_NAME = "全国"

FORM = re.compile(r"[0-9]{2}(?:[0-9]{2}){0,2}")


@cache
def names() -> Mapping[str, str]:
    """Six-digit code -> the region's own name, without its parents'."""
    page = read_page(files("yikatong.policies").joinpath("regions.yaml"))
    return {code: str(own) for code, own in page.items()}


def region(code: str) -> str:
    """``"61"``, ``"6101"`` or ``"610104"`` as six digits. Raises ValueError in Chinese for nonsense."""
    written = unicodedata.normalize("NFKC", code).strip()
    if not FORM.fullmatch(written):
        raise ValueError(f"行政区划代码“{code}”有误：应为2、4或6位数字，如61、6101、610104")
    six = written.ljust(6, "0")
    if six[:2] == NATION_LEVEL and six != NATION or six[2:4] == "00" and six[4:] != "00":
        raise ValueError(f"行政区划代码“{code}”有误：缺少上级代码")
    if six != NATION and six[:2] + "0000" not in names():
        raise ValueError(f"行政区划代码“{code}”有误：没有代码为{six[:2]}的省级行政区")
    return six


def levels(code: str) -> tuple[str, ...]:
    """From the region itself up to the nation: ``("610104", "6101", "61", "00")``."""
    six = region(code)
    if six == NATION:
        return (NATION_LEVEL,)
    county = (six,) if six[4:] != "00" else ()
    city = (six[:4],) if six[2:4] != "00" else ()
    return (*county, *city, six[:2], NATION_LEVEL)


def province(code: str) -> str:
    """The two digits of the province, ``"00"`` for the nation."""
    return region(code)[:2]


def covers(scope: str, code: str) -> bool:
    """Whether ``code`` is ``scope`` or lies below it."""
    return levels(scope)[0] in levels(code)


def known(code: str) -> bool:
    """Whether we have a name for exactly this region."""
    try:
        six = region(code)
    except ValueError:
        return False
    return six == NATION or six in names()


def name(code: str) -> str:
    """The full name, ``陕西省西安市莲湖区``; of an unlisted region, its nearest known ancestor's."""
    found = (names().get(level.ljust(6, "0")) for level in reversed(levels(code)))
    return "".join(own for own in found if own) or NATION_NAME
