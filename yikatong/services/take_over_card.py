"""转入: take over a card that a former system issued, as it stood there. How a bureau brings its people along."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from yikatong.cards.card import Tenure
from yikatong.cards.events import CardTakenOver, Event
from yikatong.cards.states import State
from yikatong.catalogue.card_kinds import BankCode, CodeText, Mobile, OutletCode, PersonName, RegionCode
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.issuing import CARD_NO, registered
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Service
from yikatong.policies import articles


class SocialState(StrEnum):
    SEALED = "sealed"
    NORMAL = "normal"
    LOCKED = "locked"

    @property
    def words(self) -> str:
        return State(self).words


class AccountState(StrEnum):
    INACTIVE = "inactive"
    ACTIVE = "active"
    FROZEN = "frozen"

    @property
    def words(self) -> str:
        return State(self).words


class Generation(StrEnum):
    SECOND = "2"
    THIRD = "3"

    @property
    def words(self) -> str:
        return "第二代" if self is Generation.SECOND else "第三代"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    name: Annotated[PersonName, Label("姓名")]
    mobile: Annotated[Mobile, Label("手机号码")]
    region: Annotated[RegionCode, Label("发卡地")]
    bank: Annotated[BankCode, Label("社保卡服务银行")]
    outlet: Annotated[OutletCode, Label("领卡网点")]
    card_no: Annotated[CodeText, Label("卡号", "1位字母加8位字母或数字。")]
    issued_on: Annotated[date, Label("发卡日期")]
    valid_until: Annotated[date, Label("有效期止")]
    generation: Annotated[Generation, Label("第几代卡")] = Generation.SECOND
    social: Annotated[SocialState, Label("社保功能状态")] = SocialState.NORMAL
    financial: Annotated[AccountState, Label("金融功能状态")] = AccountState.ACTIVE


take_over_card = Service(
    code="take_over_card",
    name="原系统社保卡转入",
    summary="把原系统已发放的社保卡按原状态转入，持卡人不需要办理任何手续。",
    asks=Asked,
    channels={Channel.OFFICER: Assurance.NONE},
    askers=frozenset({AskerKind.OFFICER}),
    card=(),
    registers=True,
    synonyms=("迁移", "历史数据"),
)


@take_over_card.refuses("没有收到持卡人的证件号码，不能转入。", next=("mend_file",), because=articles.CITIZEN_NUMBER)
def id_number_missing(case: Case[Asked]) -> bool:
    return not case.person.known and case.outside.id_number is None


@take_over_card.refuses("这位参保人在本省已有社保卡。", next=("card_status",), because=articles.NATIONAL_ONE_CARD)
def has_card(case: Case[Asked]) -> bool:
    return bool(case.person.in_province(case.region[:2], Tenure.CURRENT))


@take_over_card.refuses("卡号应为1位大写字母加8位大写字母或数字。", next=("mend_file",), field="card_no")
def card_no_malformed(case: Case[Asked]) -> bool:
    return CARD_NO.fullmatch(case.asked.card_no) is None


@take_over_card.refuses("发卡日期应早于有效期止，且不晚于今天。", next=("mend_file",), field="valid_until")
def dates_unfit(case: Case[Asked]) -> bool:
    return case.asked.issued_on >= case.asked.valid_until or case.asked.issued_on > case.today


@take_over_card.grants("原系统的社保卡已转入，编号{card_id}。", next=("card_status",))
def take_over(case: Case[Asked]) -> Iterable[Event]:
    asked, number = case.asked, case.outside.id_number
    if number and not case.person.known:
        yield registered(number, asked.name, asked.mobile, None)
    yield CardTakenOver(
        card_id=case.outside.reference, region=case.region, bank=asked.bank, outlet=asked.outlet,
        card_no=asked.card_no, issued_on=asked.issued_on, valid_until=asked.valid_until,
        generation=int(asked.generation), social=State(asked.social), financial=State(asked.financial),
    )  # fmt: skip
