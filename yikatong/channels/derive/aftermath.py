"""What an act has set going, line by line, each with its state: done, on its way, waiting for a date."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from yikatong.cards import events as e
from yikatong.catalogue.awaiting import MEANWHILE
from yikatong.catalogue.decide import Granted
from yikatong.catalogue.terms import words_of
from yikatong.office import deployment
from yikatong.office.done import Done, Notice


@dataclass(frozen=True, slots=True)
class AfterRow:
    """``tone``: ok, warn, bad or off, the colour of ``state``; ``icon`` is its sign."""

    words: str
    more: str
    state: str
    tone: str
    icon: str


DONE = ("完成", "ok", "check")
COMING = ("办理中", "warn", "clock")
AWAITED = ("待到期", "warn", "calendar-clock")
SENT = ("尚未回执", "warn", "hourglass")
UNSENT = ("待送达", "warn", "send")
UNDONE = ("没有办理", "bad", "x")
State = tuple[str, str, str]
Told = Iterator[tuple[str, str, State]]


def after_rows(done: Done) -> tuple[AfterRow, ...]:
    """What was done, what is on its way and what will happen by itself, then who outside hears of it."""
    decision, at = done.outcome.decision, f"{words_of(done.outcome.at)}生效"
    events = decision.events if isinstance(decision, Granted) else ()
    rows = [told for event in events for told in ROWS.get(type(event), _untold)(event, at)]
    rows += [told for notice in _each_once(done.notices) for told in _notice(notice)]
    rows.sort(key=lambda told: told[2] is AWAITED)
    return tuple(AfterRow(words, more, *state) for words, more, state in rows)


def _each_once(notices: tuple[Notice, ...]) -> list[Notice]:
    """Several messages of one act to one party are one line; it is on its way while any of them is."""
    latest: dict[tuple[str, str], Notice] = {}
    for notice in notices:
        key = (notice.party, notice.target)
        if key not in latest or notice.sent_at is None:
            latest[key] = notice
    return list(latest.values())


def _notice(notice: Notice) -> Told:
    """That a party has the message is known; that it has acted on it is not until it says so."""
    bank = deployment.directory().banks.get(notice.target)
    name = {"plant": "制卡中心", "bank": bank.name if bank else "发卡银行"}.get(notice.party)
    if name and notice.sent_at:
        yield f"已送达{name}", f"{words_of(notice.sent_at)}送达，尚未回执", SENT
    elif name:
        yield f"通知{name}", "系统自动送达，不需要您再做什么", UNSENT


def _loss(event: e.LossReported, at: str) -> Told:
    kind = "正式挂失" if event.formal else "临时挂失"
    yield f"{event.function.words}已{kind}", at, DONE
    if event.until:
        yield f"{words_of(event.until)}自动解除挂失", "到期前请办理补领，或找到卡后解挂", AWAITED


def _applied(event: e.ApplicationSubmitted, at: str) -> Told:
    yield "申请已受理", at, DONE
    yield "审核、制卡、送到领卡网点", "每到一个环节通知您，进度可随时查询", COMING


def _booked(event: e.AppointmentBooked, at: str) -> Told:
    yield f"{words_of(event.at)}领卡", deployment.directory().outlet_words(event.outlet), AWAITED


def _mandated(event: e.MandateRegistered, at: str) -> Told:
    yield f"{event.kind.words}登记", f"{words_of(event.starts_on)}起有效", DONE
    yield f"{words_of(event.ends_on)}后失效", "到期前可随时撤销", AWAITED


def _proposed(event: e.CorrectionProposed, at: str) -> Told:
    yield f"更正{event.part.words}已提出", at, DONE
    yield "由另一位经办人员复核", "复核同意后才会更正", COMING


def _visit(event: e.VisitRequested, at: str) -> Told:
    yield "上门服务已预约", at, DONE
    yield f"{words_of(event.day)}{event.half.words}上门", "请留在家中，备好身份证件", AWAITED


def _ordered(event: e.AccountOrdered, at: str) -> Told:
    yield f"{event.kind.words}指令已登记，正在转给银行", MEANWHILE[event.kind], SENT


def _mirrored(event: e.AccountMirrored, at: str) -> Told:
    yield f"银行账户状态：{event.state.words}", at, DONE
    if event.result:
        yield f"银行对指令的答复：{event.result.words}", event.reason, DONE


def _benefits(event: e.BenefitsMoved, at: str) -> Told:
    yield "待遇发放账户已变更", at, DONE
    yield f"{words_of(event.holds_from)}起的待遇发放到新账户", "收到第一笔待遇前，请保留原账户", AWAITED


def _untold(event: Any, at: str) -> Told:
    """The answer's own words say it already."""
    return iter(())


def _plain(words: str, state: State = DONE) -> Callable[[Any, str], Told]:
    """One line that says the same whoever it is about; ``words`` may name the event's fields."""

    def tell(event: Any, at: str) -> Told:
        fields = {name: words_of(getattr(event, name)) for name in event.__slots__}
        yield words.format_map(fields), at.removesuffix("生效") if state is UNDONE else at, state

    return tell


ROWS: dict[type[Any], Callable[[Any, str], Told]] = {
    e.LossReported: _loss, e.ApplicationSubmitted: _applied, e.AppointmentBooked: _booked,
    e.MandateRegistered: _mandated, e.CorrectionProposed: _proposed,
    e.PersonRegistered: _plain("参保人信息已登记"), e.AppointmentCancelled: _plain("领卡预约已取消"),
    e.MandateRevoked: _plain("登记已撤销"), e.RecordCorrected: _plain("记录已更正"),
    e.CorrectionRejected: _plain("更正没有同意，记录不变"), e.FunctionEnabled: _plain("社保功能已启用"),
    e.PinChanged: _plain("新的社保密码已设置"), e.PinAccepted: _plain("社保密码正确"),
    e.PinRefused: _plain("社保密码不正确", UNDONE), e.FunctionLocked: _plain("社保功能已锁定"),
    e.FunctionUnlocked: _plain("社保功能已解锁"), e.LossLifted: _plain("{function}已解除挂失"),
    e.FundsSettled: _plain("{function}的资金已处理完"), e.FunctionCancelled: _plain("社保功能已注销"),
    e.AccountActivated: _plain("金融功能已激活"), e.AccountClosed: _plain("银行账户已注销"),
    e.AccountStateReported: _plain("银行账户状态：{state}"), e.PhotoSupplied: _plain("照片已提交"),
    e.StageReached: _plain("制卡进度：{stage}"), e.CardMade: _plain("卡已制成"),
    e.CardTakenOver: _plain("原有的卡已转入"), e.CardTakenBack: _plain("转入已撤销"),
    e.CardCollected: _plain("卡已领取"), e.VisitRequested: _visit,
    e.VisitMade: _plain("上门服务已登记"), e.VisitCancelled: _plain("上门服务已取消"),
    e.AccountOrdered: _ordered, e.AccountMirrored: _mirrored, e.BenefitsMoved: _benefits,
    e.CustodyChanged: _plain("卡片实物：{custodian}"),
}  # fmt: skip
