"""Laws 6 and 8: what is derived from a declaration says the same as the declaration."""

from collections import Counter
from typing import Any

import jsonschema_rs
import pytest

from tests.catalogue.test_kinds import raw_of
from tests.laws.people import NOW, REGIONS
from tests.laws.questions import questions
from yikatong.catalogue.answers import NotUnderstood, read_answers
from yikatong.catalogue.kinds import fields_of
from yikatong.channels.derive.answer import why_of
from yikatong.channels.derive.guide import guide_of
from yikatong.channels.derive.schema import answers_schema
from yikatong.policies.policy import published
from yikatong.services import catalogue

of_each_service = pytest.mark.parametrize("service", catalogue().values(), ids=lambda s: s.code)


def understood(service: Any, raw: dict[str, Any]) -> bool:
    try:
        read_answers(service, raw, NOW.date())
    except NotUnderstood:
        return False
    return True


def written(service: Any, asked: Any) -> dict[str, Any]:
    """The answers as JSON; files are left as the office prepares them, for which the schema has no say."""
    given = {f.name: getattr(asked, f.name) for f in fields_of(service.asks)}
    return {name: raw_of(value) for name, value in given.items() if value is not None}


def uploads(service: Any) -> set[str]:
    return {f.name for f in fields_of(service.asks) if f.kind.uploaded}


@of_each_service
def test_law_6_form_schema_and_command_line_accept_the_same_answers(service: Any) -> None:
    files = uploads(service)
    schema = answers_schema(service)
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    for asked in questions(service.asks)[:60]:
        raw = written(service, asked)
        shown = {name: "aGk=" if name in files else value for name, value in raw.items()}
        assert understood(service, raw), raw
        assert validator.is_valid(shown), [*validator.iter_errors(shown)]


@of_each_service
def test_law_6_the_same_answers_are_refused(service: Any) -> None:
    """A missing answer and one that nobody asked for; and what may be left out, may be left out by all doors."""
    validator = jsonschema_rs.validator_for(answers_schema(service))
    files = uploads(service)
    full = written(service, questions(service.asks)[-1])
    assert not understood(service, full | {"sun": 1})
    assert not validator.is_valid({"sun": 1})
    for field in fields_of(service.asks):
        without = {name: value for name, value in full.items() if name != field.name}
        shown = {name: "aGk=" if name in files else value for name, value in without.items()}
        assert understood(service, without) is validator.is_valid(shown) is not field.required


@of_each_service
@pytest.mark.parametrize("region", REGIONS)
def test_law_8_the_guide_names_each_material_and_each_ruling_with_its_source(service: Any, region: str) -> None:
    guide = guide_of(service, region, NOW.date(), published())
    assert [(m.name, m.basis) for m in guide.materials] == [(m.name, m.basis.words) for m in service.materials]
    assert guide.missing == ()
    rulings = [published().ruling(parameter, region, NOW.date()) for parameter in service.policies]
    assert Counter(guide.rules) >= Counter(why_of(ruling) for ruling in rulings)
    assert all(ruling.source.words for ruling in rulings)
    assert {r.code for r in guide.refusals} == {rule.code for rule in service.refusals}


@of_each_service
def test_law_8_the_guide_has_words_for_each_refusal(service: Any) -> None:
    guide = guide_of(service, "610100", NOW.date(), published())
    assert [refusal.code for refusal in guide.refusals if not refusal.words.strip()] == []
