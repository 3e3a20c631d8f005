"""A service as JSON: the schema of its answers, and its whole declaration for others to read."""

from typing import Any

from yikatong.catalogue.common import CARD_RULES, COMMON_RULES
from yikatong.catalogue.kinds import Field, fields_of
from yikatong.catalogue.service import RefusalRule, Service
from yikatong.catalogue.steps import step_words
from yikatong.channels.derive.answer import service_names


def answers_schema(service: Service[Any]) -> dict[str, Any]:
    """JSON Schema (2020-12) of what the service asks; the same reader serves forms and the command line."""
    asked = fields_of(service.asks)
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [f.name for f in asked if f.required],
        "properties": {f.name: _property(f) for f in asked},
    }


def _property(field: Field) -> dict[str, Any]:
    described = {"title": field.label.words, **({"description": field.label.help} if field.label.help else {})}
    schema = {**field.kind.schema, **described}
    if field.required:
        return schema
    kind = schema.pop("type")
    optional = {**schema, "type": [kind, "null"]}
    if "enum" in optional:
        optional["enum"] = [*optional["enum"], None]
    return optional


def described(service: Service[Any]) -> dict[str, Any]:
    """The declaration for ``yikatong services --json`` and the API's catalogue."""
    return {
        "code": service.code,
        "name": service.name,
        "summary": service.summary,
        "verb": "grants" if service.act else "answers" if service.answer else "shares_out",
        "channels": {c.value: {"words": c.words, "assurance": a.name.lower()} for c, a in service.channels.items()},
        "channels_by_policy": service.channels_here.code if service.channels_here else None,
        "askers": sorted(service.askers),
        "asks": answers_schema(service),
        "materials": [{"name": m.name, "basis": m.basis.words} for m in service.materials],
        "refusals": [_refusal(rule) for rule in (*_common(service), *service.refusals)],
        "policies": [{"code": p.code, "name": p.name, "unit": p.unit} for p in service.policies],
        "next": [{"code": code, "words": step_words(code, service_names())} for code in service.next],
    }


def _common(service: Service[Any]) -> list[RefusalRule[Any]]:
    rules = COMMON_RULES + (CARD_RULES if service.card else ())
    return [rule.bound(service) for rule in rules]


def _refusal(rule: RefusalRule[Any]) -> dict[str, Any]:
    words = rule.words if isinstance(rule.words, str) else (rule.words.__doc__ or "").strip()
    steps = [{"code": code, "words": step_words(code, service_names())} for code in rule.next]
    return {"code": rule.code, "words": words, "next": steps}
