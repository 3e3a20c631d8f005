"""A PIN that was typed and must never be seen again: no repr, log, JSON, pickle or copy shows its digits."""

import hmac
import re
import unicodedata
from itertools import pairwise
from typing import NoReturn, Self

from yikatong.cards.identity import InputFault


class Pin:
    """The PIN of a card's social function. Made by `Pin.read`; only the vault calls `reveal`.

    `==` is identity on purpose: a PIN is compared by `equals`, in constant time.
    """

    __slots__ = ("__digits",)
    __digits: str

    def __init__(self) -> None:
        raise TypeError("a Pin is made by Pin.read")

    @classmethod
    def read(cls, text: str, digits: int = 6) -> Self:
        """Exactly `digits` digits, full-width ones too. Raises InputFault pin_length or pin_characters."""
        plain = unicodedata.normalize("NFKC", text).strip()
        fault = _fault_in(plain, digits)
        if fault is not None:
            del text, plain  # an error page that prints local variables must not find them here
            raise fault
        pin = object.__new__(cls)
        pin.__digits = plain
        return pin

    def equals(self, other: "Pin") -> bool:
        """Whether both are the same digits, in constant time."""
        return hmac.compare_digest(self.__digits, other.__digits)

    def is_simple(self) -> bool:
        """Guessed first: 111111, 123456, 890123, 987654, 121212, 123123, 112233, 111222."""
        return _is_repeated(self.__digits) or any(
            _is_run(self.__digits[::width])
            for width in range(1, len(self.__digits) + 1)
            if _has_blocks(self.__digits, width)
        )

    def occurs_in(self, number: str) -> bool:
        """Whether the digits stand in `number` (identity, mobile, card), whatever divides it."""
        plain = unicodedata.normalize("NFKC", number)
        return self.__digits in re.sub(r"[^0-9A-Za-z]", "", plain)

    def reveal(self) -> str:
        """The digits, for the vault to digest and for nothing else."""
        return self.__digits

    def __repr__(self) -> str:
        return "Pin(******)"

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self  # dataclasses.asdict copies deeply; it gets the same closed object

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a Pin is never pickled")


def _fault_in(plain: str, digits: int) -> InputFault | None:
    cure = f"请输入 {digits} 位数字。"
    if plain and not (plain.isascii() and plain.isdigit()):
        return InputFault("pin_characters", "密码只能由数字组成。", cure)
    if len(plain) != digits:
        return InputFault("pin_length", "密码位数不对。", cure)
    return None


def _is_repeated(digits: str) -> bool:
    """123123 and 121212: a shorter text written several times is found inside its own double."""
    return digits in (digits + digits)[1:-1]


def _has_blocks(digits: str, width: int) -> bool:
    """112233 has blocks of two equal digits, 111222 of three; every text has blocks of one."""
    return len(digits) % width == 0 and digits == "".join(digit * width for digit in digits[::width])


def _is_run(digits: str) -> bool:
    """456789, 654321, and past the end as on a keypad: 678901."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    return steps in ({1}, {9}) or not steps
