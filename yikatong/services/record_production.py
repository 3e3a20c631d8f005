"""登记制卡进度: the bank, the plant and the officer each report their part of the making, in order and only theirs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.card import Tenure
from yikatong.cards.events import Event, StageReached
from yikatong.cards.stages import WAITING_FOR_REVIEW, Stage
from yikatong.catalogue.card_kinds import CodeText, OutletCode
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.issuing import CARD_NO, ENDS_POLICIES, card_made, predecessor_ends
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Facts, Service
from yikatong.policies import articles
from yikatong.policies import parameters as p

REPORTS = {
    Channel.BANK: {Stage.BANK_OPENING, Stage.BATCHED, Stage.BANK_REJECTED},
    Channel.PLANT: {Stage.MAKING, Stage.PERSONALISED, Stage.REMAKE, Stage.PROVINCE_RELEASED},
    Channel.OFFICER: {Stage.CITY_RECEIVED, Stage.READY, Stage.MAILING, Stage.RETURNED},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    stage: Annotated[Stage, Label("到达的环节")]
    card_no: Annotated[CodeText | None, Label("卡号", "密钥加载与质检完成时必填：1位字母加8位字母或数字。")] = None
    outlet: Annotated[OutletCode | None, Label("领卡网点", "卡片送往别处时填写。")] = None
    note: Annotated[str | None, Label("说明", "开户未成功、重制或退回的原因；不要写个人信息。")] = None


record_production = Service(
    code="record_production",
    name="登记制卡进度",
    summary="银行、制卡中心和经办机构登记各自完成的制卡环节，持卡人随时可以查到。",
    asks=Asked,
    channels={Channel.BANK: Assurance.NONE, Channel.PLANT: Assurance.NONE, Channel.OFFICER: Assurance.NONE},
    askers=frozenset({AskerKind.PARTY, AskerKind.OFFICER}),
    card=(Tenure.COMING,),
    policies=(p.card_valid_years, *ENDS_POLICIES),
    synonyms=("制卡回盘", "成品数据", "进度上报"),
)


@record_production.refuses("“{named}”不由{channel}登记。", next=("call_12333",), because=articles.AGENCY_RECORD)
def stage_not_yours(case: Case[Asked]) -> bool | Facts:
    outsider = (case.channel is Channel.OFFICER) != (case.asker.kind is AskerKind.OFFICER)
    foreign = case.asked.stage not in REPORTS.get(case.channel, ())
    return (outsider or foreign) and {"named": case.asked.stage}


@record_production.refuses("这张卡不由贵行办理。", next=("call_12333",), because=articles.AGENCY_SECRECY)
def not_your_card(case: Case[Asked]) -> bool:
    return case.channel is Channel.BANK and case.card.bank != case.asker.code


@record_production.refuses(
    "这家银行已联网，开户结果由银行系统直接登记，不需要人工登记。", next=("track", "bank_hotline")
)
def bank_answers_itself(case: Case[Asked]) -> bool:
    """Asking it once more to open the account is another matter: that is an order."""
    answer = case.channel is Channel.BANK and case.asked.stage is not Stage.BANK_OPENING
    return answer and case.directory.is_connected(case.card.bank)


@record_production.refuses("“{stage}”已经登记过，不需要重复登记。", next=("nothing",))
def stage_already_reached(case: Case[Asked]) -> bool:
    return case.asked.stage is case.card.stage


@record_production.refuses("现在是“{stage}”，下一步不能是“{named}”。", next=("track", "officer"))
def stage_out_of_order(case: Case[Asked]) -> bool | Facts:
    """What waits for a reviewer is not carried on by bank or plant, though an instant card may go that way."""
    stage, named = case.card.stage, case.asked.stage
    possible = stage.may_become(named) and stage not in WAITING_FOR_REVIEW
    return stage is not named and not possible and {"named": named}


@record_production.refuses("登记“密钥加载与质检”须同时报送卡号。", next=("mend_file",), field="card_no")
def card_no_missing(case: Case[Asked]) -> bool:
    return case.asked.stage is Stage.PERSONALISED and case.asked.card_no is None


@record_production.refuses("卡号应为9位：1位大写字母加8位大写字母或数字。", next=("mend_file",), field="card_no")
def card_no_malformed(case: Case[Asked]) -> bool:
    return case.asked.card_no is not None and not CARD_NO.fullmatch(case.asked.card_no)


@record_production.refuses("没有查到这个领卡网点。", next=("find_outlet",), field="outlet")
def outlet_unknown(case: Case[Asked]) -> bool:
    return case.asked.outlet is not None and case.asked.outlet not in case.directory.outlets


@record_production.grants("已登记：{stage}。", next=("wait",))
def record(case: Case[Asked]) -> Iterable[Event]:
    """With the card's making, its predecessor ends in the same act where the place says so."""
    asked = case.asked
    yield StageReached(card_id=case.card.card_id, stage=asked.stage, note=asked.note or "", outlet=asked.outlet)
    if asked.stage is Stage.PERSONALISED and asked.card_no:
        yield card_made(case, asked.card_no)
        yield from predecessor_ends(case, "made")
