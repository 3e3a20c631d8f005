"""What can be wrong with a declaration, told without asking it anything.

Pure: ``flaws(services)`` gives all findings, for tests and Django's system checks alike. What only shows
when a service is asked (totality, lapses, secrets) is searched for in ``tests/laws``.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from itertools import chain
from types import NoneType
from typing import Any, NamedTuple, get_args, get_type_hints

from yikatong.cards.evolve import unfoldable
from yikatong.cards.pin import Pin
from yikatong.catalogue.banking import ORDER_UNANSWERED
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.code import Code, event_names, parameters_read, strings_in
from yikatong.catalogue.common import CARD_RULES, COMMON_RULES
from yikatong.catalogue.kinds import fields_of
from yikatong.catalogue.service import Service, Text
from yikatong.catalogue.steps import STEPS
from yikatong.catalogue.terms import FORMAT
from yikatong.policies.parameter import Parameter

SENTENCE_CHARACTERS_MAX = 40
# A long sentence is a matter of taste: reported, not forbidden.
SOFT = frozenset({"sentence_long"})
COMMON_CODES = frozenset({r.code for r in (*COMMON_RULES, *CARD_RULES)} | {"policy_missing", ORDER_UNANSWERED})
CASE_TERMS = frozenset({"channel", "asker", "today"})
CARD_TERMS = frozenset(
    {"state", "since", "financial_state", "stage", "bank_words", "outlet_words", "card_no", "valid_until"}
)

Services = Mapping[str, Service[Any]]


class Flaw(NamedTuple):
    """One thing wrong: the service ("" for the vocabulary itself), a stable code, words for developers."""

    service: str
    code: str
    message: str


def flaws(services: Services) -> list[Flaw]:
    """Everything wrong with these declarations."""
    found = [Flaw(s.code, *told) for s in services.values() for told in _flaws_of(s, services)]
    misnamed = [Flaw(key, "misnamed", f"is listed as {key}") for key, s in services.items() if key != s.code]
    return [*found, *misnamed, *(Flaw("", "event_unfolded", f"no fold for {name}") for name in unfoldable())]


Told = Iterator[tuple[str, str]]


def _flaws_of(service: Service[Any], services: Services) -> Told:
    for check in CHECKS:
        yield from check(service, services)


def codes_of(service: Service[Any]) -> list[Code]:
    """The functions that a declaration is made of, with the texts that are functions."""
    rules: Iterable[object] = chain.from_iterable((r.holds, r.words, r.because) for r in service.refusals)
    own = (service.act, service.answer, service.share, service.granted_words)
    rest = (service.irrevocable, service.by_mandate_here)
    return [found for found in (*rules, *own, *rest) if callable(found)]


def module_rule(service: Service[Any], services: Services) -> Told:
    """One file, one service, named alike: what hangs on it was written in its own module."""
    holds = (r.holds for r in service.refusals)
    for part in (service.asks, service.act, service.answer, service.share, *holds):
        module = getattr(part, "__module__", service.code)
        if module.rpartition(".")[2] != service.code:
            yield "written_elsewhere", f"{getattr(part, '__name__', part)} is written in {module}"


def complete(service: Service[Any], services: Services) -> Told:
    verbs = [verb for verb in (service.act, service.answer, service.share) if verb is not None]
    if len(verbs) != 1:
        yield "verbs", f"grants, answers or shares out exactly once, not {len(verbs)} times"
    for part in ("name", "summary", "channels", "askers", "granted_words"):
        if not getattr(service, part):
            yield "incomplete", f"has no {part}"
    for rule in service.refusals:
        if not rule.words or not rule.next:
            yield "refusal_incomplete", f"{rule.code} needs words and at least one next step"


def steps_exist(service: Service[Any], services: Services) -> Told:
    known = {*services, *Channel, *STEPS}
    for step in sorted({*service.next, *(s for r in service.refusals for s in r.next)} - known):
        yield "step_unknown", f"the next step {step} is no service, channel or step"


def refusal_codes(service: Service[Any], services: Services) -> Told:
    for code, times in Counter(r.code for r in service.refusals).items():
        if times > 1:
            yield "refusal_twice", f"{code} is declared {times} times"
        if code in COMMON_CODES:
            yield "refusal_common", f"{code} is a reason common to all services"
        if not re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", code):
            yield "refusal_named_badly", f"{code} is not in snake_case"


def refusal_fields(service: Service[Any], services: Services) -> Told:
    """A refusal about one answer must name one that is asked, or no screen could point at it."""
    asks = {f.name for f in fields(service.asks)}
    for rule in service.refusals:
        if rule.field and rule.field not in asks:
            yield "refusal_field", f"{rule.code} is about {rule.field}, which is not asked"


def asked(service: Service[Any], services: Services) -> Told:
    """Every answer has a label and a kind; a Pin, and only a Pin, is read by a kind that keeps it secret."""
    asks: Any = service.asks
    try:
        found = fields_of(asks)
    except TypeError as error:
        yield "answer_undeclared", str(error)
        return
    hints = get_type_hints(asks)
    for field in found:
        if not field.label.words.strip():
            yield "label_missing", f"{field.name} has no label"
        types = set(get_args(hints[field.name]) or (hints[field.name],)) - {NoneType}
        if (types == {Pin}) != field.kind.secret:
            yield "secret_shown", f"{field.name}: a Pin, and only a Pin, has a secret kind"


def parameters_declared(service: Service[Any], services: Services) -> Told:
    """Undeclared, a value would bear on a decision without being kept among the ledger's rulings."""
    plain = (service.channels_here, service.by_mandate_here, *(r.because for r in service.refusals))
    read = {found for found in plain if isinstance(found, Parameter)}
    read = read.union(*(parameters_read(code) for code in codes_of(service)))
    for parameter in sorted(read - set(service.policies), key=lambda found: found.code):
        yield "parameter_undeclared", f"{parameter.code} is read, but not declared in policies"
    for code, times in Counter(parameter.code for parameter in service.policies).items():
        if times > 1:
            yield "parameter_twice", f"{code} is declared {times} times"


