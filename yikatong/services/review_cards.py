"""多卡处理: for somebody with several cards, a verdict on each: keep it, cancel it, or close its account."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from yikatong.cards.card import Card
from yikatong.cards.masking import mask_card_no
from yikatong.cards.stages import FAILED
from yikatong.cards.states import Function, State
from yikatong.catalogue.card_kinds import RegionCode
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Finding, Service
from yikatong.catalogue.state_words import state_words
from yikatong.policies import articles, regions
from yikatong.policies import parameters as p


class CardVerdict(StrEnum):
    """What to do with one of several cards."""

    WAIT = "wait"
    NOTHING = "nothing"
    CLOSE_ACCOUNT = "close_account"
    MEND = "mend"
    ASK = "ask"
    KEEP = "keep"
    CANCEL = "cancel"
    CANCEL_IF_LEFT = "cancel_if_left"

    @property
    def words(self) -> str:
        return VERDICT_WORDS[self]


V = CardVerdict
VERDICT_WORDS = {
    V.WAIT: "还在办理或没有领取，请查询制卡进度",
    V.NOTHING: "已经注销并销户，不需要办理",
    V.CLOSE_ACCOUNT: "不能再用，请本人到合作银行网点临柜注销它的银行账户",
    V.MEND: "您在这里享受服务，请先解挂、补领、启用或解锁",
    V.ASK: "请先确认是否持这张卡享受当地就业、社保等服务：有则保留，没有则申请注销",
    V.KEEP: "您在这里享受服务，请保留",
    V.CANCEL: "没有用它享受当地服务，可到当地社保卡服务网点申请注销，并关联办理银行账户注销",
    V.CANCEL_IF_LEFT: "参保关系已转出该省的，可以申请注销，再到发卡银行办理银行账户注销",
}
UNUSABLE = frozenset({State.TEMP_LOST, State.LOST, State.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    benefits_in: Annotated[
        RegionCode | None, Label("现在享受服务的地方", "您在哪里持卡享受就业、社保等服务；不清楚可不填。")
    ] = None


review_cards = Service(
    code="review_cards",
    name="多卡处理",
    summary="名下有多张社保卡时，逐张说明保留、注销还是销户。省内一人一卡。",
    asks=Asked,
    channels={
        Channel.PORTAL: Assurance.CODE, Channel.HOTLINE: Assurance.CLAIMED, Channel.DESK: Assurance.CLAIMED,
        Channel.KIOSK: Assurance.CODE, Channel.BANK: Assurance.CLAIMED, Channel.FIELD: Assurance.CLAIMED,
    },
    askers=frozenset({AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN}),
    card=(),
    policies=(p.cancel_grounds, p.temporary_loss_label),
    synonyms=("多张社保卡", "两张卡", "旧卡怎么办", "重复办卡"),
)  # fmt: skip


def held(case: Case[Asked]) -> list[Card]:
    return [card for card in case.person.cards if card.stage not in FAILED]


@review_cards.refuses(
    "没有查到您名下有多张社保卡，不需要清理。", next=("card_status", "apply"), because=articles.NATIONAL_SEVERAL_CARDS
)
def not_several(case: Case[Asked]) -> bool:
    return len(held(case)) < 2  # noqa: PLR2004


def verdict(case: Case[Asked], card: Card) -> CardVerdict:
    """The order of the national guide's question 8: is it usable, and if so, is it used there?"""
    state, account = (card.standing(function, case.now).state for function in Function)
    used = case.asked.benefits_in and regions.province(case.asked.benefits_in) == card.province
    succeeded = case.person.coming(card) is not None
    if not card.collected:
        return V.WAIT
    if state is State.CANCELLED and account is State.CLOSED:
        return V.NOTHING
    if state in UNUSABLE:
        return V.MEND if used and state is not State.CANCELLED and not succeeded else V.CLOSE_ACCOUNT
    if used:
        return V.KEEP if state is State.NORMAL else V.MEND
    if case.asked.benefits_in is None:
        return V.ASK
    grounds = case.policies.ruling(p.cancel_grounds, card.region, case.today).value
    return V.CANCEL if "no_local_services" in grounds else V.CANCEL_IF_LEFT


@review_cards.answers("您名下有多张社保卡，请逐张办理。", next=("cancel", "bank_counter", "keep_using", "find_outlet"))
def judge(case: Case[Asked]) -> Iterable[Finding]:
    for card in held(case):
        found = verdict(case, card)
        name = f"{regions.name(card.region)}社保卡{mask_card_no(card.card_no or '')}"
        state = state_words(card, Function.SOCIAL, case.policies, case.now)
        bank = case.directory.bank_words(card.bank)
        words = f"社保功能{state}。{found.words}。合作银行：{bank}。"
        yield Finding("card", name, words, {"card": card.card_id, "verdict": found.value})
