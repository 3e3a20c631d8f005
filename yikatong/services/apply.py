"""申领: ask for a first card. One card per person and province; a person unknown so far is registered by asking."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.card import Reason, Tenure
from yikatong.cards.events import ApplicationSubmitted, Event
from yikatong.cards.states import State
from yikatong.catalogue.card_kinds import BankCode, Mobile, OutletCode, PersonName, PhotoFile, RegionCode
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.issuing import bank_absent, is_alone_under, outlet_fault, registered
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.photo_rules import PHOTO_POLICIES, faults_words, photo_faults, stored
from yikatong.catalogue.service import Facts, Service
from yikatong.policies import articles
from yikatong.policies import parameters as p

WHAT_TO_DO = {
    State.SEALED: "社保功能还未启用，请办理启用", State.NORMAL: "现在可以正常使用",
    State.TEMP_LOST: "找到了请解挂，找不到请补领", State.LOST: "请办理补领", State.LOCKED: "请办理解锁",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    region: Annotated[RegionCode, Label("发卡地", "填写参保地或户籍地，按该地规定办理。")]
    name: Annotated[PersonName, Label("姓名", "与身份证件一致。")]
    mobile: Annotated[Mobile, Label("手机号码", "用于通知制卡进度。")]
    bank: Annotated[BankCode, Label("社保卡服务银行", "金融功能由这家银行提供。")]
    outlet: Annotated[OutletCode, Label("领卡网点")]
    photo: Annotated[PhotoFile, Label("电子照片", "白底免冠近照，358×441像素，请勿穿白色上衣。")]
    address: Annotated[str | None, Label("联系地址")] = None


apply = Service(
    code="apply",
    name="申领",
    summary="首次申领社保卡。省内一人一卡，全省通用；已有本省社保卡的，不需要重新申领。",
    asks=Asked,
    channels={
        Channel.PORTAL: Assurance.FACE, Channel.DESK: Assurance.PRESENT, Channel.BANK: Assurance.PRESENT,
        Channel.KIOSK: Assurance.FACE, Channel.FIELD: Assurance.PRESENT, Channel.EMPLOYER: Assurance.NONE,
    },
    askers=frozenset({AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN, AskerKind.EMPLOYER}),
    card=(),
    registers=True,
    policies=(
        p.apply_channels, p.apply_while_card_in_province, p.apply_alone_age_years, p.application_working_days,
        p.first_card_fee_yuan, *PHOTO_POLICIES,
    ),
    undone_by="withdraw_application",
    prominence=56,
    synonyms=("办卡", "新办", "首次办理", "领卡申请", "制卡"),
)  # fmt: skip


@apply.refuses("申领不在{channel}办理，可以通过{offered}办理。", next=("portal", "desk"), because=p.apply_channels)
def applied_elsewhere(case: Case[Asked]) -> bool | Facts:
    """An employer's roll comes through a service of its own; every other channel is the place's choice."""
    here = case.value(p.apply_channels)
    elsewhere = case.channel is not Channel.EMPLOYER and case.channel not in here
    return elsewhere and {"offered": p.apply_channels.words(here)}


@apply.refuses(
    "您在本省已有社保卡，一人一卡，全省通用，不需要重新申领。社保功能：{standing}，{advice}。",
    next=("card_status", "enable", "replace"), because=p.apply_while_card_in_province,
)  # fmt: skip
def has_card(case: Case[Asked]) -> bool | Facts:
    found = case.person.in_province(case.region[:2], Tenure.CURRENT)
    if not found or case.value(p.apply_while_card_in_province):
        return False
    state = found[0].social.at(case.now).state
    return {"standing": state, "advice": WHAT_TO_DO.get(state, "请查询卡状态")}


@apply.refuses("您在本省的申请正在办理：{reached}。", next=("track", "resubmit_photo"))
def application_pending(case: Case[Asked]) -> bool | Facts:
    found = case.person.in_province(case.region[:2], Tenure.COMING)
    return bool(found) and {"reached": found[0].stage}


@apply.refuses("没有收到申领人的证件号码，不能登记。", next=("desk",), because=articles.CITIZEN_NUMBER)
def id_number_missing(case: Case[Asked]) -> bool:
    return not case.person.known and case.outside.id_number is None


@apply.refuses("填写的姓名与已登记的姓名不一致，请先核对。", next=("police", "bring_documents"), field="name")
def name_differs(case: Case[Asked]) -> bool:
    words = case.person.words
    return words is not None and words.name != case.asked.name


@apply.refuses(
    "未满{apply_alone_age_years}的，由监护人代为申领，或到网点办理。",
    next=("register_mandate", "bring_documents"), because=p.apply_alone_age_years,
)  # fmt: skip
def minor_needs_guardian(case: Case[Asked]) -> bool:
    return is_alone_under(case, case.value(p.apply_alone_age_years))


@apply.refuses("您选择的银行在发卡地没有社保卡服务网点，请另选一家。", next=("find_outlet",), field="bank")
def bank_not_here(case: Case[Asked]) -> bool:
    return bank_absent(case, case.asked.bank)


@apply.refuses("不能在您选择的网点领卡：{fault}。", next=("find_outlet",), field="outlet")
def outlet_unfit(case: Case[Asked]) -> bool | Facts:
    fault = outlet_fault(case, case.asked.outlet, case.asked.bank)
    return fault is not None and {"fault": fault}


@apply.refuses("照片还不能用。{faults}", next=("retake_photo", "check_photo"), because=articles.ID_PHOTO, field="photo")
def photo_unfit(case: Case[Asked]) -> bool | Facts:
    found = photo_faults(case, case.asked.photo)
    return bool(found) and {"faults": faults_words(found)}


@apply.grants(
    "申领已受理，{application_working_days}内办结，编号{card_id}。首次申领费用：{first_card_fee_yuan}。制卡进度可随时查询。",
    next=("track", "wait"),
)  # fmt: skip
def submit(case: Case[Asked]) -> Iterable[Event]:
    asked, number = case.asked, case.outside.id_number
    if number and not case.person.known:
        yield registered(number, asked.name, asked.mobile, asked.address)
    yield ApplicationSubmitted(
        card_id=case.outside.reference, region=case.region, bank=asked.bank, outlet=asked.outlet,
        reason=Reason.FIRST, photo=stored(asked.photo),
        employer=case.asker.code if case.asker.kind is AskerKind.EMPLOYER else None,
    )  # fmt: skip
