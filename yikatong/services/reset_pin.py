"""重置社保密码: the PIN is forgotten. Who the holder is takes the place of the old PIN."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.card import Tenure
from yikatong.cards.events import Event, FunctionUnlocked, PinChanged
from yikatong.cards.states import REPORTED_LOST, State
from yikatong.catalogue.card_kinds import NewPin
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import BY_MANDATE, AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.new_pin import is_initial, is_weak
from yikatong.catalogue.service import Facts, Material, Service
from yikatong.policies import articles
from yikatong.policies import parameters as p


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    new_pin: Annotated[NewPin, Label("新的社保密码", "6位数字。工作人员不会询问您的密码。")]


reset_pin = Service(
    code="reset_pin",
    name="重置社保密码",
    summary="忘记社保密码时重新设置。银行密码按发卡银行规定办理，电子社保卡密码另行重置。",
    asks=Asked,
    channels={
        Channel.DESK: Assurance.PRESENT, Channel.PORTAL: Assurance.FACE, Channel.KIOSK: Assurance.FACE,
    },
    card=(Tenure.CURRENT, Tenure.COMING, Tenure.GONE),
    askers=frozenset({AskerKind.HOLDER, *BY_MANDATE}),
    channels_here=p.pin_reset_channels,
    by_mandate_here=p.pin_reset_by_agent,
    materials=(
        Material("本人有效身份证件", articles.SHAANXI_PIN_RESET),
        Material("代理人有效身份证件", articles.SHAANXI_PIN_RESET, BY_MANDATE),
    ),
    policies=(p.pin_reset_channels, p.pin_reset_by_agent, p.unlock_channels, p.initial_pin),
    prominence=68,
    synonyms=("忘记密码", "密码忘了", "找回密码", "密码重置"),
)  # fmt: skip


@reset_pin.refuses("社保功能还没有启用，启用时一并设置密码。", next=("enable",))
def not_enabled(case: Case[Asked]) -> bool:
    return case.social.state is State.SEALED


@reset_pin.refuses("社保功能已挂失（{state}），不能重置密码。", next=("lift_loss", "replace"))
def function_lost(case: Case[Asked]) -> bool:
    return case.social.state in REPORTED_LOST


@reset_pin.refuses("这张卡已经失效，没有密码可以重置。", next=("apply", "call_12333"))
def function_ended(case: Case[Asked]) -> bool:
    return case.card.ended


@reset_pin.refuses(
    "社保功能已锁定，须到{places}重置密码并解锁。", next=("desk", "find_outlet"), because=p.unlock_channels
)
def unlocked_elsewhere(case: Case[Asked]) -> bool | Facts:
    places = case.value(p.unlock_channels)
    elsewhere = case.social.state is State.LOCKED and case.channel not in places
    return elsewhere and {"places": p.unlock_channels.words(places)}


@reset_pin.refuses("新密码不能与初始密码相同。", next=("choose_pin",), because=p.initial_pin, field="new_pin")
def initial_pin_not_allowed(case: Case[Asked]) -> bool:
    return is_initial(case, case.asked.new_pin)


@reset_pin.refuses("新密码太简单，或取自证件号码，容易被人猜到。", next=("choose_pin",), field="new_pin")
def weak_pin(case: Case[Asked]) -> bool:
    return is_weak(case, case.asked.new_pin)


def words(case: Case[Asked]) -> str:
    unlocked = "，社保功能已解锁" if case.social.state is State.LOCKED else ""
    return "社保密码已重置" + unlocked + "。银行密码没有改变，如需重置请联系发卡银行：{bank_words}。"


@reset_pin.grants(words, next=("keep_using", "bank_hotline"))
def reset(case: Case[Asked]) -> Iterable[Event]:
    if case.social.state is State.LOCKED:
        yield FunctionUnlocked(card_id=case.card.card_id)
    yield PinChanged(card_id=case.card.card_id)
