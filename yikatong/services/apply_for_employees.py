"""单位批量申领: an employer's file, shared out into one application for each row that can be read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.catalogue.card_kinds import BankCode, OutletCode, RegionCode, Roll, RollFile, RollRow
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Errand, Facts, Service
from yikatong.policies import articles
from yikatong.policies import parameters as p


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    roll: Annotated[RollFile, Label("申领名单文件", "每行一名职工，须已征得本人同意。")]
    region: Annotated[RegionCode, Label("发卡地", "按该地规定办理。")]
    bank: Annotated[BankCode | None, Label("社保卡服务银行", "名单中没有写明的，用这一家。")] = None
    outlet: Annotated[OutletCode | None, Label("领卡网点", "名单中没有写明的，用这一处。")] = None


apply_for_employees = Service(
    code="apply_for_employees",
    name="单位批量申领",
    summary="用人单位为已征得同意的职工批量申领社保卡。逐人受理，逐人给出结果，单位只能看到本单位的名单。",
    asks=Asked,
    channels={Channel.EMPLOYER: Assurance.NONE},
    askers=frozenset({AskerKind.EMPLOYER}),
    card=(),
    about_person=False,
    policies=(p.batch_rows_max,),
    synonyms=("批量办卡", "单位办卡", "职工办卡"),
)


def is_readable(row: RollRow) -> bool:
    return not row.faults and isinstance(row.answers.get("id_number"), str)


def unreadable(roll: Roll) -> tuple[str, ...]:
    """The numbers of the rows that nobody can be found by."""
    return tuple(str(row.number) for row in roll.rows if not is_readable(row))


@apply_for_employees.refuses("名单是空的。", next=("mend_file",), field="roll")
def roll_empty(case: Case[Asked]) -> bool:
    return not case.asked.roll.rows


@apply_for_employees.refuses(
    "名单有{rows}人，每批最多{batch_rows_max}，请分批上传。",
    next=("mend_file",),
    because=p.batch_rows_max,
    field="roll",
)
def roll_too_long(case: Case[Asked]) -> bool | Facts:
    rows = len(case.asked.roll.rows)
    return rows > case.value(p.batch_rows_max) and {"rows": rows}


@apply_for_employees.refuses("名单中没有一行可以读取，第一处问题：{fault}。", next=("mend_file",), field="roll")
def roll_unreadable(case: Case[Asked]) -> bool | Facts:
    rows = case.asked.roll.rows
    if not rows or any(is_readable(row) for row in rows):
        return False
    return {"fault": next((fault.rstrip("。") for row in rows for fault in row.faults), "没有证件号码")}


@apply_for_employees.refuses(
    "名单中同一证件号码出现了多次，见第{rows}行。", next=("mend_file",), because=articles.CITIZEN_NUMBER, field="roll"
)
def roll_repeats(case: Case[Asked]) -> bool | Facts:
    if roll_too_long(case):
        return False
    seen: set[str] = set()
    again: list[str] = []
    for row in case.asked.roll.rows:
        number = str(row.answers.get("id_number", "")).strip().upper()
        if number and number in seen:
            again.append(str(row.number))
        seen.add(number)
    return bool(again) and {"rows": again}


def shared_words(case: Case[Asked]) -> str:
    roll = case.asked.roll
    left = unreadable(roll)
    count = len(roll.rows) - len(left)
    rest = f"第{'、'.join(left[:20])}行读不出，没有受理，请改正后另行上传。" if left else ""
    return f"读出{count}人，逐人办理，结果见每一行。" + rest


@apply_for_employees.shares_out(shared_words, next=("track", "mend_file"))
def share(case: Case[Asked]) -> Iterable[Errand]:
    """A row's own answer goes before the file's default; each person's result is decided by ``apply`` alone."""
    asked = case.asked
    given = {"region": asked.region, "bank": asked.bank, "outlet": asked.outlet}
    defaults = {name: value for name, value in given.items() if value is not None}
    for row in asked.roll.rows:
        if is_readable(row):
            answers = {name: value for name, value in row.answers.items() if name != "id_number"}
            yield Errand("apply", {**defaults, **answers}, str(row.answers["id_number"]))
