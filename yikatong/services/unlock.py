"""解锁: after too many wrong PINs. Always with a new PIN, or where the place allows with the old one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.events import Event, FunctionUnlocked, PinChanged
from yikatong.cards.states import State
from yikatong.cards.tries import wrong_try
from yikatong.catalogue.card_kinds import CurrentPin, NewPin
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import BY_MANDATE, AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.new_pin import is_initial, is_weak
from yikatong.catalogue.service import Material, Service
from yikatong.policies import articles
from yikatong.policies import parameters as p


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    new_pin: Annotated[NewPin | None, Label("新的社保密码", "6位数字。工作人员不会询问您的密码。")] = None
    current_pin: Annotated[CurrentPin | None, Label("原来的社保密码", "记得原密码时填写。")] = None


unlock = Service(
    code="unlock",
    name="解锁",
    summary="社保密码连续输错被锁定后解锁。锁定期间仍可挂失，缴费和待遇不受影响。",
    asks=Asked,
    channels={
        Channel.DESK: Assurance.PRESENT, Channel.PORTAL: Assurance.FACE, Channel.KIOSK: Assurance.FACE,
    },
    askers=frozenset({AskerKind.HOLDER, *BY_MANDATE}),
    channels_here=p.unlock_channels,
    by_mandate_here=p.pin_reset_by_agent,
    materials=(
        Material("本人有效身份证件", articles.SHAANXI_PIN_RESET),
        Material("代理人有效身份证件", articles.SHAANXI_PIN_RESET, BY_MANDATE),
    ),
    policies=(p.unlock_channels, p.unlock_requires_new_pin, p.pin_reset_by_agent, p.pin_tries_max, p.initial_pin),
    prominence=70,
    synonyms=("锁卡", "卡被锁", "密码锁定", "解除锁定"),
)  # fmt: skip


@unlock.refuses("社保功能没有锁定，现在是“{state}”。", next=("reset_pin", "lift_loss", "enable", "apply"))
def not_locked(case: Case[Asked]) -> bool:
    return case.social.state is not State.LOCKED


@unlock.refuses("解锁时请设置新的社保密码。", next=("choose_pin",), because=p.unlock_requires_new_pin, field="new_pin")
def new_pin_missing(case: Case[Asked]) -> bool:
    """Where the place does not insist on a new PIN, the old one is proof enough."""
    old_is_proof = not case.value(p.unlock_requires_new_pin) and case.asked.current_pin is not None
    return case.asked.new_pin is None and not old_is_proof


@unlock.refuses("新密码不能与初始密码相同。", next=("choose_pin",), because=p.initial_pin, field="new_pin")
def initial_pin_not_allowed(case: Case[Asked]) -> bool:
    return is_initial(case, case.asked.new_pin)


@unlock.refuses("新密码太简单，或取自证件号码，容易被人猜到。", next=("choose_pin",), field="new_pin")
def weak_pin(case: Case[Asked]) -> bool:
    return is_weak(case, case.asked.new_pin)


@unlock.refuses("原来的密码暂时无法核对，没有记为输错，请稍后再试。", next=("type_again",))
def pin_unchecked(case: Case[Asked]) -> bool:
    return case.asked.current_pin is not None and case.outside.pin_right is None


def words(case: Case[Asked]) -> str:
    if case.outside.pin_right is False:
        return "原来的密码不正确，没有解锁。忘记密码的，请设置新密码解锁。"
    return "社保功能已解锁，可以继续使用。"


@unlock.grants(words, next=("keep_using", "choose_pin"))
def release(case: Case[Asked]) -> Iterable[Event]:
    """An old PIN that was given must be right, whether or not a new one is set."""
    if case.outside.pin_right is False:
        yield from wrong_try(case.card, case.now, case.value(p.pin_tries_max))
        return
    yield FunctionUnlocked(card_id=case.card.card_id)
    if case.asked.new_pin:
        yield PinChanged(card_id=case.card.card_id)
