"""登记银行账户镜像: a connected bank says how its account stands, and what became of what we ordered.

The bank counts its own words on each account. What is not newer than the mirror changes nothing in it; an answer that
comes late or out of order is still the answer. Nothing is made out of it that the bank did not say.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from yikatong.cards.card import Tenure
from yikatong.cards.custodians import Custodian
from yikatong.cards.events import AccountMirrored, CustodyChanged, Event, FundsSettled, StageReached
from yikatong.cards.orders import OrderKind, OrderResult
from yikatong.cards.stages import Stage
from yikatong.cards.states import Function, LossKind, State
from yikatong.catalogue.card_kinds import AccountTail, OrderId
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Service
from yikatong.policies import articles

OPENING = (Stage.BANK_OPENING, Stage.BANK_REJECTED)


class AccountState(StrEnum):
    INACTIVE = "inactive"
    ACTIVE = "active"
    LOCKED = "locked"
    FROZEN = "frozen"
    CLOSED = "closed"

    @property
    def words(self) -> str:
        return State(self.value).words


class Physical(StrEnum):
    TAKEN_BACK = "taken_back"
    DESTROYED = "destroyed"

    @property
    def words(self) -> str:
        return {"taken_back": "银行已收回卡片", "destroyed": "银行已销毁卡片"}[self]


CUSTODIANS = {Physical.TAKEN_BACK: Custodian.BANK, Physical.DESTROYED: Custodian.DESTROYED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    sequence: Annotated[int, Label("银行的序号", "每个账户从1起，每次变化加1。")]
    state: Annotated[AccountState, Label("账户状态", "不计挂失。")]
    loss: Annotated[LossKind | None, Label("挂失", "没有挂失的不填。")] = None
    until: Annotated[datetime | None, Label("挂失到何时自动解除")] = None
    tail: Annotated[AccountTail | None, Label("账号末四位")] = None
    settled: Annotated[bool, Label("账户资金已处理完")] = False
    physical: Annotated[Physical | None, Label("卡片实物")] = None
    order_id: Annotated[OrderId | None, Label("所答复的指令编号")] = None
    result: Annotated[OrderResult | None, Label("指令的答复")] = None
    reason: Annotated[str | None, Label("不予办理的原因", "持卡人会看到；不要写个人信息。")] = None


mirror_account = Service(
    code="mirror_account",
    name="登记银行账户镜像",
    summary="已联网的发卡银行告知账户现状和指令的办理结果，照实登记。",
    asks=Asked,
    channels={Channel.BANK: Assurance.NONE},
    askers=frozenset({AskerKind.PARTY}),
    card=(Tenure.CURRENT, Tenure.COMING, Tenure.GONE),
    by_program=True,
    synonyms=("账户镜像", "银行回执", "回执通知"),
)


def answered(case: Case[Asked]) -> OrderKind | None:
    """Which order the message answers: one not answered yet, or an opening from before the bank was connected."""
    asked, card = case.asked, case.card
    if asked.order_id is None or asked.result is None:
        return None
    for order in card.orders:
        if order.order_id == asked.order_id:
            return order.kind
    opening = asked.order_id.endswith(f"-{OrderKind.OPEN_ACCOUNT}") and asked.result is not OrderResult.SUPERSEDED
    unrecorded = card.stage is Stage.BANK_OPENING and all(o.kind is not OrderKind.OPEN_ACCOUNT for o in card.orders)
    return OrderKind.OPEN_ACCOUNT if opening and unrecorded else None


def is_newer(case: Case[Asked]) -> bool:
    return case.asked.sequence > case.card.bank_sequence


@mirror_account.refuses("这张卡不是贵行发行的。", next=("call_12333",), because=articles.AGENCY_SECRECY)
def not_your_card(case: Case[Asked]) -> bool:
    return case.asker.kind is AskerKind.PARTY and case.asker.code != case.card.bank


@mirror_account.refuses("这家银行没有联网，账户状态由银行柜员分项登记。", next=("bank_counter",))
def bank_not_connected(case: Case[Asked]) -> bool:
    return not case.directory.is_connected(case.card.bank)


@mirror_account.refuses("这条消息不比已登记的新，也没有答复未回执的指令，不需要登记。", next=("nothing",))
def nothing_new(case: Case[Asked]) -> bool:
    return not is_newer(case) and answered(case) is None


def words(case: Case[Asked]) -> str:
    found = answered(case)
    told = f"{found.words}指令的答复已登记：" + "{result}。" if found else ""
    return told + ("账户现在是“{state}”。" if is_newer(case) else "账户状态以较新的消息为准，没有改变。")


@mirror_account.grants(words, next=("bank_hotline", "wait"))
def mirror(case: Case[Asked]) -> Iterable[Event]:
    asked, card = case.asked, case.card
    state, before, until = _stands(asked)
    yield AccountMirrored(
        card_id=card.card_id, sequence=asked.sequence, state=state, before=before, until=until, tail=asked.tail,
        order_id=asked.order_id, result=asked.result, reason=asked.reason or "",
    )  # fmt: skip
    yield from _opened(case)
    if is_newer(case) and asked.settled and Function.FINANCIAL not in card.settled:
        yield FundsSettled(card_id=card.card_id, function=Function.FINANCIAL)
    if is_newer(case) and asked.physical and card.custody is not CUSTODIANS[asked.physical]:
        yield CustodyChanged(card_id=card.card_id, custodian=CUSTODIANS[asked.physical])


def _stands(asked: Asked) -> tuple[State, State | None, datetime | None]:
    """The mirror's state, what lies beneath a report of loss, and when that ends. What is closed is not lost."""
    state = State(asked.state.value)
    if asked.loss is None or state is State.CLOSED:
        return state, None, None
    formal = asked.loss is LossKind.FORMAL
    return State.LOST if formal else State.TEMP_LOST, state, None if formal else asked.until


def _opened(case: Case[Asked]) -> Iterable[Event]:
    """An account that exists lets the card be made; one that the bank will not open holds it up, and says why."""
    asked, card = case.asked, case.card
    if card.stage not in OPENING:
        return
    result = asked.result if answered(case) is OrderKind.OPEN_ACCOUNT else None
    exists = result is OrderResult.DONE or (is_newer(case) and asked.tail and asked.state is not AccountState.CLOSED)
    if result is OrderResult.REFUSED and card.stage is Stage.BANK_OPENING:
        yield StageReached(card_id=card.card_id, stage=Stage.BANK_REJECTED, note=asked.reason or "银行没有说明原因")
    elif result is not OrderResult.REFUSED and exists:
        yield StageReached(card_id=card.card_id, stage=Stage.BATCHED)
