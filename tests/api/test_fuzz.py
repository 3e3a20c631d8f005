"""Schemathesis over the OpenAPI page, in process: whatever is sent, no 5xx, and every answer is as described.

The people on file are put into half of the bodies, for a generator never guesses a number with the right check digit.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import Hire, Program
from tests.api.test_persons import signed_in
from tests.office.world import enrol, waiting
from yikatong.catalogue.channels import Channel
from yikatong.channels.api.app import description
from yikatong.office import limits, sign_in
from yikatong.services import catalogue

pytestmark = pytest.mark.django_db
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES, EXAMPLES_WITHOUT_TOKEN = 8, 2
OPERATIONS = [
    (path, method) for path, methods in json.loads(description())["paths"].items() for method in methods
]  # fmt: skip


@contextmanager
def one_connection() -> Iterator[None]:
    """The end of a request closes the connection; here it holds the transaction that the test is undone by."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@cache
def described() -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), headers={"Host": "localhost"})


def channel_of(path: str) -> Channel:
    place = path.removeprefix("/api/v1/").split("/")
    if place[0] == "acts":
        offered = list(catalogue()[place[1]].channels)
        return Channel.DESK if Channel.DESK in offered else offered[0]
    special = {"batches": Channel.EMPLOYER, "sign-ins": Channel.PORTAL, "queues": Channel.OFFICER}
    return special.get(place[0], Channel.DESK)


def fuzz(path: str, method: str, headers: dict[str, str], people: list[str], examples: int) -> set[int]:
    """The statuses that came."""
    with one_connection():
        operation, seen = described()[path][method], set()

    @settings(
        max_examples=examples, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(), person=st.sampled_from([None, *people]))
    def every(case: Any, person: str | None) -> None:
        if person and isinstance(case.body, dict) and "/acts/" in path:
            case.body["person"] = {"person_id": person}
            case.body.pop("asker", None)
        if person and case.path_parameters and "person_id" in case.path_parameters:
            case.path_parameters["person_id"] = person
        limits.forget()
        response = case.call(headers={"Host": "localhost", **headers})
        case.validate_response(response, checks=CHECKS)
        seen.add(response.status_code)

    with one_connection():
        every()
    return seen


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_with_a_token(path: str, method: str, hire: Hire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "REPLY_AFTER_S", 0)
    about = [enrol(), waiting(1), enrol(2)]
    program: Program = hire(channel_of(path), "610000", "CAB")
    if channel_of(path) is Channel.PORTAL:
        program = signed_in(program, about[0])
    people = [hire(Channel.DESK).find(n)["person_id"] for n in about]
    seen = fuzz(path, method, program.headers, people, EXAMPLES)
    assert seen - {401}, "the token was taken"


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_without_a_token(path: str, method: str) -> None:
    seen = fuzz(path, method, {}, [], EXAMPLES_WITHOUT_TOKEN)
    public = path.startswith(("/api/v1/services", "/api/v1/outlets"))
    assert (401 in seen) != public


def test_every_service_has_its_operation() -> None:
    asked = {path.rpartition("/")[2] for path, _ in OPERATIONS if "/acts/" in path}
    assert asked == {code for code, service in catalogue().items() if service.share is None}
