"""The states of a card's two functions, and what time does to them.

A card carries a social function (社保功能), which the bureau owns, and a financial function (金融功能), which the
bank owns and we mirror. Each has its own :class:`Standing`; an act on one never writes the other.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Function(StrEnum):
    SOCIAL = "social"
    FINANCIAL = "financial"

    @property
    def words(self) -> str:
        return FUNCTION_WORDS[self]


class LossKind(StrEnum):
    TEMPORARY = "temporary"
    FORMAL = "formal"

    @property
    def words(self) -> str:
        return "临时（口头）挂失" if self is LossKind.TEMPORARY else "正式挂失"


class State(StrEnum):
    SEALED = "sealed"
    NORMAL = "normal"
    TEMP_LOST = "temp_lost"
    LOST = "lost"
    LOCKED = "locked"
    CANCELLED = "cancelled"
    INACTIVE = "inactive"
    ACTIVE = "active"
    FROZEN = "frozen"
    CLOSED = "closed"
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        return STATE_WORDS[self]


FUNCTION_WORDS = {Function.SOCIAL: "社保功能", Function.FINANCIAL: "金融功能"}

STATE_WORDS = {
    State.SEALED: "封存",
    State.NORMAL: "正常",
    State.TEMP_LOST: "临时挂失",
    State.LOST: "正式挂失",
    State.LOCKED: "锁定",
    State.CANCELLED: "注销",
    State.INACTIVE: "未激活",
    State.ACTIVE: "正常",
    State.FROZEN: "冻结",
    State.CLOSED: "已销户",
    State.UNKNOWN: "银行尚未回执",
}

STATES_OF: dict[Function, tuple[State, ...]] = {
    Function.SOCIAL: (
        State.SEALED,
        State.NORMAL,
        State.TEMP_LOST,
        State.LOST,
        State.LOCKED,
        State.CANCELLED,
    ),
    Function.FINANCIAL: (
        State.INACTIVE,
        State.ACTIVE,
        State.TEMP_LOST,
        State.LOST,
        State.LOCKED,
        State.FROZEN,
        State.CLOSED,
        State.UNKNOWN,
    ),
}

ENDED = frozenset({State.CANCELLED, State.CLOSED})
REPORTED_LOST = frozenset({State.TEMP_LOST, State.LOST})


@dataclass(frozen=True, slots=True)
class Standing:
    """How a function stands: since when, until when (a report that lapses), and what it was before.

    ``until`` and ``before`` are set by a loss report alone. What time does is computed by :meth:`at`, never
    stored: a report of seven days ends at its instant whether or not any job ran.
    """

    state: State
    since: datetime
    until: datetime | None = None
    before: State | None = None

    def at(self, now: datetime) -> "Standing":
        """The standing at ``now``: a lapsed report falls back to what the function was before it."""
        if self.until is None or now < self.until or self.before is None:
            return self
        return Standing(self.before, since=self.until)

    def lost(self, now: datetime, until: datetime | None, formal: bool) -> "Standing":
        """Reported lost. A formal report over a temporary one keeps what was before the first report."""
        current = self.at(now)
        before = current.before if current.state in REPORTED_LOST else current.state
        return Standing(State.LOST if formal else State.TEMP_LOST, now, until, before)

    def lifted(self, now: datetime) -> "Standing":
        """Found again: back to what it was, so a SEALED function is SEALED and a LOCKED one LOCKED."""
        current = self.at(now)
        return Standing(current.before, now) if current.before else current