def texts_of(service: Service[Any]) -> list[tuple[str, Text[Any], Code | None]]:
    """Each text with its place and the function that supplies its facts."""
    rules = [(rule.code, rule.words, rule.holds) for rule in service.refusals]
    return [*rules, ("granted", service.granted_words, service.act), ("summary", service.summary, None)]


def templates(text: Text[Any]) -> list[str]:
    """The text itself, or the sentences that a function chooses from."""
    return [text] if isinstance(text, str) else [s for s in strings_in(text) if not s.isascii() or "{" in s]


def names_resolve(service: Service[Any], services: Services) -> Told:
    """Every name in braces is a fact, an answer, an event's field, a declared policy or the case's."""
    always = CASE_TERMS | {f.name for f in fields(service.asks)} | {p.code for p in service.policies}
    always |= CARD_TERMS if service.card else frozenset()
    for place, text, code in texts_of(service):
        supplied = strings_in(code) | event_names(code) if code else frozenset()
        for template in templates(text):
            named = {name for _, name, _, _ in FORMAT.parse(template) if name is not None}
            for name in sorted(named - always - supplied):
                yield "name_unknown", f"{place}: nothing supplies {{{name}}}"


def sentences(service: Service[Any], services: Services) -> Told:
    for place, text, _ in texts_of(service):
        for template in templates(text):
            for sentence in re.split(r"[。；！？]", re.sub(r"\{\w+\}", "＿＿＿", template)):
                if len(sentence) > SENTENCE_CHARACTERS_MAX:
                    yield "sentence_long", f"{place}: {len(sentence)} characters: {sentence}"


def materials(service: Service[Any], services: Services) -> Told:
    """A paper beyond identity documents needs a basis in law (社会保险经办条例 art 31)."""
    for material in service.materials:
        if not material.name or getattr(material.basis, "document", None) is None:
            yield "material_baseless", f"the material {material.name!r} names no document that asks for it"


def undone(service: Service[Any], services: Services) -> Told:
    """An act is taken back at the desk, by asking a service that acts itself."""
    reverse = services.get(service.undone_by)
    if service.undone_by and (reverse is None or reverse.act is None or Channel.DESK not in reverse.channels):
        yield "undo_impossible", f"{service.undone_by} is no act that the desk offers"


Check = Callable[[Service[Any], Services], Told]
CHECKS: tuple[Check, ...] = (
    module_rule, complete, steps_exist, refusal_codes, refusal_fields, asked, parameters_declared, names_resolve,
    sentences, materials, undone,
)  # fmt: skip
