"""The examples: a lawyer can read them, and they are what the services do."""

from dataclasses import replace
from typing import Any

import pytest
import yaml

from tests.examples.telling import FOLDER, Example, examples_of, misspelt, places, unfulfilled
from yikatong.services import catalogue

SERVICES = list(catalogue().values())
EXAMPLES = [example for service in SERVICES for example in examples_of(service.code)]
STATEMENTS = yaml.safe_load((FOLDER / "seeds" / "statements.yaml").read_text(encoding="utf-8"))

of_each_service = pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.code)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_example(example: Example) -> None:
    assert misspelt(example) == []
    assert unfulfilled(example, catalogue()[example.service]) == []


@of_each_service
def test_each_service_is_granted_once_at_least(service: Any) -> None:
    assert any("granted" in example.then for example in examples_of(service.code))


@of_each_service
def test_each_own_refusal_is_told(service: Any) -> None:
    told = {code for example in examples_of(service.code) for code in example.then.get("refused", [])}
    assert {rule.code for rule in service.refusals} - told == set()


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda s: s["id"])
def test_each_statement_of_the_seeds_is_told(statement: dict[str, Any]) -> None:
    assert tellers(statement) != [], statement["words"]


def tellers(statement: dict[str, Any]) -> list[str]:
    """The examples of the statement's services that name one of its places."""
    wanted = places(statement["says"])
    assert wanted, "a statement names its places"
    assert set(statement["services"]) <= {*catalogue()}, "a statement is told by services that exist"
    examples = [example for code in statement["services"] for example in examples_of(code)]
    return [str(example) for example in examples if places(str(example.written["says"])) & wanted]


def test_statements_are_numbered_once() -> None:
    assert len({s["id"] for s in STATEMENTS}) == len(STATEMENTS) > 60


def test_names_are_told_once() -> None:
    """Two examples of one service with one name are one too many."""
    names = [(example.service, example.written["name"]) for example in EXAMPLES]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize(
    ("says", "number", "first"),
    [
        ("001 L43-47", 5, ("001", 43)), ("000 Q1", 11, ("000", 19)), ("001 L49; 000 Q1", 12, ("001", 49)),
        ("001 L9, L11", 2, ("001", 11)), ("001 L9、11-12", 3, ("001", 12)), ("domain.md §2.13", 0, None),
        ("000 Q1-c", 11, ("000", 29)), ("domain.md 1.7", 0, None),
    ],
)  # fmt: skip
def test_places_are_read(says: str, number: int, first: tuple[str, int] | None) -> None:
    assert len(places(says)) == number
    assert first is None or first in places(says)


SOUND = Example("report_loss", 0, {
    "name": "口头挂失", "says": "001 L45", "now": "2026-11-21T10:00:00+08:00", "channel": "hotline", "region": "610100",
    "state": {"cards": [{}]}, "asked": {"function": "social"},
    "then": {"granted": True, "words": ["2026年11月28日10:00"], "source": ["7天"], "events": ["loss_reported"],
             "next": ["lift_loss"], "after": {"social": "temp_lost", "financial": "active"}},
})  # fmt: skip
WRONG = {
    "refused": {"granted": None, "refused": ["function_ended"]},
    "words": {"words": ["9月"]}, "source": {"source": ["九天"]},
    "events": {"events": ["loss_lifted"]}, "next": {"next": ["nothing"]}, "after": {"after": {"social": "normal"}},
    "later": {"after": {"social": "temp_lost", "at": "2026-11-28T10:00:00+08:00"}}, "findings": {"findings": ["x"]},
    "errands": {"errands": ["x"]},
}  # fmt: skip


def _then(**then: Any) -> Example:
    told = {word: value for word, value in {**SOUND.then, **then}.items() if value is not None}
    return replace(SOUND, written={**SOUND.written, "then": told})


def test_a_true_example_is_fulfilled() -> None:
    assert misspelt(SOUND) == []
    assert unfulfilled(SOUND, catalogue()["report_loss"]) == []


@pytest.mark.parametrize("planted", WRONG.values(), ids=WRONG)
def test_a_false_example_is_not_fulfilled(planted: dict[str, Any]) -> None:
    example = _then(**planted)
    assert misspelt(example) == []
    assert unfulfilled(example, catalogue()["report_loss"]) != []


@pytest.mark.parametrize("planted", [{"grantd": True}, {"refused": []}, {"after": {"sozial": "x"}}, {"granted": None}])
def test_a_misspelt_example_is_seen(planted: dict[str, Any]) -> None:
    assert misspelt(_then(**planted)) != []


def test_a_misspelt_question_is_seen() -> None:
    assert misspelt(replace(SOUND, written={**SOUND.written, "chanel": "desk"})) != []
    assert misspelt(replace(SOUND, written={k: v for k, v in SOUND.written.items() if k != "says"})) != []


def test_a_statement_that_nobody_tells_is_seen() -> None:
    nobody = {"id": "x", "says": "001 L5", "services": ["report_loss"], "words": ""}
    assert tellers(nobody) == []
