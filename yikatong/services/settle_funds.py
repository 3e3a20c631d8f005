"""登记资金已处理: the bank says it of its account, the bureau of the social medical account."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.card import Tenure
from yikatong.cards.events import Event, FundsSettled
from yikatong.cards.states import ENDED, Function
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Service
from yikatong.policies import articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    function: Annotated[Function, Label("哪一部分资金", "社保功能指医保个人账户，金融功能指银行账户。")]


settle_funds = Service(
    code="settle_funds",
    name="登记卡内资金已处理",
    summary="注销前处理卡内资金：医保个人账户由经办机构登记，银行账户由发卡银行登记。",
    asks=Asked,
    channels={Channel.BANK: Assurance.NONE, Channel.OFFICER: Assurance.NONE, Channel.DESK: Assurance.PRESENT},
    askers=frozenset({AskerKind.PARTY, AskerKind.OFFICER}),
    card=(Tenure.CURRENT, Tenure.GONE, Tenure.COMING),
    synonyms=("资金清退", "余额", "结清", "取出余额"),
)


@settle_funds.refuses("这一部分资金已经登记为处理完毕。", next=("cancel", "close_account"))
def already_settled(case: Case[Asked]) -> bool:
    return case.asked.function in case.card.settled


@settle_funds.refuses("银行账户已经销户，没有资金需要处理。", next=("nothing",))
def account_closed(case: Case[Asked]) -> bool:
    return case.asked.function is Function.FINANCIAL and case.financial.state in ENDED


@settle_funds.refuses(
    "银行账户的资金由发卡银行登记：{bank_words}。", next=("bank_counter",), because=articles.SHAANXI_FUNDS_FIRST
)
def bank_settles(case: Case[Asked]) -> bool:
    by_bank = case.channel is Channel.BANK and case.asker.kind is AskerKind.PARTY
    return case.asked.function is Function.FINANCIAL and not by_bank


@settle_funds.refuses(
    "医保个人账户的资金由社保经办机构登记。", next=("insured_place",), because=articles.SHAANXI_FUNDS_FIRST
)
def agency_settles(case: Case[Asked]) -> bool:
    by_agency = case.channel is not Channel.BANK and case.asker.kind is AskerKind.OFFICER
    return case.asked.function is Function.SOCIAL and not by_agency


@settle_funds.refuses("这张卡不是贵行发行的，不能由贵行登记。", next=("call_12333",))
def not_your_card(case: Case[Asked]) -> bool:
    return case.asker.kind is AskerKind.PARTY and case.asker.code != case.card.bank


@settle_funds.grants("已登记：{function}的资金处理完毕。", next=("cancel", "close_account"))
def settle(case: Case[Asked]) -> Iterable[Event]:
    yield FundsSettled(card_id=case.card.card_id, function=case.asked.function)
