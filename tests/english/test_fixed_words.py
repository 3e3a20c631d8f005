"""Every fixed word of a page has its English, with the same placeholders, in a catalogue that is compiled."""

import re
from io import BytesIO

import pytest
from babel.messages.mofile import read_mo

from tests.english.words import PACKAGE, catalogues, fixed_words, said_in

CHINESE = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s|\{\w*\}")
# What stands in a tag or a comment is read by nobody; the rest of a template must be marked.
NOT_SAID = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->", re.DOTALL)
BLOCK = re.compile(r"{%\s*blocktrans.*?{%\s*endblocktrans\w*\s*%}", re.DOTALL)


def english() -> dict[str, str]:
    return {m.id: str(m.string) for c in catalogues().values() for m in c if m.id and m.string and not m.fuzzy}


def test_every_fixed_word_has_its_english() -> None:
    known = english()
    missing = {word: files[0] for word, files in fixed_words().items() if CHINESE.search(word) and word not in known}
    assert not missing


def test_placeholders_are_kept() -> None:
    wrong = {k: v for k, v in english().items() if set(PLACEHOLDER.findall(k)) != set(PLACEHOLDER.findall(v))}
    assert not wrong


def test_no_template_says_anything_unmarked() -> None:
    unmarked = {}
    for path in sorted(PACKAGE.glob("channels/**/templates/**/*.html")):
        bare = NOT_SAID.sub("", BLOCK.sub("", path.read_text()))
        if CHINESE.search(bare):
            unmarked[path.name] = CHINESE.findall(bare)[:8]
    assert not unmarked


@pytest.mark.parametrize("path", catalogues(), ids=lambda p: p.parents[3].name)
def test_what_runs_is_what_is_written(path) -> None:
    written = {m.id: m.string for m in catalogues()[path] if m.id and m.string}
    runs = {m.id: m.string for m in read_mo(BytesIO(path.with_suffix(".mo").read_bytes())) if m.id}
    assert runs == written, "run: make messages"


@pytest.mark.parametrize("path", catalogues(), ids=lambda p: p.parents[3].name)
def test_compiling_again_changes_nothing(path) -> None:
    """A header without its date would get that of the moment, and every `make messages` another file."""
    assert '"POT-Creation-Date: 20' in path.read_text()


def test_an_unmarked_word_is_seen() -> None:
    assert list(said_in('page(title=_("首页"))')) == ["首页"]
    assert CHINESE.search(NOT_SAID.sub("", BLOCK.sub("", "<p>{% translate '首页' %}漏了</p>")))
    assert not CHINESE.search(NOT_SAID.sub("", BLOCK.sub("", "{% blocktranslate %}全标{% endblocktranslate %}")))
