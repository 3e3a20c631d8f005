"""What can go wrong between two parties, and how often it has. Pure but for the lock."""

from collections import Counter
from enum import StrEnum
from threading import Lock


class Fault(StrEnum):
    """Named for what the sender sees or the receiver meets."""

    LOST = "lost"
    ANSWER_LOST = "answer_lost"
    DUPLICATED = "duplicated"
    REORDERED = "reordered"
    SLOW = "slow"
    OUTAGE = "outage"
    COURIER_KILLED = "courier_killed"
    BANK_KILLED = "bank_killed"
    PLANT_KILLED = "plant_killed"
    WEB_KILLED = "web_killed"

    @property
    def words(self) -> str:
        return {
            "lost": "请求丢失", "answer_lost": "对方已办、答复丢失", "duplicated": "重复送达",
            "reordered": "迟到、乱序",
            "slow": "缓慢", "outage": "停机一天", "courier_killed": "信使被杀", "bank_killed": "银行系统被杀",
            "plant_killed": "制卡中心被杀", "web_killed": "网站被杀",
        }[self]  # fmt: skip


ON_THE_WIRE = (Fault.LOST, Fault.ANSWER_LOST, Fault.DUPLICATED, Fault.REORDERED, Fault.SLOW)
KILLED = {
    Fault.COURIER_KILLED: "courier", Fault.BANK_KILLED: "bank", Fault.PLANT_KILLED: "plant", Fault.WEB_KILLED: "web",
}  # fmt: skip


class Tally:
    """How often each fault was really met: counted where it happens, never where it was planned."""

    def __init__(self) -> None:
        self._counts: Counter[Fault] = Counter()
        self._lock = Lock()

    def count(self, fault: Fault) -> None:
        with self._lock:
            self._counts[fault] += 1

    def __getitem__(self, fault: Fault) -> int:
        return self._counts[fault]

    def short_of(self, least: int) -> list[Fault]:
        return [fault for fault in Fault if self._counts[fault] < least]
