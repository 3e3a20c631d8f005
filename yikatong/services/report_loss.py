"""挂失: stop a lost card. Locking is easy: a temporary report asks for little, a formal one for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.card import Reason, Tenure
from yikatong.cards.events import Event, LossReported, successor
from yikatong.cards.orders import Funds
from yikatong.cards.states import ENDED, Function, LossKind, State
from yikatong.catalogue.banking import lifting
from yikatong.catalogue.card_kinds import OutletCode
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import BY_MANDATE, AskerKind, Assurance, Channel
from yikatong.catalogue.issuing import outlet_fault
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.lapse import lapse
from yikatong.catalogue.service import Facts, Material, Service
from yikatong.catalogue.terms import words_of
from yikatong.policies import articles
from yikatong.policies import parameters as p
from yikatong.policies.policy import Parameter

HEARD_AT = (p.temporary_loss_channels_social, p.temporary_loss_channels_financial)
VENUES = (p.formal_loss_venues_social, p.formal_loss_venues_financial)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    function: Annotated[Function, Label("挂失哪项功能", "社保功能与金融功能须分别挂失。")]
    kind: Annotated[LossKind, Label("挂失方式")] = LossKind.TEMPORARY
    outlet: Annotated[OutletCode | None, Label("补卡领取网点", "正式挂失同时补卡时填写，不填则为原网点。")] = None
    funds: Annotated[Funds, Label("原账户的余额", "正式挂失同时补卡时选择。", folded=True)] = Funds.MOVE


def formal(case: Case[Asked]) -> bool:
    return case.asked.kind is LossKind.FORMAL


def warning(case: Case[Asked]) -> str | None:
    final = formal(case) and not case.value(p.formal_loss_liftable)
    return "正式挂失不可撤销：原卡作废，需要补领新卡。" if final else None


report_loss = Service(
    code="report_loss",
    name="挂失",
    summary="社保卡丢失后先停用，社保功能与金融功能分别挂失；挂失不影响缴费记录和待遇。",
    asks=Asked,
    channels={
        Channel.HOTLINE: Assurance.CLAIMED, Channel.PORTAL: Assurance.CODE, Channel.KIOSK: Assurance.CODE,
        Channel.FIELD: Assurance.PRESENT, Channel.DESK: Assurance.PRESENT, Channel.BANK: Assurance.CLAIMED,
    },
    askers=frozenset({AskerKind.HOLDER, *BY_MANDATE}),
    card=(Tenure.CURRENT, Tenure.COMING, Tenure.GONE),
    by_mandate_here=lambda case: p.formal_loss_by_agent if formal(case) else p.temporary_loss_by_agent,
    irrevocable=warning,
    materials=(Material("本人有效身份证件（正式挂失时）", articles.NATIONAL_FORMAL_LOSS),),
    policies=(
        p.temporary_loss_days, p.temporary_loss_days_counted, p.temporary_loss_label, p.temporary_loss_extendable,
        *HEARD_AT, *VENUES, p.temporary_loss_by_agent, p.formal_loss_by_agent, p.formal_loss_liftable,
        p.formal_loss_covers_whole_card, p.formal_loss_opens_replacement,
    ),
    undone_by="lift_loss",
    prominence=90,
    synonyms=("丢了", "不见了", "被偷", "口头挂失", "临时挂失", "正式挂失", "书面挂失"),
)  # fmt: skip


@report_loss.refuses("{function}已经失效，不需要挂失。", next=("nothing",))
def function_ended(case: Case[Asked]) -> bool:
    return case.card.failed or case.standing(case.asked.function).state in ENDED


@report_loss.refuses("{function}已在{reported}挂失，{ends}。", next=("lift_loss", "replace"))
def already_reported(case: Case[Asked]) -> bool | Facts:
    standing = case.standing(case.asked.function)
    reported = standing.state is State.TEMP_LOST and not formal(case) and not lifting(case, case.asked.function)
    ends = f"到{words_of(standing.until)}自动解除" if standing.until else "没有自动解除的期限"
    return reported and not case.value(p.temporary_loss_extendable) and {"reported": standing.since, "ends": ends}


@report_loss.refuses("{function}已在{reported}正式挂失。", next=("replace", "track"))
def already_formal(case: Case[Asked]) -> bool | Facts:
    standing = case.standing(case.asked.function)
    return standing.state is State.LOST and not lifting(case, case.asked.function) and {"reported": standing.since}


def place(case: Case[Asked]) -> Parameter[tuple[str, ...]]:
    return (VENUES if formal(case) else HEARD_AT)[case.asked.function is Function.FINANCIAL]


@report_loss.refuses(
    "{function}不在{channel}{temporary_loss_label}，可以通过{places}办理。发卡银行：{bank_words}。",
    next=("hotline", "bank_hotline"), because=place,
)  # fmt: skip
def temporary_loss_elsewhere(case: Case[Asked]) -> bool | Facts:
    elsewhere = not formal(case) and case.channel not in case.value(place(case))
    return elsewhere and {"places": place(case).words(case.value(place(case)))}


@report_loss.refuses(
    "{function}的正式挂失须持有效身份证件，到{places}当面办理。", next=("bank_counter", "find_outlet"), because=place
)
def formal_loss_elsewhere(case: Case[Asked]) -> bool | Facts:
    in_person = case.channel in case.value(place(case)) and case.assurance is Assurance.PRESENT
    return formal(case) and not in_person and {"places": place(case).words(case.value(place(case)))}


@report_loss.refuses(
    "这张卡还没有用起来（{stage}），不能正式挂失补卡。遗失的可先{temporary_loss_label}，并拨打12333。",
    next=("track", "call_12333"), because=p.formal_loss_opens_replacement,
)  # fmt: skip
def replacement_impossible(case: Case[Asked]) -> bool:
    """A province makes one card for a person at a time, and this is the one."""
    coming = case.person.tenure(case.card) is Tenure.COMING
    return coming and formal(case) and case.value(p.formal_loss_opens_replacement)


@report_loss.refuses("不能在您选择的网点领取补卡：{fault}。", next=("find_outlet",), field="outlet")
def outlet_unfit(case: Case[Asked]) -> bool | Facts:
    fault = case.asked.outlet and outlet_fault(case, case.asked.outlet, case.card.bank)
    return bool(fault) and {"fault": fault}


def words(case: Case[Asked]) -> str:
    if formal(case) and case.card.ended:
        return "{function}已正式挂失。这张卡已经失效，不补新卡；账户资金请到发卡银行处理：{bank_words}。"
    if formal(case) and case.value(p.formal_loss_opens_replacement):
        opened = "新卡已在办理" if case.person.coming(case.card) else "补卡已受理"
        return f"社保卡已正式挂失，原卡作废，{opened}。"
    if formal(case):
        return "{function}已正式挂失。确实找不到的请办理补领；另一项功能请分别挂失。"
    other = "金融功能须另向发卡银行挂失：{bank_words}。" if case.asked.function is Function.SOCIAL else ""
    if case.value(p.temporary_loss_days):
        return "{function}已停用，有效期{temporary_loss_days}，到{until}自动解除。" + other
    return "{function}已停用，没有自动解除的期限；找到卡后可以解挂。" + other


@report_loss.grants(words, next=("lift_loss", "replace", "bank_hotline"))
def stop(case: Case[Asked]) -> Iterable[Event]:
    """Shaanxi: one formal act at the bank voids the whole card and opens its replacement, unless it had ended."""
    whole = formal(case) and case.value(p.formal_loss_covers_whole_card)
    card, until = case.card, None if formal(case) else lapse(case)
    for function in Function if whole else (case.asked.function,):
        if case.standing(function).state not in {State.LOST, *ENDED} or lifting(case, function):
            yield LossReported(card_id=card.card_id, function=function, formal=formal(case), until=until)
    opens = formal(case) and case.value(p.formal_loss_opens_replacement) and not card.ended
    if opens and not case.person.coming(card):
        yield successor(card, Reason.REPLACEMENT, case.outside.reference, case.asked.outlet, funds=case.asked.funds)
