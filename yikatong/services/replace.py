"""补领: a new card for one that is truly lost. The money is not lost with it, nor any benefit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.card import Reason, Tenure
from yikatong.cards.events import Event, successor
from yikatong.cards.orders import Funds
from yikatong.cards.states import REPORTED_LOST, State
from yikatong.catalogue.card_kinds import OutletCode, PhotoFile
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import BY_MANDATE, AskerKind, Assurance, Channel
from yikatong.catalogue.issuing import outlet_fault
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.photo_rules import PHOTO_POLICIES, faults_words, photo_faults, stored
from yikatong.catalogue.replacing import FUNDS, new_card_words, photo_lacking, photo_on_file
from yikatong.catalogue.service import Facts, Service
from yikatong.policies import articles
from yikatong.policies import parameters as p


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    outlet: Annotated[OutletCode | None, Label("领卡网点", "不填则为原网点。")] = None
    photo: Annotated[PhotoFile | None, Label("电子照片", "不上传则沿用原照片。")] = None
    funds: Annotated[Funds, FUNDS] = Funds.MOVE


replace = Service(
    code="replace",
    name="补领",
    summary="社保卡确实找不到了，正式挂失后补领新卡。账户资金和社保待遇不受损失。",
    asks=Asked,
    channels={
        Channel.DESK: Assurance.PRESENT, Channel.PORTAL: Assurance.FACE, Channel.BANK: Assurance.PRESENT,
        Channel.KIOSK: Assurance.FACE,
    },
    askers=frozenset({AskerKind.HOLDER, *BY_MANDATE}),
    card=(Tenure.CURRENT, Tenure.COMING, Tenure.GONE),
    channels_here=p.replacement_channels,
    policies=(
        p.replacement_channels, p.replacement_requires_formal_loss, p.replacement_fee_yuan, p.photo_reuse_years,
        p.account_number_may_change, p.old_card_ends_on_replacement, *PHOTO_POLICIES,
    ),
    undone_by="withdraw_application",
    prominence=60,
    synonyms=("补办", "补发", "补卡", "补换卡", "丢了怎么补"),
)  # fmt: skip


@replace.refuses("这张卡已经失效，不能补领，需要社保卡时请重新申领。", next=("apply", "track"))
def function_ended(case: Case[Asked]) -> bool:
    return case.card.ended


@replace.refuses("社保卡没有挂失，现在是“{state}”。丢失的请先挂失，损坏的请换领。", next=("report_loss", "renew"))
def not_lost(case: Case[Asked]) -> bool:
    return case.social.state not in REPORTED_LOST and not case.card.ended


@replace.refuses(
    "只办了临时挂失，补领前须持有效身份证件办理正式挂失。",
    next=("report_loss", "lift_loss"), because=p.replacement_requires_formal_loss,
)  # fmt: skip
def formal_loss_missing(case: Case[Asked]) -> bool:
    return case.social.state is State.TEMP_LOST and case.value(p.replacement_requires_formal_loss)


@replace.refuses("这张卡还没有用起来（{stage}），不能补领；遗失的请拨打12333重新制发。", next=("track", "call_12333"))
def not_current(case: Case[Asked]) -> bool:
    """A province makes one card for a person at a time, and this is the one."""
    return case.person.tenure(case.card) is Tenure.COMING


@replace.refuses("新卡已在办理，进度为“{progress}”，不需要再次补领。", next=("track", "collect"))
def replacement_pending(case: Case[Asked]) -> bool | Facts:
    coming = case.person.coming(case.card)
    return coming is not None and {"progress": coming.stage}


@replace.refuses(
    "没有可以沿用的照片，请上传电子照片。", next=("check_photo", "desk"), because=p.photo_reuse_years, field="photo"
)
def photo_missing(case: Case[Asked]) -> bool:
    return photo_lacking(case, case.asked.photo)


@replace.refuses(
    "照片还不能用。{faults}", next=("retake_photo", "check_photo"), because=articles.ID_PHOTO, field="photo"
)
def photo_unfit(case: Case[Asked]) -> bool | Facts:
    found = photo_faults(case, case.asked.photo)
    return bool(found) and {"faults": faults_words(found)}


@replace.refuses("不能在您选择的网点领卡：{fault}。", next=("find_outlet",), field="outlet")
def outlet_unfit(case: Case[Asked]) -> bool | Facts:
    fault = case.asked.outlet and outlet_fault(case, case.asked.outlet, case.card.bank)
    return bool(fault) and {"fault": fault}


def words(case: Case[Asked]) -> str:
    return "补领已受理，编号{card_id}。" + new_card_words(case, p.replacement_fee_yuan)


@replace.grants(words, next=("track", "move_benefits", "bank_hotline"))
def submit(case: Case[Asked]) -> Iterable[Event]:
    """The old card ends when the place says: by default when the new one is made."""
    photo = stored(case.asked.photo) if case.asked.photo else photo_on_file(case)
    yield successor(case.card, Reason.REPLACEMENT, case.outside.reference, case.asked.outlet, photo, case.asked.funds)
