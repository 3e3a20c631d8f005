"""Receipt numbers: short enough to be read over the telephone, and checked against slips of the tongue."""

import secrets
from datetime import date

# No I, L, O, U: they are misheard or misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference(today: date) -> str:
    """``YK261121-7K3M9QX2T4``: the day, nine random characters and one to check them."""
    dice = secrets.randbits(45)
    body = "".join([ALPHABET[dice >> shift & 31] for shift in range(0, 45, 5)])
    return f"YK{today:%y%m%d}-{body}{check_character(body)}"


def check_character(body: str) -> str:
    """Weighted so that one wrong character or two neighbours swapped are always noticed (weights odd, mod 32)."""
    total = sum((2 * place + 1) * ALPHABET.index(char) for place, char in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]
