"""查询卡状态: for each function its state, since when, what works, what to do. The bank's word goes for the account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from yikatong.cards.card import Tenure
from yikatong.cards.stages import FAILED
from yikatong.cards.states import Function, State
from yikatong.catalogue.awaiting import awaited_findings
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.service import Finding, Service
from yikatong.catalogue.terms import words_of
from yikatong.policies import parameters as p

# What a state means, and what to do about it
SOCIAL = {
    State.SEALED: ("还未启用，现在不能持卡享受服务", "请到社保卡服务网点或网上启用社保功能"),
    State.NORMAL: ("可以持卡看病买药、领取待遇、办理业务", "不需要办理"),
    State.TEMP_LOST: ("已停用，现在不能持卡享受服务", "找到卡请解挂，确实找不到请补领"),
    State.LOST: ("已停用，现在不能持卡享受服务", "请办理补领"),
    State.LOCKED: ("密码连续输错已锁定，现在不能使用", "请办理解锁并设置新的社保密码"),
    State.CANCELLED: ("已失效，不能恢复", "还没有销户的，请到合作银行网点临柜注销银行账户"),
}
FINANCIAL = {
    State.INACTIVE: ("银行账户还未激活", "请本人持有效身份证件到发卡银行网点激活"),
    State.ACTIVE: ("银行账户可以使用", "不需要办理"),
    State.TEMP_LOST: ("银行账户已停用", "请按发卡银行规定解挂或正式挂失"),
    State.LOST: ("银行账户已停用", "请到发卡银行网点办理补换卡和资金转移"),
    State.LOCKED: ("银行密码已锁定", "请按发卡银行规定重置银行密码"),
    State.FROZEN: ("银行账户被冻结", "请向发卡银行询问原因"),
    State.CLOSED: ("银行账户已销户", "不需要办理"),
    State.UNKNOWN: ("银行尚未回执，现在还不知道账户状态", "请等待回执，或拨打银行客服电话"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Nothing is asked: the card says which one is meant."""


card_status = Service(
    code="card_status",
    name="查询卡状态",
    summary="查询社保功能和金融功能各是什么状态、能不能用、下一步怎么办。卡的状态不影响社保缴费。",
    asks=Asked,
    channels={
        Channel.PORTAL: Assurance.CODE, Channel.HOTLINE: Assurance.CLAIMED, Channel.DESK: Assurance.CLAIMED,
        Channel.KIOSK: Assurance.CODE, Channel.BANK: Assurance.CLAIMED, Channel.FIELD: Assurance.CLAIMED,
        Channel.PARTNER: Assurance.CODE,
    },
    askers=frozenset({AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN}),
    card=(Tenure.CURRENT, Tenure.COMING, Tenure.GONE),
    policies=(p.temporary_loss_label, p.formal_loss_liftable, p.renewal_window_days, p.bank_answer_hours),
    prominence=48,
    synonyms=("应用状态", "封存", "锁定", "卡还能用吗", "有效期", "余额"),
)  # fmt: skip


def state_words(case: Case[Asked], function: Function) -> str:
    """The state by the name it has here: 口头挂失 in Shaanxi."""
    state = case.standing(function).state
    return case.value(p.temporary_loss_label) if state is State.TEMP_LOST else state.words


def advice(case: Case[Asked], function: Function) -> tuple[str, str]:
    card, state = case.card, case.standing(function).state
    if card.stage in FAILED:
        return f"这次申请没有制成社保卡（{card.stage.words}）", "需要社保卡的，请重新申领"
    if not card.collected and state in (State.SEALED, State.INACTIVE):
        where = "可联系当地12333或社保卡服务网点领取"
        return f"社保卡还没有领取（{card.stage.words}）", f"请先领取社保卡，{where}"
    if function is Function.SOCIAL and state is State.LOST and case.value(p.formal_loss_liftable):
        return SOCIAL[state][0], "找到卡请解挂，确实找不到请补领"
    return (SOCIAL if function is Function.SOCIAL else FINANCIAL)[state]


def finding(case: Case[Asked], function: Function) -> Finding:
    standing = case.standing(function)
    meaning, to_do = advice(case, function)
    until = f"，到{words_of(standing.until)}自动解除" if standing.until else ""
    bank = f"以银行为准：{case.directory.bank_words(case.card.bank)}。" if function is Function.FINANCIAL else ""
    words = f"{state_words(case, function)}，自{words_of(standing.since)}起{until}。{meaning}。{to_do}。{bank}"
    value = {"state": standing.state.value, "since": standing.since.isoformat()}
    if standing.until:
        value["until"] = standing.until.isoformat()
    return Finding(function.value, function.words, words, value)


def validity(case: Case[Asked]) -> Iterable[Finding]:
    until = case.card.valid_until
    if until is None or case.card.ended:
        return
    opens = until - timedelta(days=case.value(p.renewal_window_days))
    hint = "现在可以申请换领" if case.today >= opens else f"{words_of(opens)}起可以申请换领"
    yield Finding("valid_until", "有效期", f"到{words_of(until)}，{hint}。", until.isoformat())


def status_words(case: Case[Asked]) -> str:
    social, financial = (state_words(case, function) for function in Function)
    unanswered = "银行还有指令没有回执。" if case.card.orders else ""
    return f"社保功能：{social}。金融功能：{financial}（以银行为准）。" + unanswered


@card_status.answers(status_words, next=("enable", "lift_loss", "unlock", "replace", "renew", "collect"))
def tell(case: Case[Asked]) -> Iterable[Finding]:
    for function in Function:
        yield finding(case, function)
    yield from awaited_findings(case)
    yield from validity(case)
    yield Finding("contributions", "社保缴费", "卡片未领取、未启用或停用，都不影响社保缴费和已有的缴费记录。")
