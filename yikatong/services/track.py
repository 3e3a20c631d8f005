"""查询制卡进度: which stage the card has reached, since when, where it will lie, and what to do next."""

from collections.abc import Iterable
from dataclasses import dataclass

from yikatong.cards.card import Tenure
from yikatong.cards.stages import FAILED, Stage
from yikatong.catalogue.awaiting import awaited_findings
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.issuing import appointed, issued
from yikatong.catalogue.service import Finding, Service
from yikatong.catalogue.terms import words_of
from yikatong.policies import articles
from yikatong.policies import parameters as p

NEXT_AT = {
    Stage.PHOTO_RETURNED: "请按退回理由重新拍摄并补交照片，不需要重新申领。",
    Stage.BANK_REJECTED: "请拨打银行客服电话核对开户信息，或撤回申请后另选银行。",
    Stage.MAILING: "卡片正在邮寄，收到后请在网上确认收卡。",
    Stage.RETURNED: "卡片超期未领或拒收，已退回。请拨打12333，重新送往网点后再领取。",
    Stage.REJECTED: "请按理由核对后重新申领。",
    Stage.WITHDRAWN: "需要社保卡时可以重新申请。",
    Stage.COLLECTED: "卡片已领取。社保功能须启用，金融功能须到发卡银行网点激活。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Nothing is asked: the card says which application is meant."""


track = Service(
    code="track",
    name="查询制卡进度",
    summary="查询社保卡制到哪一步、在哪里领取。查不到制卡信息的，可由本人或单位申领。",
    asks=Asked,
    channels={
        Channel.PORTAL: Assurance.CODE, Channel.HOTLINE: Assurance.CLAIMED, Channel.DESK: Assurance.CLAIMED,
        Channel.KIOSK: Assurance.CODE, Channel.BANK: Assurance.CLAIMED, Channel.FIELD: Assurance.CLAIMED,
        Channel.PARTNER: Assurance.CODE, Channel.EMPLOYER: Assurance.NONE,
    },
    askers=frozenset({AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN, AskerKind.EMPLOYER}),
    card=(Tenure.COMING, Tenure.CURRENT, Tenure.GONE),
    policies=(
        p.issuing_phase_from, p.collect_appointment_required, p.appointment_online_channels, p.bank_answer_hours,
    ),
    prominence=50,
    synonyms=("制卡进度", "卡做好了吗", "到哪一步了", "什么时候能领"),
)  # fmt: skip


@track.refuses("这不是贵单位提交的申请。", next=("call_12333",), because=articles.AGENCY_SECRECY)
def not_your_employee(case: Case[Asked]) -> bool:
    return case.asker.kind is AskerKind.EMPLOYER and case.card.employer != case.asker.code


def what_next(case: Case[Asked]) -> str:
    if case.card.stage in NEXT_AT:
        return NEXT_AT[case.card.stage]
    if not issued(case):
        return "现在不需要做什么，到可以领取时会通知您。"
    if not case.value(p.collect_appointment_required):
        return "请携带有效身份证件到领卡网点领取，也可以先致电确认。"
    online = p.appointment_online_channels.words(case.value(p.appointment_online_channels))
    return "请按预约时间领取。" if appointed(case) else f"请先预约再领取，预约渠道：{online}。"


def is_on_its_way(case: Case[Asked]) -> bool:
    return case.card.stage not in FAILED and not case.card.collected


@track.answers("制卡进度：{stage}。", next=("book_collection", "collect", "resubmit_photo", "card_status"))
def tell(case: Case[Asked]) -> Iterable[Finding]:
    card = case.card
    yield Finding("stage", "环节", card.stage.words, card.stage.value)
    yield Finding("stage_at", "到达时间", words_of(card.stage_at), card.stage_at.isoformat())
    if card.note and not card.collected:
        yield Finding("note", "说明", card.note, card.note)
    phase = issued(case)
    if is_on_its_way(case):
        yield Finding("issued", "发卡阶段", "已进入发卡阶段" if phase else "还没有进入发卡阶段", phase)
        yield Finding("outlet", "领卡网点", case.directory.outlet_words(card.outlet), card.outlet)
    if is_on_its_way(case) and (booked := appointed(case)):
        place = case.directory.outlet_words(booked.outlet)
        yield Finding("appointment", "预约", f"{words_of(booked.at)}，{place}", booked.at.isoformat())
    yield from awaited_findings(case)
    yield Finding("next", "下一步", what_next(case))
