"""The tutorial is true: its service is found by lying in the folder, and its examples and the laws hold."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

import yikatong.services as services
from tests.docs.pages import blocks, is_true, page, run, shown
from tests.examples.telling import Example, misspelt, unfulfilled
from tests.laws import laws
from tests.laws.search import search
from tests.test_tidy import SERVICE_LINES
from yikatong.catalogue import checks
from yikatong.channels.derive.answer import service_names
from yikatong.channels.derive.guide import guide_of
from yikatong.channels.derive.schema import described
from yikatong.policies.policy import published

CODE = "request_mailing"
TUTORIAL = page("docs/first-service.md")
[SOURCE] = blocks(TUTORIAL, "python")
[EXAMPLES] = blocks(TUTORIAL, "yaml")


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The tutorial's file laid into the folder of services for the length of a test, and nothing else done."""
    (tmp_path / f"{CODE}.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr(services, "__path__", [*services.__path__, str(tmp_path)])
    _forget()
    yield services.catalogue()[CODE]
    sys.modules.pop(f"{services.__name__}.{CODE}", None)
    if hasattr(services, CODE):
        delattr(services, CODE)
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    services.catalogue.cache_clear()
    service_names.cache_clear()


def examples() -> list[Example]:
    return [Example(CODE, number, written) for number, written in enumerate(yaml.safe_load(EXAMPLES), 1)]


def test_the_tutorials_service_is_not_one_of_ours() -> None:
    assert CODE not in services.catalogue()
    with pytest.raises(ModuleNotFoundError):
        import_module(f"{services.__name__}.{CODE}")


def test_it_is_in_the_catalogue_by_lying_there(service: Any) -> None:
    assert service.code == CODE
    assert [flaw for flaw in checks.flaws(services.catalogue()) if flaw.service == CODE] == []
    assert SOURCE.count("\n") <= SERVICE_LINES


def test_its_examples_are_what_it_does(service: Any) -> None:
    told = [*(word for example in examples() for word in (*misspelt(example), *unfulfilled(example, service)))]
    assert told == []


def test_its_examples_are_enough(service: Any) -> None:
    refused = {code for example in examples() for code in example.then.get("refused", ())}
    assert refused == {rule.code for rule in service.refusals}
    assert any("granted" in example.then for example in examples())


def test_the_laws_hold_for_it(service: Any) -> None:
    found = search(service, {code: s.name for code, s in services.catalogue().items()})
    assert found.complaints == {}
    assert found.granted > 0
    assert laws.unreached(service, found) == set()
    assert laws.undeclared(service, found) == set()


def test_a_form_a_guide_and_a_description_are_derived(service: Any) -> None:
    from datetime import date

    guide = guide_of(service, "610400", date(2026, 11, 21), published())
    assert [(rule.parameter, rule.value) for rule in guide.rules] == [("collect_by_mail_offered", "提供")]
    assert described(service)["asks"]["required"] == ["address_right"]


def test_what_it_prints_is_what_the_tutorial_shows(service: Any) -> None:
    [command] = shown(TUTORIAL)
    assert is_true(command, run(command).output)
    assert not is_true(command, "现在不能")
