"""注销金融功能: the bank closes the account at its counter, takes the card back, and tells us."""

from collections.abc import Iterable
from dataclasses import dataclass

from yikatong.cards.card import Tenure
from yikatong.cards.events import AccountClosed, Event
from yikatong.cards.states import ENDED, Function, State
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.service import Material, Service
from yikatong.policies import articles
from yikatong.policies import parameters as p


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Nothing is asked: the bank says that it has closed the account of this card."""


def warning(case: Case[Asked]) -> str | None:
    return "销户后账户不能恢复，卡片由银行收回并销毁。"


close_account = Service(
    code="close_account",
    name="注销金融功能",
    summary="社保卡不再使用时，本人持有效身份证件和社保卡到发卡银行网点销户，不能网上办理。",
    asks=Asked,
    channels={
        Channel.BANK: Assurance.PRESENT, Channel.PORTAL: Assurance.NONE, Channel.DESK: Assurance.NONE,
        Channel.HOTLINE: Assurance.NONE, Channel.KIOSK: Assurance.NONE,
    },
    askers=frozenset({AskerKind.PARTY, AskerKind.HOLDER}),
    card=(Tenure.GONE, Tenure.CURRENT, Tenure.COMING),
    irrevocable=warning,
    materials=(Material("本人有效身份证件、社保卡", articles.SHAANXI_CARD_DESTROYED),),
    policies=(p.cancel_social_first,),
    synonyms=("销户", "注销银行账户", "注销银行卡"),
)  # fmt: skip


def by_bank(case: Case[Asked]) -> bool:
    return case.channel is Channel.BANK and case.asker.kind is AskerKind.PARTY


@close_account.refuses(
    "银行账户由发卡银行注销，请本人持有效身份证件和社保卡到银行网点办理：{bank_words}。",
    next=("bank_counter", "bank_hotline", "find_outlet"), because=articles.NATIONAL_CLOSE_AT_COUNTER,
)  # fmt: skip
def bank_closes(case: Case[Asked]) -> bool:
    return not by_bank(case)


@close_account.refuses("这张卡不是贵行发行的。", next=("call_12333",))
def not_your_card(case: Case[Asked]) -> bool:
    return by_bank(case) and case.asker.code != case.card.bank


@close_account.refuses("银行账户已经注销，不需要再办理。", next=("nothing",))
def already_closed(case: Case[Asked]) -> bool:
    return case.financial.state in ENDED


@close_account.refuses(
    "须先注销社保功能（现在是“{state}”），再注销银行账户。", next=("cancel",), because=p.cancel_social_first
)
def social_not_cancelled(case: Case[Asked]) -> bool:
    """A card that a formal report has made unusable is closed at the counter without more (national guide, 问8)."""
    unusable = case.card.ended or case.social.state is State.LOST
    return not unusable and case.value(p.cancel_social_first)


@close_account.refuses(
    "账户资金还没有处理完，取出或转走后才能销户。",
    next=("settle_funds", "settle_accounts"), because=articles.SHAANXI_FUNDS_FIRST,
)  # fmt: skip
def funds_unsettled(case: Case[Asked]) -> bool:
    return Function.FINANCIAL not in case.card.settled and case.financial.state not in ENDED


@close_account.refuses("账户已冻结，解除冻结后才能销户。", next=("bank_counter",), because=articles.NATIONAL_BANK_RULES)
def account_frozen(case: Case[Asked]) -> bool:
    return case.financial.state is State.FROZEN


@close_account.grants("银行账户已注销，卡片由银行收回并销毁。", next=("nothing", "apply"))
def close(case: Case[Asked]) -> Iterable[Event]:
    yield AccountClosed(card_id=case.card.card_id)
