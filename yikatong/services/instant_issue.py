"""立等可取: an application is reviewed, made and handed over in one visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.card import Tenure
from yikatong.cards.directory import Outlet
from yikatong.cards.events import CardCollected, Event, StageReached
from yikatong.cards.stages import WAITING_FOR_REVIEW, Stage
from yikatong.catalogue.card_kinds import CodeText, OutletHere
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import BY_MANDATE, AskerKind, Assurance, Channel
from yikatong.catalogue.issuing import CARD_NO, ENDS_POLICIES, card_made, predecessor_ends
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Facts, Service
from yikatong.policies import articles
from yikatong.policies import parameters as p

PATH = (Stage.SUBMITTED, Stage.VERIFYING, Stage.PHOTO_REVIEW, Stage.PERSONALISED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    outlet: Annotated[OutletHere, Label("办理网点")]
    card_no: Annotated[CodeText, Label("卡号", "1位字母加8位字母或数字，见所发的卡片。")]


instant_issue = Service(
    code="instant_issue",
    name="立等可取",
    summary="在可以即时制卡的网点，一次办完审核、制卡和领取，当场拿到新卡。",
    asks=Asked,
    channels={Channel.DESK: Assurance.PRESENT, Channel.BANK: Assurance.PRESENT},
    askers=frozenset({AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN}),
    card=(Tenure.COMING,),
    by_mandate_here=p.collect_by_agent,
    policies=(p.instant_issue_offered, p.collect_by_agent, p.card_valid_years, *ENDS_POLICIES),
    prominence=54,
    synonyms=("即时制卡", "当场拿卡", "快速制卡"),
)


def makers(case: Case[Asked]) -> list[Outlet]:
    """The outlets of the card's province that make cards while people wait."""
    outlets = case.directory.outlets.values()
    return [outlet for outlet in outlets if outlet.instant_issue and outlet.region[:2] == case.card.province]


@instant_issue.refuses(
    "本地没有开通立等可取，请等候通知领取。", next=("track", "wait"), because=p.instant_issue_offered
)
def instant_issue_not_offered(case: Case[Asked]) -> bool:
    return not (case.value(p.instant_issue_offered) and makers(case))


@instant_issue.refuses(
    "这个网点不能即时制卡。本省可以办理的有：{offered}。", next=("find_outlet", "track"), field="outlet"
)
def outlet_without_instant_issue(case: Case[Asked]) -> bool | Facts:
    offered = makers(case)
    elsewhere = bool(offered) and case.asked.outlet not in {outlet.code for outlet in offered}
    return elsewhere and {"offered": [outlet.name for outlet in offered]}


@instant_issue.refuses("这个网点属于另一家银行，您选择的是{bank_words}。", next=("find_outlet",), field="outlet")
def outlet_of_other_bank(case: Case[Asked]) -> bool:
    outlet = case.directory.outlets.get(case.asked.outlet)
    return outlet is not None and outlet.bank not in (None, case.card.bank)


@instant_issue.refuses("这张卡现在是“{stage}”，不能再即时制卡。", next=("track",))
def past_instant_issue(case: Case[Asked]) -> bool:
    return case.card.stage not in WAITING_FOR_REVIEW


@instant_issue.refuses("这项申请没有照片，不能制卡。", next=("retake_photo", "officer"), because=articles.ID_PHOTO)
def photo_missing(case: Case[Asked]) -> bool:
    return case.card.photo is None


@instant_issue.refuses("卡号应为9位：1位大写字母加8位大写字母或数字。", next=("mend_file",), field="card_no")
def card_no_malformed(case: Case[Asked]) -> bool:
    return not CARD_NO.fullmatch(case.asked.card_no)


@instant_issue.grants(
    "新卡已制成并领取，卡片可当场带走。社保功能须启用后使用，金融功能到{bank_words}网点激活。",
    next=("enable", "activate_account"),
)  # fmt: skip
def issue(case: Case[Asked]) -> Iterable[Event]:
    card_id, outlet = case.card.card_id, case.asked.outlet
    for stage in PATH[PATH.index(case.card.stage) + 1 :]:
        yield StageReached(card_id=card_id, stage=stage, outlet=outlet)
    yield card_made(case, case.asked.card_no)
    yield CardCollected(card_id=card_id, outlet=outlet, by_agent=case.asker.kind in BY_MANDATE)
    yield from predecessor_ends(case, "collected")
