"""解挂: the card is found. Unlocking is hard: a real-person check, or in person, and never by phone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.card import Card, Reason, Tenure
from yikatong.cards.events import Event, LossLifted, StageReached
from yikatong.cards.orders import LOCKING
from yikatong.cards.stages import Stage
from yikatong.cards.states import ENDED, REPORTED_LOST, Function, State
from yikatong.catalogue.banking import under_way
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import BY_MANDATE, AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Facts, Service
from yikatong.policies import parameters as p
from yikatong.policies.policy import Parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    function: Annotated[Function, Label("解挂哪项功能", "社保功能与金融功能分别解挂。")]


lift_loss = Service(
    code="lift_loss",
    name="解挂",
    summary="找到社保卡后恢复使用：挂失前是什么状态，就恢复到什么状态。电话不能解挂。",
    asks=Asked,
    channels={
        Channel.PORTAL: Assurance.FACE, Channel.DESK: Assurance.PRESENT, Channel.KIOSK: Assurance.FACE,
        Channel.BANK: Assurance.PRESENT,
    },
    askers=frozenset({AskerKind.HOLDER, *BY_MANDATE}),
    card=(Tenure.CURRENT, Tenure.COMING, Tenure.GONE),
    by_mandate_here=p.lift_by_agent,
    policies=(
        p.lift_channels, p.lift_by_agent, p.formal_loss_liftable, p.formal_loss_lift_channels,
        p.temporary_loss_channels_financial, p.formal_loss_venues_financial, p.temporary_loss_days,
    ),
    prominence=85,
    synonyms=("找到了", "找回", "解除挂失", "撤销挂失", "取消挂失"),
)  # fmt: skip


@lift_loss.refuses("{function}已经失效，不能解挂。", next=("apply", "call_12333"))
def function_ended(case: Case[Asked]) -> bool:
    return case.card.failed or case.standing(case.asked.function).state in ENDED


def written(case: Case[Asked]) -> State:
    """The state as last written down, before time has done its part."""
    return (case.card.social if case.asked.function is Function.SOCIAL else case.card.financial).state


@lift_loss.refuses(
    "{function}的挂失已在{ended}自动解除，不需要解挂。", next=("keep_using",), because=p.temporary_loss_days
)
def already_lapsed(case: Case[Asked]) -> bool | Facts:
    standing = case.standing(case.asked.function)
    lapsed = written(case) in REPORTED_LOST and standing.state not in REPORTED_LOST
    return lapsed and {"ended": standing.since}


@lift_loss.refuses("{function}没有挂失，不需要解挂。", next=("keep_using",))
def not_lost(case: Case[Asked]) -> bool:
    """A report that the bank has not answered yet is none that it could lift, nor is it nothing."""
    reported = case.asked.function is Function.FINANCIAL and under_way(case, *LOCKING)
    return written(case) not in REPORTED_LOST | ENDED and not reported


def is_final(case: Case[Asked]) -> bool:
    formal = case.standing(case.asked.function).state is State.LOST
    return formal and not case.value(p.formal_loss_liftable)


@lift_loss.refuses(
    "正式挂失不能撤销，原卡已经作废，请使用补领的新卡。", next=("replace", "track"), because=p.formal_loss_liftable
)
def formal_loss_final(case: Case[Asked]) -> bool:
    return is_final(case)


def place(case: Case[Asked]) -> Parameter[tuple[str, ...]]:
    """Where the loss may be lifted: the bank lifts what it reported, the bureau lifts what is its own."""
    formal = case.standing(case.asked.function).state is State.LOST
    if case.asked.function is Function.FINANCIAL:
        return p.formal_loss_venues_financial if formal else p.temporary_loss_channels_financial
    return p.formal_loss_lift_channels if formal else p.lift_channels


@lift_loss.refuses(
    "{function}的解挂请到{places}办理。发卡银行：{bank_words}。", next=("desk", "bank_counter"), because=place
)
def lifted_elsewhere(case: Case[Asked]) -> bool | Facts:
    state, places = case.standing(case.asked.function).state, case.value(place(case))
    in_person = state is not State.LOST or case.assurance is Assurance.PRESENT
    elsewhere = case.channel not in places or not in_person
    return state in REPORTED_LOST and not is_final(case) and elsewhere and {"places": place(case).words(places)}


def replacement(case: Case[Asked]) -> Card | None:
    """The replacement that the found card makes needless; a renewal goes on."""
    coming = case.person.coming(case.card)
    social = case.asked.function is Function.SOCIAL
    return coming if social and coming and coming.reason is Reason.REPLACEMENT else None


@lift_loss.refuses("补领的新卡进度为“{progress}”，不能再撤回，请使用新卡。", next=("track", "collect"))
def replacement_in_making(case: Case[Asked]) -> bool | Facts:
    coming = replacement(case)
    lost = case.social.state in REPORTED_LOST and not is_final(case)
    too_late = coming is not None and not coming.stage.may_become(Stage.WITHDRAWN)
    return lost and too_late and coming is not None and {"progress": coming.stage}


def words(case: Case[Asked]) -> str:
    standing = case.standing(case.asked.function)
    back = (standing.before or standing.state).words
    withdrawn = "补领申请已一并撤回。" if replacement(case) else ""
    return "{function}已解除挂失，恢复为挂失前的状态：" + f"{back}。" + withdrawn + "另一项功能须分别解挂。"


@lift_loss.grants(words, next=("keep_using", "enable", "unlock"))
def lift(case: Case[Asked]) -> Iterable[Event]:
    yield LossLifted(card_id=case.card.card_id, function=case.asked.function)
    if coming := replacement(case):
        yield StageReached(card_id=coming.card_id, stage=Stage.WITHDRAWN, note="原卡已找回")
