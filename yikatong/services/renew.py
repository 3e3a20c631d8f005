"""换领: a new card for one that expires, is damaged or has wrong words on it. The old one serves meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from yikatong.cards.card import Reason, Tenure
from yikatong.cards.events import Event, successor
from yikatong.cards.orders import Funds
from yikatong.cards.states import REPORTED_LOST
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


class Ground(StrEnum):
    EXPIRY = "expiry"
    DAMAGE = "damage"
    DETAILS_CHANGED = "details_changed"

    @property
    def words(self) -> str:
        return {"expiry": "即将到期或已到期", "damage": "损坏", "details_changed": "信息变更"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    ground: Annotated[Ground, Label("换领原因")]
    consent: Annotated[bool, Label("同意制发新卡")]
    outlet: Annotated[OutletCode | None, Label("领卡网点", "不填则为原网点。")] = None
    photo: Annotated[PhotoFile | None, Label("电子照片", "不上传则沿用原照片。")] = None
    funds: Annotated[Funds, FUNDS] = Funds.MOVE


renew = Service(
    code="renew",
    name="换领",
    summary="到期、损坏或信息变更时换领新卡，流程与新申领一致。账户资金和社保待遇不受损失。",
    asks=Asked,
    channels={
        Channel.DESK: Assurance.PRESENT, Channel.PORTAL: Assurance.FACE, Channel.BANK: Assurance.PRESENT,
        Channel.KIOSK: Assurance.FACE,
    },
    card=(Tenure.CURRENT, Tenure.COMING, Tenure.GONE),
    askers=frozenset({AskerKind.HOLDER, *BY_MANDATE}),
    channels_here=p.renewal_channels,
    policies=(
        p.renewal_channels, p.renewal_window_days, p.renewal_fee_yuan, p.photo_reuse_years,
        p.account_number_may_change, p.old_card_ends_on_renewal, *PHOTO_POLICIES,
    ),
    undone_by="withdraw_application",
    prominence=58,
    synonyms=("换卡", "到期", "过期", "损坏", "坏了", "二代换三代", "消磁", "断裂"),
)  # fmt: skip


@renew.refuses(
    "制发新卡须经持卡人同意。", next=("nothing", "keep_using"), because=articles.NATIONAL_CONSENT, field="consent"
)
def consent_missing(case: Case[Asked]) -> bool:
    return not case.asked.consent


@renew.refuses(
    "有效期到{valid_until}，{possible}起可以换领。损坏、信息变更可随时换领。",
    next=("keep_using", "wait"), because=p.renewal_window_days,
)  # fmt: skip
def too_early(case: Case[Asked]) -> bool | Facts:
    """A card without a known end is not held back: nothing says that it is too early."""
    until = case.card.valid_until
    possible = until - timedelta(days=case.value(p.renewal_window_days)) if until else case.today
    return case.today < possible and case.asked.ground is Ground.EXPIRY and {"possible": possible}


@renew.refuses("这张卡还没有用起来（{stage}），不需要换领。", next=("collect", "track"))
def not_current(case: Case[Asked]) -> bool:
    """A province makes one card for a person at a time, and this is the one."""
    return case.person.tenure(case.card) is Tenure.COMING


@renew.refuses("社保卡已挂失（{state}），找到的请先解挂，找不到的请补领。", next=("lift_loss", "replace"))
def function_lost(case: Case[Asked]) -> bool:
    return case.social.state in REPORTED_LOST


@renew.refuses("这张卡已经失效，不能换领，需要社保卡时请重新申领。", next=("apply",))
def function_ended(case: Case[Asked]) -> bool:
    return case.card.ended


@renew.refuses("新卡已在办理，进度为“{progress}”，不需要再次换领。", next=("track", "collect", "enable"))
def renewal_pending(case: Case[Asked]) -> bool | Facts:
    coming = case.person.coming(case.card)
    return coming is not None and {"progress": coming.stage}


@renew.refuses(
    "没有可以沿用的照片，请上传电子照片。", next=("check_photo", "desk"), because=p.photo_reuse_years, field="photo"
)
def photo_missing(case: Case[Asked]) -> bool:
    return photo_lacking(case, case.asked.photo)


@renew.refuses("照片还不能用。{faults}", next=("retake_photo", "check_photo"), because=articles.ID_PHOTO, field="photo")
def photo_unfit(case: Case[Asked]) -> bool | Facts:
    found = photo_faults(case, case.asked.photo)
    return bool(found) and {"faults": faults_words(found)}


@renew.refuses("不能在您选择的网点领卡：{fault}。", next=("find_outlet",), field="outlet")
def outlet_unfit(case: Case[Asked]) -> bool | Facts:
    fault = case.asked.outlet and outlet_fault(case, case.asked.outlet, case.card.bank)
    return bool(fault) and {"fault": fault}


def words(case: Case[Asked]) -> str:
    return "换领已受理，编号{card_id}。原卡在{old_card_ends_on_renewal}注销。" + new_card_words(
        case, p.renewal_fee_yuan
    )


@renew.grants(words, next=("track", "find_outlet", "move_benefits"))
def submit(case: Case[Asked]) -> Iterable[Event]:
    """Whatever the generation of the old card, the new one is of the third."""
    photo = stored(case.asked.photo) if case.asked.photo else photo_on_file(case)
    yield successor(case.card, Reason.RENEWAL, case.outside.reference, case.asked.outlet, photo, case.asked.funds)
