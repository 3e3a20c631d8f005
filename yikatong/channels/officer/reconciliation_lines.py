"""Differences as rows of a page: what each party tells of a card, side by side, in people's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yikatong.cards.custody import Custodian
from yikatong.cards.stages import Stage
from yikatong.cards.states import LossKind, State
from yikatong.catalogue.terms import words_of
from yikatong.office.reconciliation import Group, Line, Owner, Run, Seen

TONES = {Owner.BANK: "warn", Owner.BUREAU: "bad", Owner.PLANT: "warn", Owner.NOBODY: "off"}
ICONS = {Owner.BANK: "landmark", Owner.BUREAU: "building-2", Owner.PLANT: "factory", Owner.NOBODY: "hourglass"}
PHYSICAL = {"taken_back": "银行已收回卡片", "destroyed": "银行已销毁卡片"}
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class GroupLine:
    cause: str
    code: str
    owner: str
    tone: str
    icon: str
    count: int
    oldest: str


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    href: str
    card_id: str
    bank: str
    aspect: str
    cause: str
    owner: str
    tone: str
    icon: str
    since: str
    days: int


@dataclass(frozen=True, slots=True)
class RunLine:
    day: str
    bank: str
    counts: tuple[int, int, int]
    found: int
    to_do: int
    closed: int
    refused: str
    at: str


@dataclass(frozen=True, slots=True)
class TellLine:
    """One row of the three values. ``differs`` where two who tell it tell it otherwise."""

    label: str
    values: tuple[str, str, str]
    differs: bool


def group_line(group: Group) -> GroupLine:
    owner = group.cause.owner
    return GroupLine(
        group.cause.words, group.cause.value, owner.words, TONES[owner], ICONS[owner], group.count,
        words_of(group.oldest_at),
    )  # fmt: skip


def difference_line(line: Line) -> DifferenceLine:
    owner = line.owner
    return DifferenceLine(
        f"/officer/reconciliation/{line.number}/", line.card_id, line.bank, line.aspect.words, line.cause.words,
        owner.words, TONES[owner], ICONS[owner], words_of(line.opened_at), line.days,
    )  # fmt: skip


def run_line(run: Run) -> RunLine:
    return RunLine(
        words_of(run.day), run.bank, (run.ours, run.theirs, run.stock), run.found, run.to_do, run.closed,
        run.words if run.state == "refused" else "", words_of(run.finished_at),
    )  # fmt: skip


def tell_lines(seen: Seen) -> tuple[TellLine, ...]:
    """What bureau, bank and plant tell, row by row."""
    ours, theirs, stock = seen.ours, seen.theirs, seen.stock
    mirror: Mapping[str, Any] = ours.get("account", {})
    rows = [
        _line("制卡环节", Stage(ours["stage"]).words if ours else "", "", ""),
        *(_line(label, said(mirror), said(theirs), "") for label, said in ACCOUNT.items()),
        _line("卡片在谁手里", _custody(ours), PHYSICAL.get(theirs.get("physical", ""), ""), _held(stock)),
        _line("没有答复的指令", "、".join(order for order, _ in ours.get("orders", ())), "", ""),
    ]
    return tuple(row for row in rows if any(value != NOTHING for value in row.values))


def _line(label: str, ours: str, theirs: str, stock: str) -> TellLine:
    told = {value for value in (ours, theirs) if value}
    return TellLine(label, (ours or NOTHING, theirs or NOTHING, stock or NOTHING), len(told) > 1)


def _state(account: Mapping[str, Any]) -> str:
    return State(account["state"]).words if account else ""


def _loss(account: Mapping[str, Any]) -> str:
    if not account:
        return ""
    if not account["loss"]:
        return "没有挂失"
    until = account["until"]
    ends = f"，{words_of(datetime.fromisoformat(until))}自动解除" if until else ""
    return LossKind(account["loss"]).words + ends


ACCOUNT = {
    "账户状态": _state,
    "挂失": _loss,
    "银行的序号": lambda account: str(account["sequence"]) if account else "",
    "账号末四位": lambda account: account.get("tail", ""),
    "账户资金": lambda account: ("已结清" if account["settled"] else "没有结清") if account else "",
}


def _custody(ours: Mapping[str, Any]) -> str:
    return Custodian(ours["custodian"]).words if ours.get("custodian") else ""


def _held(stock: Mapping[str, Any]) -> str:
    return Custodian.PLANT.words if stock else ""
