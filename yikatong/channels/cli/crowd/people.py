"""Any number of invented people of Shaanxi. The n-th person of a seed is always the same; no two share a number."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from yikatong.cards.identity import check_digit
from yikatong.policies import regions

# Commoner names come more often, as in life: a search by name has to tell namesakes apart.
SURNAMES = "王王王王王李李李李李张张张张刘刘刘陈陈杨杨赵赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁"
SINGLE = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚辉鹏斌波玲红梅兰英华"
FIRST = "建秀桂玉志文国春晓海永子嘉思雨若明天家欣俊浩梓宇诗一安景长新小佳雅振立成德庆"
SECOND = "华英兰珍芳梅军强平涛杰宁轩涵怡琪豪然博洋瑞雪云峰林生福祥民安宏亮东明辉远航宸瑶"
FIRST_BIRTH, BIRTHS_SPREAD_DAYS = date(1936, 1, 1), 32_500
NUMBERS_A_DAY = 1000
SEEDS = 10
PEOPLE_MAX = 100_000_000
# Coprime to the whole space below, so that consecutive people are scattered over it and never meet.
STRIDE = 1_000_000_007
MOBILE_SHARED_EVERY = 40


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """``county`` is where they live (GB/T 2260), ``dice`` what else is chosen by chance about them."""

    name: str
    number: str
    mobile: str
    county: str
    born_on: date
    dice: "Dice"


class Dice:
    """Choices that depend on nothing but what they were made of."""

    __slots__ = ("_left",)

    def __init__(self, *made_of: object) -> None:
        told = "|".join(map(str, made_of)).encode()
        self._left = int.from_bytes(hashlib.blake2b(told, digest_size=32).digest())

    def below(self, sides: int) -> int:
        self._left, thrown = divmod(self._left, sides)
        return thrown

    def one_of(self, choices: Sequence[str]) -> str:
        return choices[self.below(len(choices))]


@cache
def counties() -> tuple[str, ...]:
    """The counties and districts of Shaanxi."""
    return tuple(code for code in regions.names() if code.startswith("61") and code[4:] != "00")


@cache
def homes() -> tuple[str, ...]:
    """Where people live, the provincial capital's districts five times."""
    return counties() + tuple(code for code in counties() if code.startswith("6101")) * 4


def inhabitant(n: int, seed: int) -> Inhabitant:
    """The n-th person (from 0) of one of the seeds 0 to 9."""
    space = len(counties()) * BIRTHS_SPREAD_DAYS * NUMBERS_A_DAY
    rest, order = divmod((seed * PEOPLE_MAX + n) * STRIDE % space, NUMBERS_A_DAY)
    area, day = divmod(rest, BIRTHS_SPREAD_DAYS)
    born_on, dice = FIRST_BIRTH + timedelta(days=day), Dice(seed, n)
    first17 = f"{counties()[area]}{born_on:%Y%m%d}{order:03}"
    owner = n - n % MOBILE_SHARED_EVERY if n % MOBILE_SHARED_EVERY == 1 else n  # a telephone in the family
    mobile = f"154{(seed * PEOPLE_MAX // SEEDS + owner) % PEOPLE_MAX:08}"
    return Inhabitant(_name(dice), first17 + check_digit(first17), mobile, dice.one_of(homes()), born_on, dice)


def card_no(n: int, seed: int) -> str:
    """The number on their card: a letter for each seed, none of which the demonstration city uses."""
    return f"{'KLMNPQRSUV'[seed]}{n:08}"


def _name(dice: Dice) -> str:
    surname = dice.one_of(SURNAMES)
    return surname + (dice.one_of(SINGLE) if dice.below(4) == 0 else dice.one_of(FIRST) + dice.one_of(SECOND))
