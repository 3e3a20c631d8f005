"""登记账户状态: what the bank says of its account. We keep a mirror and never report what we have not received."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from yikatong.cards.card import Tenure
from yikatong.cards.events import AccountStateReported, Event
from yikatong.cards.states import ENDED, REPORTED_LOST, State
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Service
from yikatong.policies import articles


class Reported(StrEnum):
    ACTIVE = "active"
    LOCKED = "locked"
    FROZEN = "frozen"
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        return State(self.value).words


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    reported: Annotated[Reported, Label("账户状态", "激活、挂失、解挂和销户各有专门事项。")]


report_account_state = Service(
    code="report_account_state",
    name="登记银行账户状态",
    summary="发卡银行告知账户的锁定、冻结或恢复；银行没有回执时如实登记为未回执。",
    asks=Asked,
    channels={Channel.BANK: Assurance.NONE},
    askers=frozenset({AskerKind.PARTY}),
    card=(Tenure.CURRENT, Tenure.COMING, Tenure.GONE),
    synonyms=("冻结", "银行卡锁定", "银行回执"),
)


@report_account_state.refuses("这张卡不是贵行发行的。", next=("call_12333",))
def not_your_card(case: Case[Asked]) -> bool:
    return case.asker.kind is AskerKind.PARTY and case.asker.code != case.card.bank


@report_account_state.refuses(
    "这家银行已联网，账户状态由银行系统直接登记，不需要人工登记。", next=("bank_hotline", "wait")
)
def bank_answers_itself(case: Case[Asked]) -> bool:
    return case.directory.is_connected(case.card.bank)


@report_account_state.refuses("银行账户已经注销，状态不再变化。", next=("nothing",))
def account_closed(case: Case[Asked]) -> bool:
    return case.financial.state in ENDED


def mirrored(case: Case[Asked]) -> State:
    """What the account is beneath a loss report."""
    standing = case.financial
    return standing.before if standing.before and standing.state in REPORTED_LOST else standing.state


@report_account_state.refuses(
    "账户还没有激活，激活须另行登记。", next=("activate_account",), because=articles.SHAANXI_ACTIVATE_ACCOUNT
)
def not_activated(case: Case[Asked]) -> bool:
    return mirrored(case) is State.INACTIVE and case.asked.reported is Reported.ACTIVE


@report_account_state.refuses("账户状态没有变化。", next=("nothing",), field="reported")
def state_unchanged(case: Case[Asked]) -> bool:
    return mirrored(case).value == case.asked.reported.value


@report_account_state.grants("账户状态已登记为“{reported}”；挂失仍然有效的，状态在解挂后显示。", next=("bank_hotline",))
def mirror(case: Case[Asked]) -> Iterable[Event]:
    yield AccountStateReported(card_id=case.card.card_id, state=State(case.asked.reported.value))
