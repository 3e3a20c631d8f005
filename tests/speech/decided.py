"""What people are told when something is decided: the examples, and a share of the situations of the laws."""

import random
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.examples.places import BANKS, DIRECTORY, OUTLETS
from tests.examples.telling import examples_of
from tests.laws import laws
from tests.laws.people import REGIONS, people
from tests.laws.questions import questions
from tests.laws.situations import context_of
from tests.speech.declared import sources
from yikatong.catalogue.case import Case
from yikatong.catalogue.decide import Decision, Granted, Opening, decide, opening
from yikatong.catalogue.scenario import read_case
from yikatong.catalogue.service import Service
from yikatong.channels.derive.answer import reason_of, steps_of, why_of
from yikatong.policies.documents import published_documents
from yikatong.policies.policy import published
from yikatong.services import catalogue

EVERY = 41
"""Of the laws' situations each so many-th: together with the examples they give every refusal there is."""


@cache
def decided() -> frozenset[str]:
    """Every sentence that came out."""
    return frozenset(words for told in (_of_examples(), _of_situations()) for words in told if words)


def _of_examples() -> Iterator[str]:
    for service in catalogue().values():
        for example in examples_of(service.code):
            written = {word: value for word, value in example.written.items() if word not in ("name", "says", "then")}
            yield from told(service, read_case(service, written, policies=published(), directory=DIRECTORY))


def _of_situations() -> Iterator[str]:
    for service in catalogue().values():
        asked = questions(service.asks)
        dice = random.Random(service.code)
        for number, person in enumerate([*people(REGIONS[0])][dice.randrange(EVERY) :: EVERY]):
            _, case = context_of(service, person, dice, published(), prepared=number % 3 > 0)
            yield from _opened(opening(service, case))
            yield from told(service, laws.with_answers(case, asked[number * 7 % len(asked)]))


def _opened(found: Opening) -> Iterator[str]:
    yield from (refusal.words for refusal in found.refusals)
    yield from (refusal.words for _, _, refusals in found.closed for refusal in refusals)


def told(service: Service[Any], case: Case[Any]) -> Iterator[str]:
    """All words of one answer as pages show them."""
    decision = decide(service, case)
    if service.irrevocable:
        yield service.irrevocable(case) or ""
    yield from _answer(decision)
    for ruling in decision.rulings:
        why = why_of(ruling)
        yield from (why.name, why.value, why.source, why.place, why.in_force_on, why.confidence)


def _answer(decision: Decision) -> Iterator[str]:
    if isinstance(decision, Granted):
        yield decision.words
        yield from (step.words for step in steps_of(decision.next))
        yield from (words for finding in decision.findings for words in (finding.label, finding.words))
        return
    for refusal in decision.refusals:
        reason = reason_of(refusal)
        yield reason.words
        yield from (step.words for step in reason.next)
        yield from (reason.why.source, reason.why.value) if reason.why else ()


@cache
def names() -> tuple[str, ...]:
    """What stays Chinese: banks, outlets, addresses, titles, quotations, people, and what somebody typed."""
    own = [words for outlet in OUTLETS for words in (outlet.name, outlet.address)] + [bank.name for bank in BANKS]
    titles = [document.title for document in published_documents().values()]
    quotes = [source.quote.replace("“", "‘").replace("”", "’") for source in sources()]
    sections = [SECTION.sub("", source.clause) for source in sources() if SECTION.search(source.clause)]
    return tuple(sorted({*own, *titles, *quotes, *sections, *TYPED} - {""}, key=len, reverse=True))


SECTION = re.compile("^“|”一节$")
TYPED = ("赵一宁", "证件号码应为18位，现为17位")
