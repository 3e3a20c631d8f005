"""An answer in its four parts: what happened, why, what next, under which reference."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from yikatong.cards.events import AccountOrdered, PinRefused
from yikatong.cards.masking import mask_id_number_in_lists, mask_name
from yikatong.catalogue.decide import Decision, Granted, Refusal
from yikatong.catalogue.service import Finding, Next, Service
from yikatong.catalogue.steps import step_words
from yikatong.catalogue.terms import words_of
from yikatong.office.ask import Outcome
from yikatong.policies import regions
from yikatong.policies.policy import Ruling, Source
from yikatong.services import catalogue

HOTLINE = "如有疑问，请拨打12333。"


@cache
def service_names() -> dict[str, str]:
    return {code: service.name for code, service in catalogue().items()}


@dataclass(frozen=True, slots=True)
class Step:
    """A next step. ``service`` is set where it is one of ours and can be linked to."""

    code: str
    words: str
    service: str | None


@dataclass(frozen=True, slots=True)
class Why:
    """What an answer rests on: the rule's value, its source, whose it is, since when, how sure."""

    parameter: str
    name: str
    value: str
    source: str
    place: str
    in_force_on: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to refuse."""

    code: str
    words: str
    why: Why | None
    next: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """What every channel shows. ``missed``: written down, but what was asked was not done (a wrong PIN)."""

    granted: bool
    title: str
    words: str
    reasons: tuple[Reason, ...]
    why: tuple[Why, ...]
    next: tuple[Step, ...]
    findings: tuple[Finding, ...]
    reference: str
    at: str
    place: str
    hotline: str = HOTLINE
    missed: bool = False


def steps_of(codes: Next) -> tuple[Step, ...]:
    names = service_names()
    return tuple(Step(code, step_words(code, names), code if code in names else None) for code in codes)


def why_of(ruling: Ruling[Any]) -> Why:
    return Why(
        ruling.parameter.code, ruling.parameter.name, ruling.words, ruling.source.words, regions.name(ruling.region),
        words_of(ruling.in_force_on), ruling.confidence.words,
    )  # fmt: skip


def reason_of(refusal: Refusal) -> Reason:
    why = why_of(refusal.ruling) if refusal.ruling else _cited(refusal.source)
    return Reason(refusal.code, refusal.words, why, steps_of(refusal.next))


def _cited(source: Source | None) -> Why | None:
    if source is None:
        return None
    published = words_of(source.document.published_on) if source.document.published_on else ""
    return Why("", "", "", source.words, "全国", published, "")


def answer_view(service: Service[Any], outcome: Outcome) -> AnswerView:
    decision = outcome.decision
    granted = isinstance(decision, Granted)
    missed = is_miss(decision)
    reasons = () if isinstance(decision, Granted) else tuple(reason_of(r) for r in decision.refusals)
    return AnswerView(
        granted=granted,
        missed=missed,
        title=_title(service, decision),
        words=decision.words if isinstance(decision, Granted) else "",
        reasons=reasons,
        why=tuple(why_of(r) for r in decision.rulings),
        next=steps_of(decision.next) if isinstance(decision, Granted) else (),
        findings=outcome.findings,
        reference=outcome.reference,
        at=words_of(outcome.at),
        place=regions.name(outcome.region),
    )


def is_miss(decision: Decision) -> bool:
    """Whether what was written down is no more than a PIN that was wrong: granted, counted, and nothing done."""
    events = decision.events if isinstance(decision, Granted) else ()
    return any(isinstance(event, PinRefused) for event in events)


def is_ordered(decision: Decision) -> bool:
    """Whether nothing more was done than to ask the bank: what comes of it only the bank can say."""
    events = decision.events if isinstance(decision, Granted) else ()
    return bool(events) and all(isinstance(event, AccountOrdered) for event in events)


def _title(service: Service[Any], decision: Decision) -> str:
    """The result in a few characters."""
    if is_miss(decision):
        return "密码不正确，没有办理"
    if not isinstance(decision, Granted):
        return f"现在还不能{service.name}"
    if is_ordered(decision):
        return f"{service.name}：等待银行回执"
    return f"{service.name}：已办理" if service.act else service.name


def holder_words(outcome: Outcome) -> str:
    """Whose receipt this is, masked as in lists; empty for what concerns nobody."""
    words = outcome.person.words if outcome.person else None
    return f"{mask_name(words.name)} {mask_id_number_in_lists(words.id_number)}" if words else ""
