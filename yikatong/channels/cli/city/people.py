"""Invented people with valid check digits. Number n is always the same person."""

from dataclasses import dataclass
from datetime import date, timedelta

from yikatong.cards.identity import check_digit

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = (
    "一宁 二黎 三平 思远 若水 景行 知行 怀瑾 嘉禾 安澜 听雨 望舒 明德 致和 守正 秋实 春生 长庚 小满 谷雨 "
    "文博 志强 秀兰 桂芳 建国 玉珍 淑华 永福 晓光 子涵 一诺 沐阳 书瑶 宇轩 梓萱 国庆 红梅 卫东 春燕 立夏"
).split()
DISTRICTS = ("610102", "610103", "610104", "610111", "610112", "610113", "610114", "610115", "610116", "610117")
FIRST_BIRTH = date(1938, 3, 1)
BIRTHS_SPREAD_DAYS = 32_000


@dataclass(frozen=True, slots=True)
class Citizen:
    """``number`` is the identity number. ``district`` is where they live, by its GB/T 2260 code."""

    name: str
    number: str
    mobile: str
    district: str
    born_on: date
    address: str


def citizen(n: int) -> Citizen:
    """The n-th invented person, grown up (16 or more in 2026) for every n."""
    born_on = FIRST_BIRTH + timedelta(days=(n * 7919) % (BIRTHS_SPREAD_DAYS - 6000))
    return _citizen(n, born_on)


def child(n: int) -> Citizen:
    """The n-th invented child, born 2014 or later."""
    return _citizen(n, date(2014, 1, 1) + timedelta(days=(n * 131) % 3000))


def _citizen(n: int, born_on: date) -> Citizen:
    district = DISTRICTS[n % len(DISTRICTS)]
    first17 = f"{district}{born_on:%Y%m%d}{(n * 37) % 900 + 10:03}"
    name = SURNAMES[n % len(SURNAMES)] + GIVEN[(n // len(SURNAMES) + n * 3) % len(GIVEN)]
    return Citizen(
        name, first17 + check_digit(first17), f"1380000{n % 10_000:04}", district, born_on, f"演示路{n % 200 + 1}号"
    )
