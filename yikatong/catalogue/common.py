"""Reasons that any service may have to refuse, declared once for all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yikatong.cards.card import Card
from yikatong.cards.person import MandateKind, Person
from yikatong.catalogue.case import Case, Unasked
from yikatong.catalogue.channels import BY_MANDATE
from yikatong.catalogue.service import Facts, Next, RefusalRule, Service, Why
from yikatong.catalogue.terms import words_of
from yikatong.policies import parameters as p
from yikatong.policies.policy import Parameter

Holds = Callable[[Service[Any], Case[Any]], bool | Facts]


@dataclass(frozen=True, slots=True)
class CommonRule:
    """Like a service's own rule, but it is asked about the declaration as well."""

    words: str
    next: Next
    holds: Holds
    because: Callable[[Service[Any]], Why] = lambda _: None

    @property
    def code(self) -> str:
        return self.holds.__name__

    def bound(self, service: Service[Any]) -> RefusalRule[Any]:
        return RefusalRule(self.code, self.words, self.next, self.because(service), lambda _: True)


def channel_not_offered(service: Service[Any], case: Case[Any]) -> bool | Facts:
    if case.channel in service.channels:
        return False
    return {"name": service.name, "offered": tuple(service.channels)}


def channel_not_here(service: Service[Any], case: Case[Any]) -> bool | Facts:
    here = service.channels_here
    if here is None or case.channel not in service.channels or case.channel in case.value(here):
        return False
    return {"name": service.name, "offered": here.words(case.value(here))}


def assurance_too_low(service: Service[Any], case: Case[Any]) -> bool | Facts:
    needed = service.channels.get(case.channel)
    return {"needed": needed} if needed is not None and case.assurance < needed else False


def asker_not_entitled(service: Service[Any], case: Case[Any]) -> bool | Facts:
    return case.asker.kind not in service.askers and {"entitled": words_of(sorted(service.askers))}


def mandate_missing(service: Service[Any], case: Case[Any]) -> bool:
    if case.asker.kind not in BY_MANDATE & service.askers:
        return False
    kind = MandateKind(case.asker.kind)
    return not any(m.covers(service.code, kind, case.asker.code, case.today) for m in case.person.mandates)


def _mandate_parameter(service: Service[Any], case: Case[Any]) -> Parameter[bool | None] | None:
    if case.asker.kind not in BY_MANDATE & service.askers:
        return None
    here = service.by_mandate_here
    return here(case) if callable(here) else here


def mandate_not_accepted(service: Service[Any], case: Case[Any]) -> bool | Facts:
    parameter = _mandate_parameter(service, case)
    return parameter is not None and case.value(parameter) is False and {"name": service.name}


def mandate_rule_unsaid(service: Service[Any], case: Case[Any]) -> bool | Facts:
    parameter = _mandate_parameter(service, case)
    return parameter is not None and case.value(parameter) is None and {"name": service.name}


def person_unknown(service: Service[Any], case: Case[Any]) -> bool | Facts:
    if not service.about_person or service.registers or case.person.known:
        return False
    return {"fee": "首次申领免费。" if case.value(p.first_card_fee_yuan) == 0 else ""}


COMMON_RULES = (
    CommonRule("“{name}”不在{channel}办理，可以通过{offered}办理。", ("call_12333",), channel_not_offered),
    CommonRule(
        "按发卡地规定，“{name}”不在{channel}办理，可以通过{offered}办理。",
        ("call_12333",), channel_not_here, lambda service: service.channels_here,
    ),
    CommonRule("办理这项业务需要先核实您的身份：{needed}。", ("step_up", "desk"), assurance_too_low),
    CommonRule("这项业务只能由{entitled}办理。", ("call_12333",), asker_not_entitled),
    CommonRule(
        "没有找到在有效期内、包含这项业务的委托或监护登记。",
        ("register_mandate", "desk"), mandate_missing,
    ),
    CommonRule(
        "按发卡地规定，“{name}”须由本人办理，不能代办。",
        ("desk", "call_12333"), mandate_not_accepted, lambda service: service.by_mandate_here,
    ),
    CommonRule(
        "发卡地没有规定“{name}”能否代办，系统不作推测，请先向发卡地咨询。",
        ("call_12333", "desk"), mandate_rule_unsaid, lambda service: service.by_mandate_here,
    ),
    CommonRule(
        "系统中没有查到这位参保人的社保卡信息，可由本人或单位申领。{fee}",
        ("apply", "call_12333"), person_unknown, lambda service: p.first_card_fee_yuan,
    ),
)  # fmt: skip


def card_missing(service: Service[Any], case: Case[Any]) -> bool:
    return case.person.known and not candidates(service, case.person)


def card_ambiguous(service: Service[Any], case: Case[Any]) -> bool | Facts:
    found = candidates(service, case.person)
    return len(found) > 1 and {"count": len(found)}


def card_not_found(service: Service[Any], case: Case[Any]) -> bool:
    return len(candidates(service, case.person)) == 1


CARD_RULES = (
    CommonRule("没有查到您指定的那张社保卡。", ("choose_card", "call_12333"), card_not_found),
    CommonRule("没有可以办理这项业务的社保卡。", ("track", "apply"), card_missing),
    CommonRule("您名下有{count}张社保卡，请先选定要办理的一张。", ("choose_card", "review_cards"), card_ambiguous),
)


def candidates(service: Service[Any], person: Person) -> tuple[Card, ...]:
    """The cards that this service may act upon: those of the first preferred tenure that has any."""
    for tenure in service.card:
        if found := tuple(c for c in person.cards if person.tenure(c) is tenure):
            return found
    return ()


def choose_card(service: Service[Any], person: Person, card_id: str | None, region: str) -> Card | None:
    """The card meant: the one named, else the only candidate, else the only one of the region's province.

    A named card that the service does not act upon is none: an application that failed is not produced on.
    """
    if not service.card:
        return None
    if card_id:
        named = person.card(card_id)
        return named if named and person.tenure(named) in service.card else None
    found = candidates(service, person)
    if len(found) > 1:
        found = tuple(c for c in found if c.province == region[:2])
    return found[0] if len(found) == 1 else None


def governing_region(card: Card | None, region: str, asked: object = None) -> str:
    """The card's issuing region governs card services; without a card the region asked for, else the one named."""
    if card is not None:
        return card.region
    return region if isinstance(asked, Unasked) else getattr(asked, "region", None) or region
