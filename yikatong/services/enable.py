"""启用社保功能: from SEALED to NORMAL. Shaanxi enables only together with a change of the initial PIN."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.card import Tenure
from yikatong.cards.events import Event, FunctionEnabled, PinChanged
from yikatong.cards.states import REPORTED_LOST, State
from yikatong.catalogue.card_kinds import NewPin
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import BY_MANDATE, AskerKind, Assurance, Channel
from yikatong.catalogue.issuing import ENDS_POLICIES, predecessor_ends
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.new_pin import is_initial, is_weak
from yikatong.catalogue.service import Facts, Service
from yikatong.policies import articles
from yikatong.policies import parameters as p


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    new_pin: Annotated[NewPin | None, Label("新的社保密码", "6位数字。工作人员不会询问您的密码。")] = None


enable = Service(
    code="enable",
    name="启用社保功能",
    summary="领卡后启用社保功能即可看病买药、领取待遇。没有领取或启用不影响缴费。银行账户另到发卡银行激活。",
    asks=Asked,
    channels={
        Channel.PORTAL: Assurance.FACE, Channel.DESK: Assurance.PRESENT, Channel.KIOSK: Assurance.FACE,
        Channel.PARTNER: Assurance.PRESENT, Channel.BANK: Assurance.PRESENT, Channel.FIELD: Assurance.PRESENT,
    },
    askers=frozenset({AskerKind.HOLDER, *BY_MANDATE}),
    card=(Tenure.COMING, Tenure.CURRENT, Tenure.GONE),
    channels_here=p.enable_channels,
    by_mandate_here=p.enable_by_agent,
    policies=(
        p.enable_channels, p.enable_by_agent, p.enable_requires_pin_change, p.initial_pin, *ENDS_POLICIES,
    ),
    prominence=78,
    synonyms=("激活", "封存", "开通", "修改初始密码", "解除封存", "新卡不能用"),
)  # fmt: skip


@enable.refuses(
    "社保卡还没有领取（{stage}），请先领取再启用。未领取或未启用不影响社保缴费。",
    next=("collect", "track", "call_12333"), because=articles.NATIONAL_COLLECT_FIRST,
)  # fmt: skip
def not_collected(case: Case[Asked]) -> bool:
    return not case.card.collected and not case.card.ended


@enable.refuses("社保功能已在{enabled}启用，可以正常使用。", next=("keep_using",))
def already_enabled(case: Case[Asked]) -> bool | Facts:
    return case.social.state is State.NORMAL and {"enabled": case.social.since}


@enable.refuses("社保功能已挂失（{state}），请先解挂；找不到卡的请补领。", next=("lift_loss", "replace"))
def function_lost(case: Case[Asked]) -> bool:
    return case.social.state in REPORTED_LOST


@enable.refuses("社保功能已锁定，请先解锁。", next=("unlock", "reset_pin"))
def function_locked(case: Case[Asked]) -> bool:
    return case.social.state is State.LOCKED


@enable.refuses("这张卡已经失效，不能启用。", next=("apply", "call_12333"))
def function_ended(case: Case[Asked]) -> bool:
    return case.card.ended


@enable.refuses(
    "发卡地规定启用时须修改初始密码，请设置新的社保密码。",
    next=("choose_pin",), because=p.enable_requires_pin_change, field="new_pin",
)  # fmt: skip
def new_pin_missing(case: Case[Asked]) -> bool:
    needed = case.card.pin_initial and case.value(p.enable_requires_pin_change)
    return needed and case.asked.new_pin is None


@enable.refuses("新密码不能与初始密码相同。", next=("choose_pin",), because=p.initial_pin, field="new_pin")
def initial_pin_not_allowed(case: Case[Asked]) -> bool:
    return is_initial(case, case.asked.new_pin)


@enable.refuses("新密码太简单，或取自证件号码，容易被人猜到。", next=("choose_pin",), field="new_pin")
def weak_pin(case: Case[Asked]) -> bool:
    return is_weak(case, case.asked.new_pin)


def words(case: Case[Asked]) -> str:
    replaced = any(predecessor_ends(case, "enabled"))
    old = "原卡的社保功能同时注销，请更新待遇发放账户。" if replaced else ""
    return "社保功能已启用，可以看病买药、领取待遇。" + old + "金融功能请本人到发卡银行激活：{bank_words}。"


@enable.grants(words, next=("bank_counter", "find_outlet"))
def open_up(case: Case[Asked]) -> Iterable[Event]:
    """Enabling is the last moment at which a place lets the old card end: one live card in a province."""
    yield FunctionEnabled(card_id=case.card.card_id)
    if case.asked.new_pin:
        yield PinChanged(card_id=case.card.card_id)
    yield from predecessor_ends(case, "enabled")
