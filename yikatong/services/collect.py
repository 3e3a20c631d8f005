"""领取: the card is handed over at the counter, or its arrival by post confirmed. It stays SEALED and INACTIVE."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.card import Tenure
from yikatong.cards.events import CardCollected, Event, StageReached
from yikatong.cards.stages import Stage
from yikatong.catalogue.card_kinds import OutletHere
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import BY_MANDATE, AskerKind, Assurance, Channel
from yikatong.catalogue.issuing import ENDS_POLICIES, appointed, issued, predecessor_ends
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.service import Facts, Material, Service
from yikatong.catalogue.terms import words_of
from yikatong.policies import articles
from yikatong.policies import parameters as p


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    outlet: Annotated[OutletHere | None, Label("正在办理的网点", "网上确认收到邮寄的卡时不填。")] = None


collect = Service(
    code="collect",
    name="领取",
    summary="卡片进入发卡阶段后，回制卡地网点领取，或委托代理人领取。",
    asks=Asked,
    channels={Channel.DESK: Assurance.PRESENT, Channel.BANK: Assurance.PRESENT, Channel.PORTAL: Assurance.FACE},
    askers=frozenset({AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN}),
    card=(Tenure.COMING, Tenure.CURRENT),
    by_mandate_here=p.collect_by_agent,
    materials=(
        Material("本人有效身份证件", articles.NATIONAL_COLLECT_FIRST),
        Material("代理人有效身份证件", articles.SHAANXI_COLLECT, BY_MANDATE),
    ),
    policies=(
        p.issuing_phase_from, p.collect_appointment_required, p.collect_only_where_made, p.collect_by_agent,
        *ENDS_POLICIES,
    ),
    prominence=80,
    synonyms=("取卡", "拿卡", "领卡", "收卡确认", "代领"),
)  # fmt: skip


def is_at_outlet(case: Case[Asked]) -> bool:
    return issued(case) and case.card.stage not in {Stage.MAILING, Stage.RETURNED, Stage.COLLECTED}


@collect.refuses("这张卡已在{collected}领取，不需要再领。", next=("enable", "card_status"))
def already_collected(case: Case[Asked]) -> bool | Facts:
    return case.card.collected and {"collected": case.card.collected_at}


@collect.refuses("卡片还没有进入发卡阶段，现在是“{stage}”。", next=("track", "wait"), because=p.issuing_phase_from)
def not_issued_yet(case: Case[Asked]) -> bool:
    return not case.card.collected and not issued(case)


@collect.refuses("卡片超期未领或拒收，已退回，须重新送往网点。", next=("call_12333", "track"))
def returned(case: Case[Asked]) -> bool:
    return case.card.stage is Stage.RETURNED


@collect.refuses("卡片正在邮寄，收到后请在网上确认收卡。", next=("portal", "track"))
def being_mailed(case: Case[Asked]) -> bool:
    return case.card.stage is Stage.MAILING and case.channel is not Channel.PORTAL


@collect.refuses("网上只能确认收到邮寄的卡；这张卡请到{outlet_words}领取。", next=("desk", "find_outlet"))
def not_mailed(case: Case[Asked]) -> bool:
    return case.channel is Channel.PORTAL and case.card.stage is not Stage.MAILING and not case.card.collected


@collect.refuses("请写明正在哪个网点办理。", next=("find_outlet",), field="outlet")
def outlet_missing(case: Case[Asked]) -> bool:
    return case.asked.outlet is None and case.channel is not Channel.PORTAL


@collect.refuses(
    "卡片在制卡地{outlet_words}，请到那里领取，也可以委托代理人领取。",
    next=("find_outlet", "register_mandate"), because=p.collect_only_where_made,
)  # fmt: skip
def wrong_outlet(case: Case[Asked]) -> bool:
    elsewhere = case.asked.outlet not in (None, case.card.outlet)
    return elsewhere and is_at_outlet(case) and case.value(p.collect_only_where_made)


@collect.refuses("本地领卡须先预约，{found}。", next=("book_collection",), because=p.collect_appointment_required)
def needs_appointment(case: Case[Asked]) -> bool | Facts:
    over_the_counter = case.channel is not Channel.PORTAL and is_at_outlet(case)
    if not over_the_counter or not case.value(p.collect_appointment_required):
        return False
    booked = appointed(case)
    if booked is None:
        return {"found": "没有查到有效的预约"}
    kept = day_of(booked.at) == case.today and case.asked.outlet in (None, booked.outlet)
    return not kept and {"found": f"您预约的是{words_of(booked.at)}，{case.directory.outlet_words(booked.outlet)}"}


@collect.grants(
    "社保卡已领取。社保功能还未启用，启用后使用；金融功能由本人持证件到{bank_words}网点激活。未启用不影响参保缴费。",
    next=("enable", "activate_account"),
)  # fmt: skip
def hand_over(case: Case[Asked]) -> Iterable[Event]:
    """A card in the clerk's hand has reached the outlet, whether or not anybody had recorded it."""
    card = case.card
    if not card.stage.may_become(Stage.COLLECTED):
        yield StageReached(card_id=card.card_id, stage=Stage.READY)
    yield CardCollected(
        card_id=card.card_id, outlet=case.asked.outlet or card.outlet, by_agent=case.asker.kind in BY_MANDATE
    )
    yield from predecessor_ends(case, "collected")
