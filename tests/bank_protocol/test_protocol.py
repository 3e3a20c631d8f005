"""docs/bank-protocol.yaml is a sound OpenAPI 3.1 document, and says what the program does."""

import copy
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import jsonschema_rs
import pytest

from tests.bank_protocol.calling import MOMENT, account, answered
from tests.bank_protocol.protocol import protocol, valid
from yikatong.adapters.bank_http import snapshot
from yikatong.adapters.bank_http.wire import ACCOUNTS, DAYS, NOTICES, ORDERS
from yikatong.adapters.webhooks.signing import ID_FORM, MOMENT_FORM, TOLERANCE_S
from yikatong.cards.orders import OrderKind, OrderResult
from yikatong.channels.callbacks.views import BODY_BYTES_MAX
from yikatong.office.callbacks import Status
from yikatong.services.mirror_account import AccountState, Physical

METHODS = {"get", "post"}


def parts(value: Any, place: str = "#") -> Iterator[tuple[str, Any]]:
    yield place, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield from parts(part, f"{place}/{name}")


def leads_to(document: dict[str, Any], reference: str) -> bool:
    here: Any = document
    for name in reference.removeprefix("#/").split("/"):
        if not isinstance(here, dict) or name not in here:
            return False
        here = here[name]
    return True


def flaws(document: dict[str, Any]) -> list[str]:
    """What is wrong with an OpenAPI document of the few features that this one uses."""
    found = [] if str(document.get("openapi")).startswith("3.1.") else ["no OpenAPI 3.1"]
    found += [f"{name} missing" for name in ("info", "servers", "paths", "components") if name not in document]
    for place, part in parts(document):
        if isinstance(part, dict) and "$ref" in part and not leads_to(document, part["$ref"]):
            found.append(f"{place}: {part['$ref']} leads nowhere")
    for path, item in document.get("paths", {}).items():
        for method, operation in ((m, o) for m, o in item.items() if m in METHODS):
            found += [f"{method} {path}: {flaw}" for flaw in _flaws(document, path, operation)]
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        try:
            jsonschema_rs.Draft202012Validator({**schema, "components": document["components"]})
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            found.append(f"{name}: {error}")
    return found


def _flaws(document: dict[str, Any], path: str, operation: dict[str, Any]) -> Iterator[str]:
    told = [_resolved(document, parameter) for parameter in operation.get("parameters", [])]
    in_path = {parameter["name"] for parameter in told if parameter["in"] == "path"}
    if in_path != {part[1:-1] for part in path.split("/") if part.startswith("{")}:
        yield f"path parameters {in_path}"
    if {p["name"] for p in told if p["in"] == "header"} != {"webhook-id", "webhook-timestamp", "webhook-signature"}:
        yield "not signed"
    if not {"200", "401", "429", "503"} <= operation["responses"].keys():
        yield "responses missing"
    for status, response in operation["responses"].items():
        if not _resolved(document, response).get("description"):
            yield f"{status} has no description"
    if not operation.get("operationId") or not operation.get("summary"):
        yield "no name"


def _resolved(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    here: Any = document
    for name in part["$ref"].removeprefix("#/").split("/"):
        here = here[name]
    return dict(here)


def test_the_document_is_sound() -> None:
    assert flaws(protocol()) == []
    names = [o["operationId"] for item in protocol()["paths"].values() for m, o in item.items() if m in METHODS]
    assert len(names) == len(set(names)) == 6


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("components", "schemas", "Tail"), None),
        (("components", "schemas", "OrderKind", "type"), "strnig"),
        (("paths", "/v1/accounts/{card_id}", "get", "parameters"), []),
        (("paths", "/v1/orders", "post", "responses", "401"), None),
        (("openapi",), "3.0.3"),
    ],
)
def test_a_planted_flaw_is_seen(place: tuple[str, ...], value: Any) -> None:
    spoilt = copy.deepcopy(protocol())
    here = spoilt
    for name in place[:-1]:
        here = here[name]
    if value is None:
        del here[place[-1]]
    else:
        here[place[-1]] = value
    assert flaws(spoilt) != []


def schema(name: str) -> dict[str, Any]:
    return dict(protocol()["components"]["schemas"][name])


def test_its_words_are_the_programs() -> None:
    assert schema("OrderKind")["enum"] == [*OrderKind]
    assert schema("OrderResult")["enum"] == [*OrderResult]
    assert schema("AccountState")["enum"] == [*AccountState]
    assert schema("Physical")["oneOf"][0]["enum"] == [*Physical]
    assert schema("Taken")["properties"]["status"]["enum"] == [*Status]
    assert schema("AccountMembers")["required"] == [f.name for f in fields(snapshot.Snapshot) if f.name != "answer"]
    assert schema("Answer")["required"] == [f.name for f in fields(snapshot.Answer)]
    words = protocol()["info"]["description"]
    assert f"{TOLERANCE_S} s" in words
    assert f"{BODY_BYTES_MAX // 1024} KiB" in words


def test_its_forms_are_the_programs() -> None:
    assert schema("Id")["pattern"] == f"^{ID_FORM.pattern}$"
    assert protocol()["components"]["parameters"]["WebhookTimestamp"]["schema"]["pattern"] == f"^{MOMENT_FORM.pattern}$"
    limits = schema("Answer")["properties"]
    assert (limits["code"]["maxLength"], limits["words"]["maxLength"]) == (snapshot.CODE_MAX, snapshot.WORDS_MAX)


def test_its_addresses_are_those_that_are_asked() -> None:
    asked = {ORDERS, NOTICES, ORDERS + "/{order_id}", ACCOUNTS + "/{card_id}", DAYS + "/{day}"}
    assert protocol()["paths"].keys() == asked | {"/callbacks/banks/{bank}/"}


WORDS = [
    account("C1"),
    account("C1", loss={"kind": "formal", "since": MOMENT, "until": None}, tail=None),
    account("C1", answer=answered("o-1", "refused", "c", "字" * 200)),
    account("C1") | {"settld": True},
    account("C1", 0),
    account("C1", sequence="1"),
    account("C1", state="lost"),
    account("C1", loss={"kind": "formal", "since": MOMENT}),
    account("C1", loss={"kind": "formal", "since": "yesterday", "until": None}),
    account("C1", tail="123"),
    account("C1", settled=1),
    account("C1", physical="burnt"),
    account("C 1"),
    account("C1", answer=answered("o-1", "maybe")),
    account("C1", answer=answered("o-1", "refused", "c", "字" * 201)),
    account("C1", answer={}),
    {k: v for k, v in account("C1").items() if k != "tail"},
    {k: v for k, v in account("C1").items() if k != "answer"},
]


@pytest.mark.parametrize("told", WORDS, ids=range(len(WORDS)))
def test_what_the_schema_accepts_we_read_and_nothing_else(told: dict[str, Any]) -> None:
    body = {"type": "account.changed", "timestamp": MOMENT, "data": told}
    try:
        understood = bool(snapshot.read_changed(body))
    except snapshot.NotAsAgreed:
        understood = False
    assert understood is (valid("AccountChanged", body) == [])


def test_the_schema_is_not_blind() -> None:
    body = [{"type": "account.changed", "timestamp": MOMENT, "data": told} for told in WORDS]
    assert [valid("AccountChanged", one) == [] for one in body] == [True] * 3 + [False] * (len(WORDS) - 3)
