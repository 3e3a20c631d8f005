"""核对社保密码: a terminal asks whether the PIN is right. Every wrong try is written down and counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.events import Event, PinAccepted
from yikatong.cards.states import State
from yikatong.cards.tries import wrong_try, wrong_try_words
from yikatong.catalogue.card_kinds import CurrentPin
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Service
from yikatong.policies import parameters as p


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    current_pin: Annotated[CurrentPin, Label("社保密码", "不是银行密码。")]


try_pin = Service(
    code="try_pin",
    name="核对社保密码",
    summary="在医院、药店、网点的终端上刷卡并输入社保密码。连续输错达到上限后锁定。",
    asks=Asked,
    channels={
        Channel.PARTNER: Assurance.NONE, Channel.DESK: Assurance.NONE, Channel.KIOSK: Assurance.NONE,
    },
    askers=frozenset({AskerKind.HOLDER, AskerKind.PARTY}),
    policies=(p.pin_tries_max,),
    synonyms=("输入密码", "密码错误", "刷卡"),
)  # fmt: skip


@try_pin.refuses(
    "密码连续输错达到{pin_tries_max}，社保功能已锁定，正确的密码也不再接受。",
    next=("unlock", "reset_pin"), because=p.pin_tries_max,
)  # fmt: skip
def function_locked(case: Case[Asked]) -> bool:
    return case.social.state is State.LOCKED


@try_pin.refuses("社保功能现在是“{state}”，不能使用。", next=("enable", "lift_loss", "replace", "call_12333"))
def not_usable(case: Case[Asked]) -> bool:
    return case.social.state not in (State.NORMAL, State.LOCKED) or case.card.in_making


@try_pin.refuses("密码还是初始密码，须先修改才能办理业务。", next=("change_pin", "reset_pin"))
def initial_pin(case: Case[Asked]) -> bool:
    return case.card.pin_initial and case.social.state is State.NORMAL


@try_pin.refuses("密码无法核对，没有记为输错。原系统发放的卡请先重置密码。", next=("reset_pin", "desk"))
def pin_unchecked(case: Case[Asked]) -> bool:
    return case.asked.current_pin is not None and case.outside.pin_right is None


def words(case: Case[Asked]) -> str:
    if case.outside.pin_right:
        return "社保密码正确。"
    return wrong_try_words(case.card, case.value(p.pin_tries_max))


@try_pin.grants(words, next=("type_again", "reset_pin"))
def count(case: Case[Asked]) -> Iterable[Event]:
    """A right PIN sets the count back to 0."""
    if case.outside.pin_right:
        yield PinAccepted(card_id=case.card.card_id)
    else:
        yield from wrong_try(case.card, case.now, case.value(p.pin_tries_max))
