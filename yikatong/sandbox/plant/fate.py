"""What happens to a card or a delivery, drawn from the seed: the same seed gives the same story."""

import hashlib
from collections.abc import Mapping

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
FAULTS = ("duplicate", "truncate", "corrupt", "forge", "lose", "reorder")
REASONS = {"remake": "芯片写入失败", "failed": "照片曝光不合格"}


def draw(*what: object) -> float:
    """Between 0 and 1."""
    told = "|".join(str(one) for one in what).encode()
    return int.from_bytes(hashlib.sha256(told).digest()[:8], "big") / 2**64


def making_of(seed: int, card_id: str, turn: int, times: int, shares: Mapping[str, float]) -> str:
    """``made``, ``remake`` or ``failed``. A second making of one turn succeeds, and so does a third turn."""
    drawn = draw(seed, card_id, turn, times)
    if turn < 3 and drawn < shares["failed"]:
        return "failed"
    if times == 1 and drawn < shares["failed"] + shares["remake"]:
        return "remake"
    return "made"


def card_number(seed: int, card_id: str, turn: int, attempt: int) -> str:
    """One letter and eight digits."""
    drawn = int(draw(seed, "number", card_id, turn, attempt) * len(LETTERS) * 10**8)
    return f"{LETTERS[drawn // 10**8]}{drawn % 10**8:08}"


def fault_of(seed: int, sequence: int, attempt: int, shares: Mapping[str, float]) -> str:
    """The fault of one delivery, or "". From the third attempt on nothing goes wrong."""
    drawn, sum_so_far = draw(seed, "delivery", sequence, attempt), 0.0
    for fault in FAULTS:
        sum_so_far += shares.get(fault, 0.0)
        if attempt <= 2 and drawn < sum_so_far:
            return fault
    return ""
