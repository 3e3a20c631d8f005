"""预约上门服务: for whoever cannot come to the outlet, a worker comes to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from yikatong.cards.events import Event, VisitRequested
from yikatong.cards.identity import age_on
from yikatong.cards.stages import Stage
from yikatong.cards.states import State
from yikatong.cards.visits import VisitHalf, VisitMatter, VisitReason
from yikatong.catalogue.card_kinds import Mobile, RegionCode
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Facts, Service
from yikatong.policies import parameters as p


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    matter: Annotated[VisitMatter, Label("上门办什么")]
    reason: Annotated[VisitReason, Label("不能到网点的原因", "不需要证明材料。")]
    region: Annotated[RegionCode, Label("上门地点所在区县")]
    address: Annotated[str, Label("上门地址", "街道、小区、楼栋和门牌。")]
    contact: Annotated[Mobile, Label("联系电话", "上门前工作人员会打这个电话。")]
    day: Annotated[date, Label("希望上门的日期")]
    half: Annotated[VisitHalf, Label("希望上门的时段")]


request_visit = Service(
    code="request_visit",
    name="预约上门服务",
    summary="高龄、残疾、重病等行动不便、不能到网点的，可以约工作人员上门办理。上门服务不收费。",
    asks=Asked,
    channels={
        Channel.PORTAL: Assurance.CODE, Channel.HOTLINE: Assurance.CLAIMED, Channel.DESK: Assurance.CLAIMED,
        Channel.FIELD: Assurance.CLAIMED,
    },
    askers=frozenset({AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN}),
    card=(),
    policies=(p.visit_age_years, p.visit_days_ahead_max),
    synonyms=("上门", "上门办理", "行动不便", "卧床", "走不动", "不能出门", "残疾人上门"),
)  # fmt: skip

MATTER_ABSENT = {
    VisitMatter.APPLY: "已有社保卡或正在办理的申请",
    VisitMatter.PHOTO: "没有照片被退回的申请",
    VisitMatter.ENABLE: "没有已领取、待启用的社保卡",
    VisitMatter.LOSS: "没有可以挂失的社保卡",
}


def in_need(case: Case[Asked]) -> bool:
    """Whether any card, or the lack of one, gives reason for the matter named."""
    matter, living = case.asked.matter, [c for c in case.person.cards if not c.ended]
    social = {c.social.at(case.now).state for c in living if c.collected}
    return {
        VisitMatter.APPLY: not living,
        VisitMatter.PHOTO: any(c.stage is Stage.PHOTO_RETURNED for c in living),
        VisitMatter.ENABLE: State.SEALED in social,
        VisitMatter.LOSS: bool({State.NORMAL, State.LOCKED, State.SEALED} & social),
        VisitMatter.CHECK: True,
    }[matter]


@request_visit.refuses("这件事不需要上门：{absent}。", next=("track", "request_visit"))
def no_card_matter(case: Case[Asked]) -> bool | Facts:
    return not in_need(case) and {"absent": MATTER_ABSENT[case.asked.matter]}


@request_visit.refuses("已约好{day}{half}上门，编号{visit_id}。要改时间请先取消。", next=("cancel_visit", "wait"))
def already_requested(case: Case[Asked]) -> bool | Facts:
    found = next((v for v in case.person.visits if v.open), None)
    return found is not None and {"day": found.day, "half": found.half, "visit_id": found.visit_id}


@request_visit.refuses(
    "按年龄申请上门须满{visit_age_years}。因残疾、重病或其他原因行动不便的，请改选原因。",
    next=("request_visit", "call_12333"), because=p.visit_age_years,
)  # fmt: skip
def not_aged(case: Case[Asked]) -> bool:
    """Without a date of birth on record nobody is turned away: the worker sees the document at the door."""
    born_on = case.person.born_on
    aged = case.asked.reason is VisitReason.AGED
    return aged and born_on is not None and age_on(born_on, case.today) < case.value(p.visit_age_years)


@request_visit.refuses("上门须提前一天预约，最早{earliest}。", next=("change_dates",))
def too_soon(case: Case[Asked]) -> bool | Facts:
    return case.asked.day <= case.today and {"earliest": case.today + timedelta(days=1)}


@request_visit.refuses(
    "最多提前{visit_days_ahead_max}预约上门。", next=("change_dates",), because=p.visit_days_ahead_max
)
def too_far_ahead(case: Case[Asked]) -> bool:
    return (case.asked.day - case.today).days > case.value(p.visit_days_ahead_max)


@request_visit.grants(
    "已约{day}{half}上门{matter}，编号{visit_id}。工作人员会先打电话，上门时出示工作证件，不收费，不问银行密码。",
    next=("wait", "cancel_visit"),
)
def request(case: Case[Asked]) -> Iterable[Event]:
    asked = case.asked
    yield VisitRequested(
        visit_id=case.outside.reference, region=asked.region, day=asked.day, half=asked.half, matter=asked.matter,
        reason=asked.reason, address=asked.address, contact=asked.contact,
    )  # fmt: skip
