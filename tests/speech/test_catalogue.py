"""The English catalogue is complete, true to its facts, compiled, and has nothing that nobody says."""

import ast
from collections.abc import Callable

import pytest

from tests.speech.catalogue import ENGLISH, known_to, misplaced, missing, sentences_of, stale, unsaid
from tests.speech.decided import decided, names
from tests.speech.declared import declared
from tests.speech.written import PACKAGE, files, in_source, written
from yikatong.channels.derive.speech_catalogue import read_mo

CATALOGUE = sentences_of(ENGLISH)
PLANTED = '''
"""说明。"""
def words(case):
    late = "，已过期" if case.late else ""
    return f"卡{case.number}停用" + late + "。请补办。"
'''


def test_every_written_sentence_is_in_the_catalogue() -> None:
    found = {path.relative_to(PACKAGE).as_posix(): missing(written(path), known_to(path)) for path in files()}
    assert {path: sentences for path, sentences in found.items() if sentences} == {}


def test_every_declared_sentence_is_said_in_english() -> None:
    assert [*unsaid(dict.fromkeys(declared()), names())] == []


def test_every_decided_sentence_is_said_in_english() -> None:
    assert len(decided()) > 500
    assert [*unsaid(sorted(decided()), names())] == []


def test_each_translation_keeps_its_facts() -> None:
    assert [*misplaced(CATALOGUE)] == []


def test_nothing_is_translated_that_nobody_says() -> None:
    assert stale(CATALOGUE, {*declared(), *decided()}) == []


def test_what_is_compiled_is_what_was_written() -> None:
    compiled = read_mo(ENGLISH / "django.mo")
    assert {chinese: words for chinese, words in compiled.items() if chinese} == dict(CATALOGUE)


def test_a_sentence_put_together_is_read_with_its_alternatives() -> None:
    read = [*in_source(ast.parse(PLANTED))]
    assert read == ["卡{number}停用，已过期。", "请补办。", "卡{number}停用。"]


PLANTED_FAULTS: dict[str, Callable[[], list[str]]] = {
    "another sentence": lambda: missing(["卡{number}停用。"], {"卡{}停用"}),
    "a fact lost": lambda: [*misplaced({"卡{number}停用。": "The card is stopped."})],
    "a fact named twice": lambda: [*misplaced({"卡{a}停用{a}。": "{a}"})],
    "no translation": lambda: [*misplaced({"卡停用。": ""})],
    "Chinese as translation": lambda: [*misplaced({"卡停用。": "卡 is stopped."})],
    "unknown": lambda: [*unsaid(["没有人说过这一句。"], ())],
    "half of it unknown": lambda: [*unsaid(["社保功能正常。京城银行很好。"], ("长安银行",))],
    "nobody says it": lambda: stale(["没有人说过这一句。"], ["挂失"]),
    "nobody says such": lambda: stale(["没有人说过{x}这一句。"], ["挂失"]),
}


@pytest.mark.parametrize("found", PLANTED_FAULTS.values(), ids=PLANTED_FAULTS)
def test_each_checker_sees_its_planted_fault(found: Callable[[], list[str]]) -> None:
    assert found() != []
