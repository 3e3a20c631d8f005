"""The published test vectors, against our signatures and against the Standard Webhooks library: they must agree."""

import json
from datetime import datetime, tzinfo
from typing import Any

import pytest
from standardwebhooks import webhooks

from tests.bank_protocol.protocol import protocol, valid
from tests.docs.pages import page
from yikatong.adapters.bank_http.snapshot import read_changed
from yikatong.adapters.bank_http.wire import spelt
from yikatong.adapters.webhooks import signing
from yikatong.adapters.webhooks.signing import SignatureFault, signed_headers, verify
from yikatong.adapters.webhooks.strict_json import read_strict
from yikatong.cards.orders import OrderKind, OrderResult

FOLDER = "docs/vectors/bank"


def vectors(name: str) -> dict[str, Any]:
    return dict(json.loads(page(f"{FOLDER}/{name}.json")))


CASES = vectors("signatures")["cases"]
SCHEMAS = {"orders": "Order", "notices": "Notice", "callbacks": "AccountChanged"}
MESSAGES = [(name, message) for name in SCHEMAS for message in vectors(name)["messages"]]


def named(value: Any) -> str | None:
    return value["name"].replace(" ", "-") if isinstance(value, dict) else None


def ours(case: dict[str, Any]) -> str:
    """The id that is accepted, or the code of the fault."""
    try:
        return verify(case["secrets"], case["headers"], case["body"].encode(), case["now"])
    except SignatureFault as fault:
        return fault.code


def library(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the library accepts it with one of the secrets, at the vector's moment."""

    class Then(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Then":
            return cls.fromtimestamp(case["now"], tz)

    monkeypatch.setattr(webhooks, "datetime", Then)

    def accepts(secret: str) -> bool:
        try:
            webhooks.Webhook(secret).verify(case["body"], case["headers"], json_parse=False)
        except webhooks.WebhookVerificationError:
            return False
        return True

    return any(accepts(secret) for secret in case["secrets"])


def test_there_are_cases_of_both_kinds() -> None:
    assert sum("accepted" in case for case in CASES) >= 8
    assert {case["refused"] for case in CASES if "refused" in case} == set(signing._WORDS) - {"secret_form"}


@pytest.mark.parametrize("case", CASES, ids=named)
def test_we_judge_as_the_vector_says(case: dict[str, Any]) -> None:
    assert ours(case) == (case.get("accepted") or case["refused"])


@pytest.mark.parametrize("case", CASES, ids=named)
def test_the_library_judges_alike(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """But for what it is laxer in: an id with a full stop."""
    assert library(case, monkeypatch) is ("accepted" in case or case.get("library") == "accepted")


@pytest.mark.parametrize(("kind", "message"), MESSAGES, ids=named)
def test_a_message_is_signed_as_both_sign_it(
    kind: str, message: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = vectors(kind)
    case = {"secrets": [whole["secret"]], "now": whole["now"], **message}
    assert ours(case) == message["headers"]["webhook-id"]
    assert library(case, monkeypatch)
    again = signed_headers([whole["secret"]], ours(case), whole["now"], message["body"].encode())
    assert again == message["headers"]
    assert ours({**case, "body": message["body"] + " "}) == "signature_wrong"


@pytest.mark.parametrize(("kind", "message"), MESSAGES, ids=named)
def test_a_message_is_of_the_published_form(kind: str, message: dict[str, Any]) -> None:
    body = read_strict(message["body"].encode())
    assert valid(SCHEMAS[kind], body) == []
    assert spelt(body).decode() == message["body"]
    assert message["path"].replace("/CAB/", "/{bank}/") in protocol()["paths"]


def test_the_vectors_leave_no_kind_out() -> None:
    assert [message["name"] for message in vectors("orders")["messages"]] == [*OrderKind]
    notices = protocol()["components"]["schemas"]["Notice"]["properties"]["type"]["enum"]
    assert [message["name"] for message in vectors("notices")["messages"]] == notices
    told = [read_changed(json.loads(message["body"])) for message in vectors("callbacks")["messages"]]
    kinds = protocol()["components"]["schemas"]
    assert {snapshot.state.value for snapshot in told} == set(kinds["AccountState"]["enum"])
    assert {snapshot.answer.result for snapshot in told if snapshot.answer} == set(OrderResult)
    assert {snapshot.physical and snapshot.physical.value for snapshot in told} == {None, "taken_back", "destroyed"}
    assert {snapshot.loss and snapshot.loss.kind.value for snapshot in told} == {None, "temporary", "formal"}
    assert {snapshot.settled for snapshot in told} == {True, False}


def test_what_we_sign_the_library_accepts(monkeypatch: pytest.MonkeyPatch) -> None:
    secret, body = signing.new_secret(), '{"words":"账户"}'
    headers = signed_headers([signing.new_secret(), secret], "a-1", 1_800_000_000, body.encode())
    assert library({"secrets": [secret], "now": 1_800_000_000, "headers": headers, "body": body}, monkeypatch)


def test_what_the_library_signs_we_accept() -> None:
    from datetime import UTC

    secret, body = signing.new_secret(), '{"words":"账户"}'
    theirs = webhooks.Webhook(secret).sign("a-1", datetime.fromtimestamp(1_800_000_000, UTC), body)
    headers = {"webhook-id": "a-1", "webhook-timestamp": "1800000000", "webhook-signature": theirs}
    assert verify([secret], headers, body.encode(), 1_800_000_000) == "a-1"
