"""The glossary is whole: each word of each vocabulary stands in it once, with the Chinese that people see."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

import pytest
from django.apps import apps

from tests.docs.pages import page
from yikatong.cards.card import Reason, Tenure
from yikatong.cards.custodians import Custodian
from yikatong.cards.events import EVENTS, Party
from yikatong.cards.identity import IdKind
from yikatong.cards.orders import Funds, OrderKind, OrderResult
from yikatong.cards.person import Correctable, MandateKind
from yikatong.cards.stages import Stage
from yikatong.cards.states import STATES_OF, Function, LossKind, State
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.checks import COMMON_CODES
from yikatong.catalogue.steps import STEPS
from yikatong.policies.parameters import PARAMETERS
from yikatong.policies.ruling import KINDS, Confidence
from yikatong.services import catalogue

GLOSSARY = "docs/glossary.md"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HEADING = re.compile(r"^## (.+?) · .+$", re.MULTILINE)

Words = Mapping[str, str | None]
"""A vocabulary: its words, each with the Chinese that the program shows, or None where it shows none."""
Row = tuple[str, ...]


def spoken(vocabulary: Iterable[Enum]) -> Words:
    return {str(word): getattr(word, "words", None) for word in vocabulary}


def vocabularies() -> dict[str, Words]:
    """Every vocabulary by the heading of its table."""
    return {
        "Services": {code: service.name for code, service in catalogue().items()},
        "Functions": spoken(Function),
        "States": spoken(State),
        "Stages": spoken(Stage),
        "Reasons for a card": spoken(Reason),
        "Tenures": spoken(Tenure),
        "Kinds of loss report": spoken(LossKind),
        "Orders": spoken(OrderKind),
        "Answers of an order": spoken(OrderResult),
        "Funds": spoken(Funds),
        "Custodians": spoken(Custodian),
        "Events": dict.fromkeys(EVENTS),
        "Channels": spoken(Channel),
        "Assurance": {level.name.lower(): level.words for level in Assurance},
        "Asker kinds": spoken(AskerKind),
        "Parties told": spoken(Party),
        "Mandate kinds": spoken(MandateKind),
        "Parts that may be corrected": spoken(Correctable),
        "Kinds of identity number": spoken(IdKind),
        "Confidence of a ruling": spoken(Confidence),
        "Kinds of document": KINDS,
        "Refusals that any service may give": dict.fromkeys(COMMON_CODES),
        "Next steps": STEPS,
        "Policy parameters": {code: parameter.name for code, parameter in PARAMETERS.items()},
        "Tables": {model.__name__: None for model in apps.get_app_config("records").get_models()},
    }


def tables(text: str) -> dict[str, list[Row]]:
    """The rows of each table by its heading, without code marks."""
    _, *parts = HEADING.split(text)
    return {heading: [*_rows(body)] for heading, body in zip(parts[::2], parts[1::2], strict=True)}


def _rows(body: str) -> Iterator[Row]:
    for line in [line for line in body.splitlines() if line.startswith("|")][2:]:
        yield tuple(cell.strip().strip("`") for cell in line.strip("|").split("|"))


def faults(rows: list[Row], words: Words) -> list[str]:
    """What is wrong with one table."""
    told = Counter(row[0] for row in rows)
    found = [f"missing: {word}" for word in words if word not in told]
    found += [f"unknown: {word}" for word in told if word not in words]
    found += [f"told {times} times: {word}" for word, times in told.items() if times > 1]
    found += [f"no Chinese: {row[0]}" for row in rows if not CHINESE.search(row[1])]
    shown = {word: chinese for word, chinese in words.items() if chinese}
    found += [f"shown as {shown[row[0]]}: {row}" for row in rows if shown.get(row[0], row[1]) != row[1]]
    # A third column tells apart what has one Chinese term, as 正常 of the one function and of the other.
    means = Counter(row[1:] for row in rows)
    return found + [f"two words for {meaning}" for meaning, times in means.items() if times > 1]


@pytest.mark.parametrize("heading", vocabularies())
def test_each_word_stands_in_the_glossary_once(heading: str) -> None:
    assert faults(tables(page(GLOSSARY))[heading], vocabularies()[heading]) == []


def test_the_glossary_has_no_table_that_nobody_compares() -> None:
    assert tables(page(GLOSSARY)).keys() - vocabularies().keys() == {"Concepts"}


def test_a_concept_has_one_word_and_a_word_one_concept() -> None:
    rows = tables(page(GLOSSARY))["Concepts"]
    assert faults(rows, {row[0]: None for row in rows}) == []
    assert len({row[1] for row in rows}) > 40


def test_the_functions_of_a_state_are_those_that_can_have_it() -> None:
    for state, _, functions in tables(page(GLOSSARY))["States"]:
        assert functions == "、".join(f.words for f in Function if state in STATES_OF[f])


SOUND: list[Row] = [("lost", "正式挂失"), ("locked", "锁定")]
WORDS: Words = {"lost": "正式挂失", "locked": None}


def test_a_sound_table_has_no_fault() -> None:
    assert faults(SOUND, WORDS) == []


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (SOUND[:1], "missing: locked"),
        ([*SOUND, ("gone", "已失效")], "unknown: gone"),
        ([*SOUND, ("locked", "锁上")], "told 2 times: locked"),
        ([SOUND[0], ("locked", "locked")], "no Chinese: locked"),
        ([("lost", "挂失"), SOUND[1]], "shown as 正式挂失: ('lost', '挂失')"),
        ([SOUND[0], ("locked", "正式挂失")], "two words for ('正式挂失',)"),
    ],
)
def test_a_planted_fault_is_seen(rows: list[Row], fault: str) -> None:
    assert fault in faults(rows, WORDS)


def test_a_word_left_out_of_the_page_is_missed() -> None:
    whole = page(GLOSSARY)
    without = re.sub(r"^\| `report_loss` .*\n", "", whole, flags=re.MULTILINE)
    assert without != whole
    assert faults(tables(without)["Services"], vocabularies()["Services"]) == ["missing: report_loss"]
