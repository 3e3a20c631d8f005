"""Programs that call: one client for each channel, with a token of its own, and a person they may ask about."""

import base64
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.office.conftest import city, emptied_past_the_fence  # noqa: F401  (the same city, emptied the same way)
from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Channel
from yikatong.office import limits
from yikatong.office.clients import register_client

SECRET = "a secret of this client"
V1 = "/api/v1"


def token_of(client_id: str, scope: str, secret: str = SECRET) -> HttpResponse:
    credentials = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    form = {"grant_type": "client_credentials", "scope": scope}
    return Client().post("/oauth/token/", form, headers={"Authorization": f"Basic {credentials}"})


@dataclass
class Program:
    """A client with its token. ``headers`` go with every request."""

    headers: dict[str, str]
    http: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.http.get(V1 + path, headers={**self.headers, **spelt(headers)})

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        raw = body if isinstance(body, (str, bytes)) else json.dumps(body)
        sent = {"Content-Type": "application/json", **self.headers, **spelt(headers)}
        return self.http.post(V1 + path, raw, content_type=sent.pop("Content-Type"), headers=sent)

    def act(self, service: str, about: IdNumber | None = None, /, key: str | None = None, **parts: Any) -> HttpResponse:
        """``parts`` are members of the body or headers with a capital; the rest are answers."""
        headers = {name: parts.pop(name) for name in tuple(parts) if name[0].isupper()}
        names = ("card", "region", "asker", "assurance", "confirmed", "person")
        body = {name: parts.pop(name) for name in names if name in parts}
        if about is not None:
            body["person"] = {"id_number": about.number}
        body["answers"] = parts
        return self.post(f"/acts/{service}", body, **{"Idempotency_Key": key or uuid.uuid4().hex, **headers})

    def find(self, about: IdNumber) -> dict[str, Any]:
        found = self.post("/persons/search", {"id_number": about.number})
        assert found.status_code == 200, found.content.decode()
        return dict(found.json())


def spelt(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


Hire = Callable[..., Program]


@pytest.fixture
def hire() -> Hire:
    """A registered client of a channel, with a token."""

    def hired(channel: Channel, region: str = "610000", party: str = "", client_id: str = "") -> Program:
        client_id = client_id or f"{channel.value}-client"
        register_client(client_id, SECRET, channel, region, party)
        given = token_of(client_id, channel.value).json()
        return Program({"Authorization": f"Bearer {given['access_token']}"})

    return hired


@pytest.fixture
def desk(hire: Hire) -> Program:
    return hire(Channel.DESK)


@pytest.fixture(autouse=True)
def counted_afresh() -> None:
    limits.forget()


def problem(response: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """The problem that a response must be."""
    assert (response.status_code, response.headers.get("Content-Type")) == (status, "application/problem+json"), (
        response.content.decode()
    )
    page = dict(response.json())
    assert (page["code"], page["status"], page["type"]) == (code, status, "/problems/" + code.replace("_", "-"))
    assert page["title"]
    assert page["detail"]
    return page
