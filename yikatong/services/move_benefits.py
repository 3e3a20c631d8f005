"""变更待遇发放账户: benefits go to the account of this card, from a payment that its holder is told beforehand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yikatong.cards.card import Tenure
from yikatong.cards.events import BenefitsMoved, Event
from yikatong.cards.orders import OrderKind
from yikatong.cards.states import State
from yikatong.catalogue.banking import under_way
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.service import Service
from yikatong.catalogue.terms import words_of
from yikatong.policies import parameters as p

KEEP_OLD = "原账户请保留到新账户收到第一笔待遇之后再注销。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Nothing is asked: the card says to whose account benefits are to go."""


def holds_from(case: Case[Asked]) -> date:
    """The first day of the month whose payment goes to the new account: lists that are closed stay as they are."""
    today = case.today
    months = today.month + (1 if today.day <= case.value(p.benefits_list_closes_on_day) else 2)
    return date(today.year + (months - 1) // 12, (months - 1) % 12 + 1, 1)


def warning(case: Case[Asked]) -> str | None:
    return f"{words_of(holds_from(case))}起的待遇发放到这张卡的账户，此前的仍发放到原账户。{KEEP_OLD}"


move_benefits = Service(
    code="move_benefits",
    name="变更待遇发放账户",
    summary="补换卡或跨省换卡后，把养老金等待遇改发到新卡的账户。原账户先保留，收到第一笔待遇后再注销。",
    asks=Asked,
    channels={Channel.DESK: Assurance.PRESENT, Channel.PORTAL: Assurance.FACE, Channel.KIOSK: Assurance.FACE},
    askers=frozenset({AskerKind.HOLDER, AskerKind.GUARDIAN}),
    card=(Tenure.CURRENT, Tenure.COMING, Tenure.GONE),
    irrevocable=warning,
    policies=(p.benefits_list_closes_on_day,),
    prominence=40,
    synonyms=("养老金账户", "改发放账户", "待遇账户", "退休金打到新卡", "换卡后养老金"),
)  # fmt: skip


@move_benefits.refuses("这张卡还没有领取（{stage}），领取并激活账户后才能改发待遇。", next=("collect", "track"))
def not_collected(case: Case[Asked]) -> bool:
    return not case.card.collected and not case.card.ended


@move_benefits.refuses("这张卡已经失效，待遇不能发放到它的账户。", next=("choose_card", "apply"))
def card_ended(case: Case[Asked]) -> bool:
    return case.card.ended


@move_benefits.refuses(
    "这张卡的银行账户现在是“{financial_state}”，能够正常收款后才能改发待遇。",
    next=("activate_account", "lift_loss", "bank_counter"),
)  # fmt: skip
def account_not_usable(case: Case[Asked]) -> bool:
    return case.financial.state is not State.ACTIVE and case.card.collected and not case.card.ended


@move_benefits.refuses(
    "银行还没有答复挂失或销户指令，答复后账户仍能收款的才能改发待遇。", next=("wait", "bank_hotline")
)
def account_ending(case: Case[Asked]) -> bool:
    return under_way(
        case, OrderKind.CLOSE_ACCOUNT, OrderKind.PAY_OUT, OrderKind.REPORT_TEMPORARY_LOSS, OrderKind.REPORT_FORMAL_LOSS
    )


@move_benefits.refuses("待遇已经登记为发放到这张卡的账户，不需要再办理。", next=("nothing",))
def paid_here_already(case: Case[Asked]) -> bool:
    return case.person.benefits_card == case.card.card_id


def words(case: Case[Asked]) -> str:
    return (
        f"待遇发放账户已变更。{words_of(holds_from(case))}起的待遇发放到这张卡的账户，此前的仍发放到原账户。{KEEP_OLD}"
    )


@move_benefits.grants(words, next=("wait", "close_account"))
def move(case: Case[Asked]) -> Iterable[Event]:
    yield BenefitsMoved(card_id=case.card.card_id, holds_from=holds_from(case))
