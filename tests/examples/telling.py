"""How an example is told and held against what is decided. Strict: a word that nobody reads is a fault."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.examples.places import DIRECTORY
from yikatong.cards.card import Card
from yikatong.cards.custody import custodian
from yikatong.cards.events import kind_of
from yikatong.cards.evolve import after
from yikatong.cards.person import Person
from yikatong.catalogue.case import Case
from yikatong.catalogue.decide import Decision, Granted, Refused, decide
from yikatong.catalogue.scenario import read_case
from yikatong.catalogue.service import Service
from yikatong.policies.policy import published
from yikatong.policies.ruling import Ruling, Source

FOLDER = Path(__file__).parent
WRITTEN = {"name", "says", "now", "channel", "assurance", "asker", "region", "state", "card", "asked", "outside",
           "actor", "then"}  # fmt: skip
THEN = {"granted", "refused", "words", "source", "next", "events", "findings", "errands", "after"}
AFTER = {"social", "financial", "stage", "pin_initial", "wrong_pins", "orders", "tail", "custody", "card", "at"}
REQUIRED = {"name", "says", "now", "then"}
NONE_OF_THEM = "no card"


@dataclass(frozen=True, slots=True)
class Example:
    """One example of a service's file, as written."""

    service: str
    number: int
    written: Mapping[str, Any]

    @property
    def then(self) -> Mapping[str, Any]:
        told: Mapping[str, Any] = self.written["then"]
        return told

    def __str__(self) -> str:
        return f"{self.service} {self.number}: {self.written.get('name')}"


@cache
def examples_of(service: str) -> tuple[Example, ...]:
    """The examples in a service's file; none if there is no file."""
    path = FOLDER / f"{service}.yaml"
    found = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []
    return tuple(Example(service, number, written) for number, written in enumerate(found, 1))


def misspelt(example: Example) -> list[str]:
    """Words that are not read, or are missing."""
    written, then = example.written, example.then
    wrong = [f"unknown: {word}" for word in written.keys() - WRITTEN]
    wrong += [f"missing: {word}" for word in REQUIRED - written.keys()]
    wrong += [f"unknown in then: {word}" for word in then.keys() - THEN]
    wrong += [f"unknown in after: {word}" for word in then.get("after", {}).keys() - AFTER]
    if ("refused" in then) == ("granted" in then):
        wrong.append("then says either granted or refused")
    return wrong


def unfulfilled(example: Example, service: Service[Any]) -> list[str]:
    """In what the decision is not as the example tells."""
    case = read_case(service, _asked(example), policies=published(), directory=DIRECTORY)
    decision = decide(service, case)
    told = [*_verdict(example.then, decision), *_texts(example.then, decision)]
    if isinstance(decision, Granted):
        told += [*_granted(example.then, decision), *_afterwards(example.then, case, decision)]
    return told


def _asked(example: Example) -> Mapping[str, Any]:
    return {word: value for word, value in example.written.items() if word not in ("name", "says", "then")}


def _verdict(then: Mapping[str, Any], decision: Decision) -> Iterator[str]:
    if isinstance(decision, Refused):
        codes = sorted(r.code for r in decision.refusals)
        if codes != sorted(then.get("refused", [])):
            yield f"refused for {codes}: {[r.words for r in decision.refusals]}"
    elif then.get("granted") is not True:
        yield f"granted: {decision.words}"


def _missing(kind: str, expected: Any, said: str) -> Iterator[str]:
    for part in [expected] if isinstance(expected, str) else expected:
        if str(part) not in said:
            yield f"{kind} lack {part!r}: {said}"


def _texts(then: Mapping[str, Any], decision: Decision) -> Iterator[str]:
    yield from _missing("words", then.get("words", []), "\n".join(words_of(decision)))
    yield from _missing("sources", then.get("source", []), "\n".join(sources_of(decision)))
    steps = decision.next if isinstance(decision, Granted) else tuple(s for r in decision.refusals for s in r.next)
    yield from (f"next steps lack {step}: {steps}" for step in then.get("next", []) if step not in steps)


def words_of(decision: Decision) -> Iterator[str]:
    if isinstance(decision, Refused):
        yield from (refusal.words for refusal in decision.refusals)
        return
    yield decision.words
    yield from (f"{finding.label}：{finding.words}" for finding in decision.findings)


def sources_of(decision: Decision) -> Iterator[str]:
    """What the decision rests on: each ruling's value and source."""
    found: list[Ruling[Any] | Source | None] = [*decision.rulings]
    if isinstance(decision, Refused):
        found = [part for refusal in decision.refusals for part in (refusal.ruling, refusal.source)]
    for part in found:
        if isinstance(part, Ruling):
            yield f"{part.parameter.name}：{part.words}（{part.source.words}）"
        elif part is not None:
            yield part.words


def _granted(then: Mapping[str, Any], decision: Granted) -> Iterator[str]:
    happened = {
        "events": [kind_of(event) for event in decision.events],
        "findings": [finding.code for finding in decision.findings],
        "errands": [errand.service for errand in decision.errands],
    }
    if "events" in then and then["events"] != happened["events"]:
        yield f"events are {happened['events']}"
    for word in ("findings", "errands"):
        if lacking := [code for code in then.get(word, []) if code not in happened[word]]:
            yield f"{word} lack {lacking}: {happened[word]}"


def _afterwards(then: Mapping[str, Any], case: Case[Any], decision: Granted) -> Iterator[str]:
    told = dict(then.get("after", {}))
    if not told:
        return
    at = datetime.fromisoformat(str(told.pop("at", case.now)))
    person = after(case.person, decision.events, case.now)
    card = _card_meant(person, case, told.pop("card", None))
    stands = standing(card, at)
    yield from (f"{part} is {stands[part]} afterwards" for part, value in told.items() if stands[part] != value)


def _card_meant(person: Person, case: Case[Any], named: str | None) -> Card:
    """The card named; else the one that was acted upon; else the newest."""
    card = person.card(named or case.card.card_id if named or case.chosen else person.cards[-1].card_id)
    assert card is not None, f"there is no card {named} afterwards"
    return card


def standing(card: Card, at: datetime) -> dict[str, Any]:
    return {
        "social": card.social.at(at).state, "financial": card.financial.at(at).state, "stage": card.stage,
        "pin_initial": card.pin_initial, "wrong_pins": card.wrong_pins, "tail": card.account_tail,
        "orders": [order.kind for order in card.orders], "custody": custodian(card),
    }  # fmt: skip


# The lines of the first document's questions, so that "000 Q1" and "000 L25" mean the same place.
QUESTIONS = {1: (19, 29), 2: (31, 37), 3: (39, 47), 4: (49, 51), 5: (53, 55), 6: (57, 59), 7: (61, 65), 8: (67, 73),
             9: (75, 79)}  # fmt: skip
PLACE = re.compile(r"(?P<document>\d{3})(?P<places>(?:[\s,，、/和-]*(?:[QL]?\d+(?:-L?\d+)?)(?:-[a-z])?(?!\d))+)")
LINES = re.compile(r"(Q|L)?(\d+)(?:-L?(\d+))?")


def places(says: str) -> set[tuple[str, int]]:
    """``001 L43-47`` and ``000 Q1`` as (document, line) pairs; what is no seed document gives none."""
    found = set()
    for told in PLACE.finditer(says):
        kind = "L"
        for named, first, last in LINES.findall(told["places"]):
            kind = named or kind
            span = QUESTIONS.get(int(first), (0, 0)) if kind == "Q" else (int(first), int(last or first))
            found |= {(told["document"], line) for line in range(span[0], span[1] + 1)}
    return found
