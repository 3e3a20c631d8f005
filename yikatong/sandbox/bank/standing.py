"""How an account stands, and what time and acts do to it. Pure: the bank's own rules, in the bank's own words."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    INACTIVE = "inactive"
    ACTIVE = "active"
    LOCKED = "locked"
    FROZEN = "frozen"
    CLOSED = "closed"


class Loss(StrEnum):
    TEMPORARY = "temporary"
    FORMAL = "formal"


class Refused(Exception):
    """The bank does not do it: a stable ``code``; ``words`` are for the holder."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code, self.words = code, REFUSALS[code]


REFUSALS = {
    "account_closed": "该账户已经销户，不能再办理此项业务。",
    "account_not_open": "该卡没有开立账户，请先办理开户。",
    "account_exists": "该卡的账户已经开立，不需要再次开户。",
    "frozen_by_court": "账户已被有权机关冻结，解冻之前不能付款、划转、销户或激活，请凭证件到银行柜面查询。",
    "reported_lost": "账户已挂失，请先凭证件到银行柜面解挂，再办理激活。",
    "formally_lost": "账户已正式挂失，不需要再办理临时挂失。",
    "balance_not_zero": "账户还有余额，请先付出或划转全部余额，再办理销户。",
    "balance_too_small": "账户余额不足，请核对金额后重新办理。",
    "name_mismatch": "姓名与该证件号码在本行登记的姓名不一致，请持有效身份证件到银行柜面核对。",
    "source_unknown": "没有找到原卡的账户，请核对原卡后重新办理。",
    "source_not_holders": "原卡账户不属于同一持卡人，不能划转余额或沿用账号。",
    "holder_not_seen": "激活须由本人持身份证件和社保卡到银行柜面办理。",
    "bank_refuses": "本行经审核不予办理此项业务，请持身份证件到银行柜面查询。",
    "until_passed": "临时挂失的截止时间已过，请重新办理挂失。",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """``state`` is what lies beneath a freeze or a loss report; a temporary report ends at ``until``."""

    state: State = State.INACTIVE
    frozen: bool = False
    loss: Loss | None = None
    since: datetime | None = None
    until: datetime | None = None

    def at(self, now: datetime) -> "Standing":
        """A lapsed report is no report, whether or not any job ran."""
        if self.until is None or now < self.until:
            return self
        return self.found()

    def found(self) -> "Standing":
        return replace(self, loss=None, since=None, until=None)

    @property
    def told(self) -> State:
        """The state as others are told."""
        return State.FROZEN if self.frozen else self.state


def _open(standing: Standing) -> Standing:
    if standing.state is State.CLOSED:
        raise Refused("account_closed")
    return standing


def payable(standing: Standing) -> Standing:
    """An account out of which money may go. Errors: Refused."""
    if _open(standing).frozen:
        raise Refused("frozen_by_court")
    return standing


def activated(standing: Standing) -> Standing:
    if payable(standing).loss:
        raise Refused("reported_lost")
    return replace(standing, state=State.ACTIVE)


def lost(standing: Standing, kind: Loss, now: datetime, until: datetime | None) -> Standing:
    """Reported lost: a formal report replaces a temporary one; of two temporary ones the longer holds."""
    _open(standing)
    if kind is Loss.FORMAL:
        return standing if standing.loss is kind else replace(standing, loss=kind, since=now, until=None)
    if standing.loss is Loss.FORMAL:
        raise Refused("formally_lost")
    if until is not None and until <= now:
        raise Refused("until_passed")
    if standing.loss is None:
        return replace(standing, loss=kind, since=now, until=until)
    longer = None if until is None or standing.until is None else max(until, standing.until)
    return replace(standing, until=longer)


def lifted(standing: Standing) -> Standing:
    return _open(standing).found()


def frozen(standing: Standing, on: bool) -> Standing:
    return replace(_open(standing), frozen=on)


def closed(standing: Standing, balance: int) -> Standing:
    """Closed for good. An account is closed only at zero, and never while a court holds it."""
    if standing.state is State.CLOSED:
        return standing
    if payable(standing) and balance:
        raise Refused("balance_not_zero")
    return Standing(State.CLOSED)
