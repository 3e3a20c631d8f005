"""Laws 6 and 8 at the derived end: form, schema and command line ask the same; a guide names every rule it rests on."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from yikatong.cards.directory import Directory
from yikatong.catalogue.kinds import fields_of
from yikatong.catalogue.service import Service
from yikatong.channels.cli.desk import act_command
from yikatong.channels.derive.form import form_of
from yikatong.channels.derive.guide import Guide, guide_of, guide_text
from yikatong.channels.derive.schema import answers_schema, described
from yikatong.policies.policy import Policies, published
from yikatong.services import catalogue

SERVICES = list(catalogue().values())
REGIONS = ("110000", "610000", "610104", "510100")
DAY = date(2026, 11, 21)


Asking = dict[str, bool]


def asked_by_form(service: Service[Any]) -> Asking:
    return {f.name: f.required for f in form_of(service, Directory()).fields}


def asked_by_schema(schema: dict[str, Any]) -> Asking:
    return {name: name in schema["required"] for name in schema["properties"]}


def differing(service: Service[Any], form: Asking, schema: Asking, options: set[str | None]) -> list[str]:
    """Where a channel asks something else than the declaration, or takes as optional what is required."""
    declared = {f.name: f.required for f in fields_of(service.asks)}
    found = [name for name, asking in (("form", form), ("schema", schema)) if asking != declared]
    return found + (["command line"] if not declared.keys() <= options else [])


def options_of(service: Service[Any]) -> set[str | None]:
    command = act_command.get_command(None, service.code)  # type: ignore[arg-type]
    assert command is not None
    return {option.name for option in command.params}


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.code)
def test_form_schema_and_command_line_ask_the_same(service: Service[Any]) -> None:
    schema = asked_by_schema(answers_schema(service))
    assert differing(service, asked_by_form(service), schema, options_of(service)) == []


def test_a_channel_that_asks_something_else_is_noticed() -> None:
    service = catalogue()["report_loss"]
    form, schema, options = asked_by_form(service), asked_by_schema(answers_schema(service)), options_of(service)
    assert differing(service, form | {"colour": False}, schema, options) == ["form"]
    assert differing(service, form, schema | {"function": False}, options) == ["schema"]
    assert differing(service, form, schema, options - {"kind"}) == ["command line"]


def unnamed(guide: Guide, service: Service[Any], policies: Policies) -> list[str]:
    """What the guide's text leaves out: a material, its basis, a rule's value or its source."""
    text = guide_text(guide)
    rulings = [policies.ruling(p, guide.region, DAY) for p in service.policies]
    wanted = [part for m in service.materials for part in (m.name, m.basis.words)]
    wanted += [part for r in rulings for part in (r.parameter.name, r.words, r.source.words)]
    return [part for part in wanted if part not in text]


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.code)
def test_the_guide_names_each_material_and_each_ruling(service: Service[Any], region: str) -> None:
    assert unnamed(guide_of(service, region, DAY, published()), service, published()) == []


def test_a_guide_that_hides_a_rule_is_noticed() -> None:
    service = catalogue()["report_loss"]
    guide = guide_of(service, "610100", DAY, published())
    assert unnamed(replace(guide, rules=guide.rules[1:]), service, published()) != []
    assert unnamed(replace(guide, materials=()), service, published()) != []


def test_a_missing_rule_is_said_and_not_guessed() -> None:
    guide = guide_of(catalogue()["report_loss"], "610100", DAY, Policies([]))
    assert "临时挂失有效期" in guide.missing
    assert "本地规则未录入" in guide_text(guide)


@pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.code)
def test_a_declaration_is_told_whole(service: Service[Any]) -> None:
    page = described(service)
    assert set(page["channels"]) == set(service.channels)
    assert {r["code"] for r in page["refusals"]} >= {rule.code for rule in service.refusals}
    assert all(r["words"] and r["next"] for r in page["refusals"])
    assert [p["code"] for p in page["policies"]] == [p.code for p in service.policies]
