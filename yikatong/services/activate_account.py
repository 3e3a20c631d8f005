"""激活金融功能: done by the bank, heard by us. Asked elsewhere, we say where to go and what to bring."""

from collections.abc import Iterable
from dataclasses import dataclass

from yikatong.cards.card import Tenure
from yikatong.cards.events import AccountActivated, Event
from yikatong.cards.states import REPORTED_LOST, State
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.service import Material, Service
from yikatong.policies import articles
from yikatong.policies import parameters as p


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Nothing is asked: the bank says that it has activated the account of this card."""


activate_account = Service(
    code="activate_account",
    name="激活金融功能",
    summary="本人持有效身份证件到发卡银行网点激活银行账户，不能网上办理，也不能代办。",
    asks=Asked,
    channels={
        Channel.BANK: Assurance.NONE, Channel.PORTAL: Assurance.NONE, Channel.DESK: Assurance.NONE,
        Channel.HOTLINE: Assurance.NONE, Channel.KIOSK: Assurance.NONE,
    },
    askers=frozenset({AskerKind.PARTY, AskerKind.HOLDER}),
    card=(Tenure.CURRENT, Tenure.COMING, Tenure.GONE),
    materials=(Material("本人有效身份证件", articles.SHAANXI_ACTIVATE_ACCOUNT),),
    policies=(p.account_activation_in_person,),
    prominence=76,
    synonyms=("激活银行卡", "激活金融账户", "银行密码", "开通银行账户"),
)  # fmt: skip


def by_bank(case: Case[Asked]) -> bool:
    return case.channel is Channel.BANK and case.asker.kind is AskerKind.PARTY


@activate_account.refuses(
    "金融功能由发卡银行激活，请本人持有效身份证件到银行网点办理：{bank_words}。",
    next=("bank_counter", "bank_hotline", "find_outlet"), because=articles.SHAANXI_ACTIVATE_ACCOUNT,
)  # fmt: skip
def bank_activates(case: Case[Asked]) -> bool:
    return not by_bank(case)


@activate_account.refuses("这张卡不是贵行发行的。", next=("call_12333",))
def not_your_card(case: Case[Asked]) -> bool:
    return by_bank(case) and case.asker.code != case.card.bank


@activate_account.refuses(
    "激活须由本人持有效身份证件到网点当面办理。", next=("bank_counter",), because=p.account_activation_in_person
)
def not_in_person(case: Case[Asked]) -> bool:
    return by_bank(case) and case.assurance < Assurance.PRESENT and case.value(p.account_activation_in_person)


@activate_account.refuses("这张卡还没有领取（{stage}），领取后才能激活。", next=("collect", "track"))
def not_collected(case: Case[Asked]) -> bool:
    return not case.card.collected


@activate_account.refuses("这张卡的社保功能已经注销，账户不能再激活。", next=("close_account", "apply"))
def card_ended(case: Case[Asked]) -> bool:
    return case.card.ended


@activate_account.refuses("金融功能已经激活，可以正常使用。", next=("keep_using",))
def account_active(case: Case[Asked]) -> bool:
    return case.financial.state is State.ACTIVE


@activate_account.refuses("金融功能已挂失（{financial_state}），请先到银行解挂。", next=("lift_loss", "replace"))
def account_lost(case: Case[Asked]) -> bool:
    return case.financial.state in REPORTED_LOST


@activate_account.refuses("账户现在是“{financial_state}”，请向发卡银行咨询。", next=("bank_hotline", "bank_counter"))
def account_stopped(case: Case[Asked]) -> bool:
    return case.financial.state in (State.LOCKED, State.FROZEN, State.CLOSED)


@activate_account.grants("金融功能已激活，可以存取款、领取待遇。", next=("keep_using", "enable"))
def activate(case: Case[Asked]) -> Iterable[Event]:
    yield AccountActivated(card_id=case.card.card_id)
