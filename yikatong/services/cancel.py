"""注销社保功能: the end of a card's social function, on a ground that the place knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from yikatong.cards.card import Tenure
from yikatong.cards.events import Event, FunctionCancelled
from yikatong.cards.states import ENDED, Function
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import BY_MANDATE, AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Facts, Material, Service
from yikatong.policies import articles
from yikatong.policies import parameters as p


class Ground(StrEnum):
    NO_LOCAL_SERVICES = "no_local_services"
    LEFT_PROVINCE = "left_province"
    DECEASED = "deceased"
    MISSING = "missing"

    @property
    def words(self) -> str:
        return p.CANCEL_GROUNDS[self]


HOLDER_GONE = frozenset({Ground.DECEASED, Ground.MISSING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    ground: Annotated[Ground, Label("注销原因")]
    benefits_in_use: Annotated[bool, Label("是否仍持此卡享受当地就业、社保等公共服务")]


def warning(case: Case[Asked]) -> str | None:
    return "注销后不能恢复，这张卡的社保功能和电子社保卡中的个人业务都不能再用。"


cancel = Service(
    code="cancel",
    name="注销社保功能",
    summary="不再需要这张社保卡时注销社保功能。缴费记录不受影响；银行账户另到发卡银行注销。",
    asks=Asked,
    channels={Channel.DESK: Assurance.PRESENT, Channel.PORTAL: Assurance.FACE},
    askers=frozenset({AskerKind.HOLDER, AskerKind.OFFICER, *BY_MANDATE}),
    card=(Tenure.CURRENT, Tenure.COMING, Tenure.GONE),
    channels_here=p.cancel_channels,
    by_mandate_here=p.cancel_by_agent,
    irrevocable=warning,
    materials=(
        Material("社保卡、有效身份证件（代办的携带双方证件）", articles.SHAANXI_CANCEL),
        Material("转出省外，或死亡、失踪被注销户籍的证明", articles.SHAANXI_CANCEL),
    ),
    policies=(p.cancel_channels, p.cancel_by_agent, p.cancel_grounds, p.cancel_funds_settled_first),
    synonyms=("销卡", "退卡", "多张卡", "去世", "死亡", "转出省外"),
)  # fmt: skip


@cancel.refuses("这张卡已在{ended}失效，不需要再办理。", next=("close_account", "bank_counter"))
def already_cancelled(case: Case[Asked]) -> bool | Facts:
    since = case.card.stage_at if case.card.failed else case.social.since
    return case.card.ended and {"ended": since}


@cancel.refuses(
    "“{ground}”在发卡地不能注销。可以注销的情形：{grounds}。",
    next=("call_12333",),
    because=p.cancel_grounds,
    field="ground",
)
def ground_not_met(case: Case[Asked]) -> bool | Facts:
    grounds = case.value(p.cancel_grounds)
    return case.asked.ground not in grounds and {"grounds": p.cancel_grounds.words(grounds)}


@cancel.refuses("本人不能以“{ground}”注销，须由近亲属持证明到网点办理。", next=("desk", "call_12333"), field="ground")
def holder_is_here(case: Case[Asked]) -> bool:
    return case.asker.kind is AskerKind.HOLDER and case.asked.ground in HOLDER_GONE


@cancel.refuses("经办人员只能为死亡、失踪的持卡人代办注销，其他情形须由本人或代理人提出。", next=("desk",))
def holder_not_asking(case: Case[Asked]) -> bool:
    return case.asker.kind is AskerKind.OFFICER and case.asked.ground not in HOLDER_GONE


@cancel.refuses(
    "这张卡仍用于享受当地公共服务，请继续使用，不要注销。",
    next=("keep_using", "move_benefits", "review_cards"), because=articles.NATIONAL_NO_BENEFITS,
)  # fmt: skip
def benefits_in_use(case: Case[Asked]) -> bool:
    return case.asked.benefits_in_use and case.asked.ground is Ground.NO_LOCAL_SERVICES


@cancel.refuses(
    "须先处理完卡内资金，还没有处理的是：{unsettled}。",
    next=("settle_accounts", "bank_counter", "desk"), because=p.cancel_funds_settled_first,
)  # fmt: skip
def funds_unsettled(case: Case[Asked]) -> bool | Facts:
    closed = {Function.FINANCIAL} if case.financial.state in ENDED else set()
    unsettled = tuple(f for f in Function if f not in case.card.settled | closed)
    return bool(unsettled) and case.value(p.cancel_funds_settled_first) and {"unsettled": unsettled}


@cancel.refuses("补换的新卡正在办理（{progress}），请先撤回申请或领取新卡。", next=("withdraw_application", "track"))
def application_pending(case: Case[Asked]) -> bool | Facts:
    coming = case.person.coming(case.card)
    return coming is not None and coming.in_making and {"progress": coming.stage}


def words(case: Case[Asked]) -> str:
    bank = "" if case.financial.state in ENDED else "银行账户请到发卡银行网点注销，由银行收回卡片：{bank_words}。"
    family = "家属可以申领丧葬补助金和抚恤金。" if case.asked.ground is Ground.DECEASED else ""
    return "社保功能已注销，缴费记录不受影响。" + family + bank


@cancel.grants(words, next=("bank_counter", "insured_place"))
def end(case: Case[Asked]) -> Iterable[Event]:
    yield FunctionCancelled(card_id=case.card.card_id, ground=case.asked.ground.value)
