"""A home visit (上门服务): what it is for, why it is needed, and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class VisitMatter(StrEnum):
    """What the worker comes for."""

    APPLY = "apply"
    PHOTO = "photo"
    ENABLE = "enable"
    LOSS = "loss"
    CHECK = "check"

    @property
    def words(self) -> str:
        return {
            "apply": "申领社保卡",
            "photo": "补拍照片",
            "enable": "启用社保功能",
            "loss": "挂失",
            "check": "核对信息与答疑",
        }[self]


class VisitReason(StrEnum):
    """Why somebody cannot come to the outlet. The office asks for no paper to prove it."""

    AGED = "aged"
    DISABLED = "disabled"
    ILL = "ill"
    OTHER = "other"

    @property
    def words(self) -> str:
        return {"aged": "高龄", "disabled": "残疾", "ill": "重病或卧床", "other": "其他行动不便"}[self]


class VisitHalf(StrEnum):
    """The half of the day that suits."""

    MORNING = "morning"
    AFTERNOON = "afternoon"

    @property
    def words(self) -> str:
        return {"morning": "上午", "afternoon": "下午"}[self]


class VisitOutcome(StrEnum):
    """What came of a visit. None of them takes anything from the person visited."""

    MET = "met"
    NOT_HOME = "not_home"
    DECLINED = "declined"
    MOVED = "moved"
    HOSPITAL = "hospital"

    @property
    def words(self) -> str:
        return {
            "met": "见到本人", "not_home": "不在家", "declined": "本人不接受", "moved": "已搬离",
            "hospital": "住院或需要就医",
        }[self]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit asked for. It is open until it was made or cancelled; where to is a personal word, kept apart."""

    visit_id: str
    region: str
    day: date
    half: VisitHalf
    matter: VisitMatter
    reason: VisitReason
    requested_at: datetime
    outcome: VisitOutcome | None = None
    cancelled: bool = False

    @property
    def open(self) -> bool:
        return self.outcome is None and not self.cancelled

    @property
    def words(self) -> str:
        """How it stands, in one word."""
        return self.outcome.words if self.outcome else "已取消" if self.cancelled else "待上门"
