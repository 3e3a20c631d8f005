"""委托与监护登记: leave to act for the holder, for some time, and for one matter or all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from yikatong.cards.events import Event, MandateRegistered
from yikatong.cards.identity import age_on
from yikatong.cards.person import MandateKind
from yikatong.catalogue.card_kinds import IdText, PersonName
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.matters import Matter
from yikatong.catalogue.service import Facts, Material, Service
from yikatong.policies import articles
from yikatong.policies import parameters as p

ADULT_YEARS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    kind: Annotated[MandateKind, Label("委托还是监护")]
    agent_id_number: Annotated[IdText, Label("代理人或监护人的证件号码")]
    agent_name: Annotated[PersonName, Label("代理人或监护人的姓名")]
    ends_on: Annotated[date, Label("有效期止（含当日）")]
    starts_on: Annotated[date | None, Label("有效期起", "不填则为今天。")] = None
    matter: Annotated[Matter | None, Label("委托办理的事项", "不选则为全部事项。")] = None
    incapable: Annotated[bool, Label("成年被监护人已有行为能力认定")] = False


register_mandate = Service(
    code="register_mandate",
    name="委托或监护登记",
    summary="登记代理人或监护人，登记后可代为办理社保卡业务。发卡地另有规定须本人办理的除外。",
    asks=Asked,
    channels={Channel.DESK: Assurance.PRESENT, Channel.PORTAL: Assurance.FACE},
    askers=frozenset({AskerKind.HOLDER, AskerKind.OFFICER}),
    card=(),
    materials=(
        Material("双方有效身份证件", articles.SHAANXI_PIN_RESET),
        Material("监护关系证明（监护登记时）", articles.AGENCY_AID),
    ),
    policies=(p.mandate_days_max,),
    undone_by="revoke_mandate",
    synonyms=("代办", "委托", "授权", "代理", "监护人", "替父母办", "替孩子办"),
)  # fmt: skip


def starts(case: Case[Asked]) -> date:
    return case.asked.starts_on or case.today


@register_mandate.refuses(
    "代理人不能是持卡人本人。", next=("nothing",), because=articles.CIVIL_AGENCY, field="agent_id_number"
)
def agent_is_holder(case: Case[Asked]) -> bool:
    words = case.person.words
    return words is not None and case.asked.agent_id_number.number == words.id_number


@register_mandate.refuses("须由经办人员在网点核对双方证件后登记。", next=("desk", "bring_documents"))
def documents_unchecked(case: Case[Asked]) -> bool:
    """The holder alone may appoint an agent, never a guardian; without an index nobody is known to be meant."""
    at_desk = case.channel is Channel.DESK and case.asker.kind is AskerKind.OFFICER
    alone = case.asker.kind is AskerKind.HOLDER and case.asked.kind is MandateKind.AGENT
    indexed = bool(case.asked.agent_id_number) and "agent_id_number" in case.outside.indexes
    return not indexed or not (at_desk or alone)


@register_mandate.refuses(
    "持卡人已成年，没有行为能力认定，不能登记监护；可以登记委托。",
    next=("register_mandate", "desk"), because=articles.CIVIL_MAJORITY, field="kind",
)  # fmt: skip
def guardian_needless(case: Case[Asked]) -> bool:
    born_on, guardian = case.person.born_on, case.asked.kind is MandateKind.GUARDIAN
    return guardian and born_on is not None and age_on(born_on, case.today) >= ADULT_YEARS and not case.asked.incapable


@register_mandate.refuses(
    "监护期不能超过持卡人年满18周岁之日。", next=("change_dates",), because=articles.CIVIL_MAJORITY, field="ends_on"
)
def ends_after_majority(case: Case[Asked]) -> bool:
    born_on = case.person.born_on
    if case.asked.kind is not MandateKind.GUARDIAN or born_on is None or age_on(born_on, case.today) >= ADULT_YEARS:
        return False
    return age_on(born_on, case.asked.ends_on) >= ADULT_YEARS and not case.asked.incapable


@register_mandate.refuses("有效期止早于有效期起。", next=("change_dates",), field="ends_on")
def dates_reversed(case: Case[Asked]) -> bool:
    return case.asked.ends_on < starts(case)


@register_mandate.refuses("有效期不能从过去开始。", next=("change_dates",), field="starts_on")
def starts_in_past(case: Case[Asked]) -> bool:
    return starts(case) < case.today


@register_mandate.refuses(
    "委托最长{mandate_days_max}，您填写的是{days}天。",
    next=("change_dates",),
    because=p.mandate_days_max,
    field="ends_on",
)
def too_long(case: Case[Asked]) -> bool | Facts:
    days = (case.asked.ends_on - starts(case)).days + 1
    agent = case.asked.kind is MandateKind.AGENT
    return agent and days > case.value(p.mandate_days_max) and {"days": days}


@register_mandate.grants(
    "已登记{kind}，{starts_on}至{ends_on}有效，编号{mandate_id}，可随时撤销。", next=("revoke_mandate",)
)
def register(case: Case[Asked]) -> Iterable[Event]:
    asked = case.asked
    yield MandateRegistered(
        mandate_id=case.outside.reference, kind=asked.kind, agent=case.outside.indexes["agent_id_number"],
        starts_on=starts(case), ends_on=asked.ends_on, scopes=(asked.matter.value,) if asked.matter else (),
        agent_name=asked.agent_name,
    )  # fmt: skip
