"""修改社保密码: with the old PIN. A wrong old PIN is no refusal without trace: it is counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.card import Tenure
from yikatong.cards.events import Event, PinChanged
from yikatong.cards.states import REPORTED_LOST, State
from yikatong.cards.tries import wrong_try, wrong_try_words
from yikatong.catalogue.card_kinds import CurrentPin, NewPin
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.new_pin import is_initial, is_weak
from yikatong.catalogue.service import Service
from yikatong.policies import parameters as p


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    current_pin: Annotated[CurrentPin, Label("现在的社保密码", "不是银行密码。")]
    new_pin: Annotated[NewPin, Label("新的社保密码", "6位数字。工作人员不会询问您的密码。")]


change_pin = Service(
    code="change_pin",
    name="修改社保密码",
    summary="记得原密码时修改社保密码。银行密码由发卡银行办理，电子社保卡密码另行修改。",
    asks=Asked,
    channels={
        Channel.PORTAL: Assurance.FACE, Channel.DESK: Assurance.PRESENT, Channel.KIOSK: Assurance.CODE,
        Channel.PARTNER: Assurance.PRESENT,
    },
    channels_here=p.pin_change_channels,
    card=(Tenure.CURRENT, Tenure.COMING, Tenure.GONE),
    policies=(p.pin_change_channels, p.pin_tries_max, p.initial_pin),
    prominence=40,
    synonyms=("改密码", "更换密码", "初始密码"),
)  # fmt: skip


@change_pin.refuses("社保功能还没有启用，启用时一并设置密码。", next=("enable",))
def not_enabled(case: Case[Asked]) -> bool:
    return case.social.state is State.SEALED


@change_pin.refuses("社保功能已挂失（{state}），不能修改密码。", next=("lift_loss", "replace"))
def function_lost(case: Case[Asked]) -> bool:
    return case.social.state in REPORTED_LOST


@change_pin.refuses(
    "密码连续输错达到{pin_tries_max}，社保功能已锁定，正确的密码也不再接受。",
    next=("unlock", "reset_pin"), because=p.pin_tries_max,
)  # fmt: skip
def function_locked(case: Case[Asked]) -> bool:
    return case.social.state is State.LOCKED


@change_pin.refuses("这张卡已经失效，没有密码可以修改。", next=("apply", "call_12333"))
def function_ended(case: Case[Asked]) -> bool:
    return case.card.ended


@change_pin.refuses("新密码不能与初始密码相同。", next=("choose_pin",), because=p.initial_pin, field="new_pin")
def initial_pin_not_allowed(case: Case[Asked]) -> bool:
    return is_initial(case, case.asked.new_pin)


@change_pin.refuses("新密码太简单，或取自证件号码，容易被人猜到。", next=("choose_pin",), field="new_pin")
def weak_pin(case: Case[Asked]) -> bool:
    return is_weak(case, case.asked.new_pin)


@change_pin.refuses("新密码与现在的密码相同，没有改变。", next=("choose_pin",), field="new_pin")
def pin_unchanged(case: Case[Asked]) -> bool:
    return case.asked.new_pin.equals(case.asked.current_pin)


@change_pin.refuses("密码无法核对，没有记为输错。原系统发放的卡请先重置密码。", next=("reset_pin", "desk"))
def pin_unchecked(case: Case[Asked]) -> bool:
    return case.asked.current_pin is not None and case.outside.pin_right is None


def words(case: Case[Asked]) -> str:
    if case.outside.pin_right:
        return "社保密码已修改，从现在起使用新密码。银行密码没有改变。"
    return wrong_try_words(case.card, case.value(p.pin_tries_max))


@change_pin.grants(words, next=("keep_using", "reset_pin"))
def change(case: Case[Asked]) -> Iterable[Event]:
    """A wrong old PIN changes nothing but the count; the try that uses up the last one locks."""
    if case.outside.pin_right:
        yield PinChanged(card_id=case.card.card_id)
    else:
        yield from wrong_try(case.card, case.now, case.value(p.pin_tries_max))
