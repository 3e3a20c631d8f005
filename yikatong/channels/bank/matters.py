"""What each matter is called at a bank, and which service settles it: for one person, or for several at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from yikatong.cards.masking import mask_card_no
from yikatong.catalogue.kinds import choices_of
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive.window import Window
from yikatong.office import deployment
from yikatong.office.counter import service_of
from yikatong.office.waiting import Matter, Work, WorkPage
from yikatong.policies import regions


@dataclass(frozen=True, slots=True)
class Together:
    """A service that may be confirmed for several people: with these answers, and ``choose`` left to the clerk.

    Never one for which the holder has to be there: nobody looks at fifty identity documents with one tick.
    """

    service: str
    answers: Mapping[str, str] = field(default_factory=dict)
    choose: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """``service`` is what the row opens. What cannot be taken back is never confirmed ``together``."""

    name: str
    advice: str
    service: str
    together: Together | None = None


FUNDS = Together("settle_funds", {"function": "financial"})
DUTIES: Mapping[Matter, Duty] = {
    Matter.LOSS: Duty(
        noop("挂失通知"),
        noop("社保功能已挂失，银行账户还没有停用。持卡人要停账户的，逐人办理挂失；银行已自行锁定的，登记账户状态。"),
        "report_loss",
        Together("report_account_state", choose="reported"),
    ),
    Matter.OPENING: Duty(
        noop("待开户"),
        noop("申领资料已审核，等待银行开户。开户成功的可以一起登记；没有成功的逐人登记并写明原因。"),
        "record_production",
        Together("record_production", {"stage": "batched"}),
    ),
    Matter.ACTIVATION: Duty(
        noop("待激活"),
        noop("卡已领取，金融功能还没有激活。须本人持有效身份证件到网点，逐人办理。"),
        "activate_account",
    ),
    Matter.TRANSFER_OUT: Duty(
        noop("转出省外，待付资金"),
        noop("参保关系已转出省外，社保功能已注销。账户资金取出或转走后登记。"),
        "settle_funds",
        FUNDS,
    ),
    Matter.PAYOUT: Duty(
        noop("待付资金"),
        noop("社保功能已注销。账户资金取出或转走后登记，然后才能销户。"),
        "settle_funds",
        FUNDS,
    ),
    Matter.CLOSING: Duty(
        noop("待销户"),
        noop("资金已处理完。本人持身份证件和社保卡到网点销户，卡片收回；销户不能恢复，须逐人办理。"),
        "close_account",
    ),
}
# What a connected bank's own system tells, nobody confirms for it here.
CONNECTED: Mapping[Matter, Duty] = {
    Matter.LOSS: Duty(
        noop("挂失通知"),
        noop("社保功能已挂失，银行账户还没有停用。持卡人要停账户的，逐人办理挂失，由系统发出指令。"),
        "report_loss",
    ),
    Matter.OPENING: Duty(
        noop("待开户"),
        noop("开户指令由系统发给本行，开户结果由本行系统直接登记，不需要在这里登记。"),
        "track",
    ),
}


def is_connected(bank: str) -> bool:
    return deployment.directory().is_connected(bank)


def duty_of(matter: Matter, bank: str) -> Duty:
    found = CONNECTED.get(matter) if is_connected(bank) else None
    return found or DUTIES[matter]


@dataclass(frozen=True, slots=True)
class Choice:
    """One button beneath the rows: what is confirmed for those that are ticked."""

    value: str
    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One row. ``due``: until when, in words, by the rule ``limit`` and its source; empty where nothing is ruled."""

    card_id: str
    card_no: str
    place: str
    reference: str
    at: str
    days: int
    hours: int
    due: str
    limit: str
    source: str
    href: str
    person: str


@dataclass(frozen=True, slots=True)
class MatterView:
    matter: Matter
    name: str
    advice: str
    service: str
    choices: tuple[Choice, ...]
    lines: tuple[WorkLine, ...]
    more: int | None


def matter_view(page: WorkPage, window: Window, now_s: float) -> MatterView:
    duty = duty_of(page.matter, window.party)
    lines = tuple(_line(work, duty, window, now_s) for work in page.works)
    name = service_of(duty.service).name
    return MatterView(page.matter, _(duty.name), _(duty.advice), name, choices(duty), lines, page.more)


def choices(duty: Duty) -> tuple[Choice, ...]:
    """What may be confirmed together: the declared choices of the one answer left open, or the service itself."""
    together = duty.together
    if together is None:
        return ()
    service = service_of(together.service)
    offered = choices_of(service.asks)
    if together.choose:
        return tuple(Choice(c.value, service.name, c.words) for c in offered[together.choose])
    fixed = (c.words for name, value in together.answers.items() for c in offered[name] if c == value)
    return (Choice("", service.name, "、".join(fixed)),)


def _line(work: Work, duty: Duty, window: Window, now_s: float) -> WorkLine:
    hours = int(now_s - work.at.timestamp()) // 3600
    card, base = work.card, f"{window.public}people/{work.person_id}/"
    return WorkLine(
        card.card_id, mask_card_no(card.card_no or ""), regions.name(card.region), work.reference, words_of(work.at),
        hours // 24, hours % 24, *_due(work), f"{base}services/{duty.service}/?card={card.card_id}", base,
    )  # fmt: skip


def _due(work: Work) -> tuple[str, str, str]:
    if work.until:
        return f"到{words_of(work.until)}自动解除", "", ""
    if work.limit:
        return work.limit.words, work.limit.parameter.name, work.limit.source.words
    return (_("本地规则未录入，请按本行规定办理") if work.matter is Matter.OPENING else ""), "", ""
