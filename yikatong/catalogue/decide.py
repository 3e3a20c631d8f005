"""The one procedure that reads a declaration: ``decide`` and, for menus, ``openings``."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from yikatong.cards.card import Card
from yikatong.cards.events import Event
from yikatong.catalogue.banking import ORDER_UNANSWERED, ordered_words, through_bank, waiting_words, waits_for
from yikatong.catalogue.case import Case, NotAsked, Unasked
from yikatong.catalogue.common import CARD_RULES, COMMON_RULES, assurance_too_low, person_unknown
from yikatong.catalogue.kinds import choices_of
from yikatong.catalogue.service import Errand, Facts, Finding, Next, RefusalRule, Service, Why
from yikatong.catalogue.terms import Terms, render
from yikatong.policies.parameter import Parameter
from yikatong.policies.policy import PolicyMissing
from yikatong.policies.ruling import Ruling, Source


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason: its stable code, the words, what it rests on, what to do next, and the answer it is about, if one."""

    code: str
    words: str
    next: Next
    ruling: Ruling[Any] | None = None
    source: Source | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """``events`` of an act, ``findings`` of an answer, ``errands`` of a share-out: exactly one is not empty."""

    words: str
    next: Next
    rulings: tuple[Ruling[Any], ...]
    events: tuple[Event, ...] = ()
    findings: tuple[Finding, ...] = ()
    errands: tuple[Errand, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    refusals: tuple[Refusal, ...]
    rulings: tuple[Ruling[Any], ...]


Decision = Granted | Refused
TOO_LOW = assurance_too_low.__name__


def decide(service: Service[Any], case: Case[Any]) -> Decision:
    """Decide one case. Total: every case of every service gets an answer, with all reasons at once."""
    try:
        rulings = rulings_of(service, case)
        refusals = _reasons(service, case)
    except PolicyMissing as missing:
        return Refused((_missing(missing),), ())
    if refusals:
        return Refused(refusals, rulings)
    return _grant(service, case, rulings)


def rulings_of(service: Service[Any], case: Case[Any]) -> tuple[Ruling[Any], ...]:
    """The policy values in force for this case, of every parameter that the service declares."""
    ruling, region, today = case.policies.ruling, case.region, case.today
    return tuple([ruling(parameter, region, today) for parameter in service.policies])


def _missing(missing: PolicyMissing) -> Refusal:
    return Refusal("policy_missing", f"{missing}。系统不作推测，请由人工办理。", ("call_12333", "desk"))


def _reasons(service: Service[Any], case: Case[Any]) -> tuple[Refusal, ...]:
    """The reasons of the rules; where there are none, that the bank has to answer another order first."""
    found = tuple(_refusals(service, case))
    waits = None if found else waits_for(case, service.act)
    return (Refusal(ORDER_UNANSWERED, waiting_words(case, waits), ("wait", "bank_hotline")),) if waits else found


def _refusals(service: Service[Any], case: Case[Any]) -> Iterator[Refusal]:
    without_card = bool(service.card) and case.chosen is None
    for rule in (*COMMON_RULES, *CARD_RULES) if without_card else COMMON_RULES:
        try:
            facts = rule.holds(service, case)
        except NotAsked:
            continue
        if facts:
            yield _refusal(service, case, rule.bound(service), facts)
    if without_card or person_unknown(service, case):
        return
    for own in service.refusals:
        try:
            facts = own.holds(case)
        except NotAsked:
            continue
        if facts:
            yield _refusal(service, case, own, facts)


def _refusal(service: Service[Any], case: Case[Any], rule: RefusalRule[Any], facts: bool | Facts) -> Refusal:
    known: Mapping[str, object] = {} if isinstance(facts, bool) else facts
    words = render(rule.words, case, Terms(service, case, known))
    ruling, source = _why(rule.because, case)
    return Refusal(rule.code, words, rule.next, ruling, source, rule.field)


def _why(because: Why, case: Case[Any]) -> tuple[Ruling[Any] | None, Source | None]:
    if callable(because):
        because = because(case)
    if isinstance(because, Parameter):
        ruling = case.policies.ruling(because, case.region, case.today)
        return ruling, ruling.source
    return None, because


def _grant(service: Service[Any], case: Case[Any], rulings: tuple[Ruling[Any], ...]) -> Granted:
    wished = tuple(service.act(case)) if service.act else ()
    findings = tuple(service.answer(case)) if service.answer else ()
    errands = tuple(service.share(case)) if service.share else ()
    events = through_bank(case, wished)
    said = render(service.granted_words, case, Terms(service, case, {}, wished))
    words = ordered_words(case, wished, events, said)
    return Granted(words, service.next, rulings, events, findings, errands)


@dataclass(frozen=True, slots=True)
class Opening:
    """A line of a menu: may this service be asked now, and if not, why. ``closed`` greys single choices."""

    service: Service[Any]
    card: Card | None
    refusals: tuple[Refusal, ...]
    closed: tuple[tuple[str, str, tuple[Refusal, ...]], ...] = ()

    @property
    def open(self) -> bool:
        return not self.refusals


def opening(service: Service[Any], case: Case[Any]) -> Opening:
    """What ``decide`` can already say before anything is filled in; ``case.asked`` is ignored.

    A service whose answers include choices (which function, temporary or formal) is open when some combination of
    them is; a choice value that is refused in each combination is reported in ``closed``. Where the person is not
    known surely enough, that is the reason only if nothing else would refuse afterwards.
    """
    needed = service.channels.get(case.channel, case.assurance)
    if case.assurance >= needed:
        return _opening(service, case)
    known = _opening(service, replace(case, assurance=needed))
    if not known.open:
        return known
    refusals = refusals_before_answers(service, case, {})
    return replace(known, refusals=tuple(r for r in refusals if r.code == TOO_LOW) or refusals)


def _opening(service: Service[Any], case: Case[Any]) -> Opening:
    choices = choices_of(service.asks)
    tried = [
        (combination, refusals_before_answers(service, case, combination))
        for combination in (dict(zip(choices, values, strict=True)) for values in product(*choices.values()))
    ]
    if all(refusals for _, refusals in tried):
        return Opening(service, case.chosen, _shared(tried))
    return Opening(service, case.chosen, (), tuple(_closed(choices, tried)))


def refusals_before_answers(service: Service[Any], case: Case[Any], known: Mapping[str, object]) -> tuple[Refusal, ...]:
    try:
        return _reasons(service, replace(case, asked=Unasked(known)))
    except PolicyMissing as missing:
        return (_missing(missing),)


Tried = list[tuple[dict[str, object], tuple[Refusal, ...]]]


def _shared(tried: Tried) -> tuple[Refusal, ...]:
    """Reasons common to all combinations, or else those of the combination that is refused least."""
    fewest = min((refusals for _, refusals in tried), key=len)
    codes = set.intersection(*({r.code for r in refusals} for _, refusals in tried))
    return tuple(r for r in fewest if r.code in codes) or fewest


def _closed(choices: Mapping[str, tuple[object, ...]], tried: Tried) -> Iterable[tuple[str, str, tuple[Refusal, ...]]]:
    for name, values in choices.items():
        for value in values:
            with_it = [refusals for combination, refusals in tried if combination[name] == value]
            if value is not None and all(with_it):
                yield name, str(value), min(with_it, key=len)
