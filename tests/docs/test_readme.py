"""The READMEs are true: what they tell to type exists, and prints what they say."""

import json
import re
import shlex

import pytest
from django.urls import Resolver404, resolve

from tests.docs.pages import ROOT, blocks, is_true, page, run, shown
from yikatong.cards.identity import read_for_search
from yikatong.catalogue.answers import read_answers
from yikatong.channels.cli import main
from yikatong.channels.cli.city.people import citizen
from yikatong.channels.cli.city.staff import CLIENTS, client_secret
from yikatong.policies import regions
from yikatong.services import catalogue

READMES = ("README.md", "README.zh-CN.md")
PAGES = [path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))]
LINES_MAX = 120
TARGET = re.compile(r"(?<![\w-])make ([a-z]+)\b(?=[`\s，。]|$)")
COMMAND = re.compile(r"(?:^\$ |`)(?:\.venv/bin/)?yikatong ([a-z-]+)", re.MULTILINE)
ADDRESS = re.compile(r"(?:`|http://127\.0\.0\.1:8000)(/[\w/]*)(?=[`\s])")

of_each_readme = pytest.mark.parametrize("name", READMES)


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", page("Makefile"), re.MULTILINE))


def code(text: str) -> str:
    """What stands in code marks, in a line or a block: prose may say "make sure"."""
    return "\n".join([*re.findall(r"```\w*\n(.*?)```", text, re.DOTALL), *re.findall(r"`[^`\n]+`", text)])


def unmade(text: str) -> set[str]:
    return set(TARGET.findall(code(text))) - targets()


def uncommanded(text: str) -> set[str]:
    return set(COMMAND.findall(text)) - main.commands.keys()


def unaddressed(text: str) -> set[str]:
    return {address for address in ADDRESS.findall(text) if not _resolves(address)}


def _resolves(address: str) -> bool:
    """The API answers any address under it, at worst with a problem that says there is none."""
    try:
        return resolve(address).url_name != "unknown"
    except Resolver404:
        return False


@pytest.mark.parametrize("name", PAGES)
def test_what_is_told_to_type_exists(name: str) -> None:
    assert unmade(page(name)) == set()
    assert uncommanded(page(name)) == set()


@of_each_readme
def test_the_addresses_exist(name: str) -> None:
    assert len(set(ADDRESS.findall(page(name)))) >= 9
    assert unaddressed(page(name)) == set()


def test_a_planted_untruth_is_seen() -> None:
    assert unmade("```\nmake dome\n```") == {"dome"}
    assert uncommanded("`.venv/bin/yikatong dance`") == {"dance"}
    assert unaddressed("`/dance/` and http://127.0.0.1:8000/api/v1/dance ") == {"/dance/", "/api/v1/dance"}


@of_each_readme
def test_the_two_commands_come_first(name: str) -> None:
    first = re.findall(r"```\w*\n(.*?)```", page(name), re.DOTALL)[0]
    assert TARGET.findall(first) == ["demo", "test"]


@of_each_readme
def test_it_is_short(name: str) -> None:
    assert page(name).count("\n") <= LINES_MAX


@of_each_readme
def test_what_it_prints_is_what_is_shown(name: str) -> None:
    [command] = shown(page(name))
    result = run(command)
    assert is_true(command, result.output)
    assert result.exit_code == 3  # refused


@of_each_readme
def test_the_call_can_be_understood(name: str) -> None:
    """Whether it is granted depends on the day's demonstration; what it says must be right in any case."""
    [block] = blocks(page(name), "bash")
    words = shlex.split(block.replace("\\\n", " ").rpartition("\ncurl")[2])
    [address] = [word for word in words if word.startswith("http")]
    body = json.loads(words[words.index("-d") + 1])
    service = catalogue()[address.rpartition("/")[2]]
    assert service.share is None
    told = body["person"]["id_number"]
    assert told == citizen(120).number, "the person that `make demo` prints"
    assert read_for_search(told, citizen(120).born_on.replace(year=2026)).number == told
    assert read_answers(service, body["answers"], citizen(120).born_on.replace(year=2026))
    [client] = [one for one in CLIENTS if f"-u {one.username}:{client_secret(one.username)} " in block]
    assert f"scope={client.channel}" in block
    assert client.channel in service.channels


def test_both_say_which_places_have_rulings() -> None:
    pages = {path.stem.partition("_")[0] for path in (ROOT / "yikatong/policies/values").glob("[0-9]*.yaml")}
    assert pages == {"00", "61", "6101", "6104"}, "name the new place in both READMEs"
    assert all(regions.name(code.ljust(6, "0")) for code in pages)


def test_both_show_the_same_commands() -> None:
    english, chinese = (page(name) for name in READMES)
    assert shown(english) == shown(chinese)
    assert blocks(english, "bash") == blocks(chinese, "bash")
    assert set(COMMAND.findall(english)) == set(COMMAND.findall(chinese))
