"""跨省换卡: a new card in the province the insurance has moved to. The old card serves until its holder cancels it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.card import Card, Reason, Tenure
from yikatong.cards.events import ApplicationSubmitted, Event
from yikatong.catalogue.card_kinds import BankCode, OutletCode, PhotoFile, RegionCode
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.issuing import bank_absent, outlet_fault
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.photo_rules import PHOTO_POLICIES, faults_words, photo_faults, stored
from yikatong.catalogue.service import Facts, Service
from yikatong.policies import articles
from yikatong.policies import parameters as p
from yikatong.policies.policy import Parameter, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    region: Annotated[RegionCode, Label("转入地", "新的参保地，按该地规定办理。")]
    bank: Annotated[BankCode, Label("社保卡服务银行")]
    outlet: Annotated[OutletCode, Label("领卡网点")]
    photo: Annotated[PhotoFile | None, Label("电子照片", "不交则沿用原卡照片。")] = None


transfer = Service(
    code="transfer",
    name="跨省换卡",
    summary="社保关系跨省转移后换发社保卡。省内转移不需要换卡；跨省就医直接结算用原卡即可。",
    asks=Asked,
    channels={
        Channel.PORTAL: Assurance.FACE, Channel.DESK: Assurance.PRESENT, Channel.BANK: Assurance.PRESENT,
        Channel.KIOSK: Assurance.FACE, Channel.FIELD: Assurance.PRESENT,
    },
    askers=frozenset({AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN}),
    card=(),
    channels_here=p.apply_channels,
    policies=(
        p.apply_channels, p.cross_province_transfer, p.transfer_extra_steps, p.application_working_days,
        *PHOTO_POLICIES,
    ),
    undone_by="withdraw_application",
    synonyms=("跨省转移", "换省", "外省卡", "转到外地", "异地换卡"),
)  # fmt: skip


def cards_elsewhere(case: Case[Asked]) -> list[Card]:
    """The cards that serve in other provinces, the newest first."""
    here = case.region[:2]
    found = (c for c in case.person.cards if c.province != here and case.person.tenure(c) is Tenure.CURRENT)
    return sorted(found, key=lambda c: c.applied_at, reverse=True)


def has_card_here(case: Case[Asked]) -> bool:
    return bool(case.person.in_province(case.region[:2], Tenure.CURRENT))


def why_keep(case: Case[Asked]) -> Parameter[str] | Source:
    return articles.NATIONAL_ONE_CARD if has_card_here(case) else p.cross_province_transfer


@transfer.refuses("{kept}，不需要换卡。转入地另需办理：{steps}。", next=("keep_using", "card_status"), because=why_keep)
def change_not_needed(case: Case[Asked]) -> bool | Facts:
    here, steps = has_card_here(case), case.value(p.transfer_extra_steps)
    if not here and case.value(p.cross_province_transfer) == "new_card":
        return False
    kept = "您的社保卡就是本省的，一人一卡，全省通用" if here else "转入地不要求换卡"
    return {"kept": kept, "steps": p.transfer_extra_steps.words(steps)}


@transfer.refuses("您在转入省的申请正在办理：{reached}。", next=("track",))
def application_pending(case: Case[Asked]) -> bool | Facts:
    found = case.person.in_province(case.region[:2], Tenure.COMING)
    return bool(found) and {"reached": found[0].stage}


@transfer.refuses("没有查到您在外省的社保卡，请按首次申领办理。", next=("apply",))
def no_card_elsewhere(case: Case[Asked]) -> bool:
    return not cards_elsewhere(case) and not has_card_here(case)


@transfer.refuses(
    "原卡没有可以沿用的照片，请提交照片。", next=("check_photo",), because=articles.ID_PHOTO, field="photo"
)
def photo_missing(case: Case[Asked]) -> bool:
    old = cards_elsewhere(case)
    return case.asked.photo is None and bool(old) and not any(card.photo for card in old)


@transfer.refuses(
    "照片还不能用。{faults}", next=("retake_photo", "check_photo"), because=articles.ID_PHOTO, field="photo"
)
def photo_unfit(case: Case[Asked]) -> bool | Facts:
    found = photo_faults(case, case.asked.photo)
    return bool(found) and {"faults": faults_words(found)}


@transfer.refuses("您选择的银行在转入地没有社保卡服务网点，请另选一家。", next=("find_outlet",), field="bank")
def bank_not_here(case: Case[Asked]) -> bool:
    return bank_absent(case, case.asked.bank)


@transfer.refuses("不能在您选择的网点领卡：{fault}。", next=("find_outlet",), field="outlet")
def outlet_unfit(case: Case[Asked]) -> bool | Facts:
    fault = outlet_fault(case, case.asked.outlet, case.asked.bank)
    return fault is not None and {"fault": fault}


@transfer.grants(
    "新卡申请已受理，{application_working_days}内办结。先领新卡，再改待遇账户，最后注销原卡；注销前原卡可用。",
    next=("track", "move_benefits", "cancel"),
)  # fmt: skip
def submit(case: Case[Asked]) -> Iterable[Event]:
    """No predecessor: an old card in another province ends by its holder's own act, under that place's rules."""
    asked = case.asked
    kept = next((card.photo for card in cards_elsewhere(case) if card.photo), None)
    yield ApplicationSubmitted(
        card_id=case.outside.reference, region=case.region, bank=asked.bank, outlet=asked.outlet,
        reason=Reason.TRANSFER, photo=stored(asked.photo) if asked.photo else kept,
    )  # fmt: skip
