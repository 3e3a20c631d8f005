"""The published protocol, as a judge of what is sent."""

from functools import cache
from typing import Any

import jsonschema_rs
import yaml

from tests.docs.pages import page


@cache
def protocol() -> dict[str, Any]:
    return dict(yaml.safe_load(page("docs/bank-protocol.yaml")))


@cache
def _judge(schema: str) -> Any:
    whole = {"$ref": f"#/components/schemas/{schema}", "components": protocol()["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def valid(schema: str, value: Any) -> list[str]:
    """What is wrong with a value by one of the protocol's schemas; empty where it is as agreed."""
    return [error.message for error in _judge(schema).iter_errors(value)]
