"""A connected bank, and one of ours played by the test: what it is sent, and what it answers."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.office.conftest import city, emptied_past_the_fence  # noqa: F401 - fixtures
from yikatong.adapters.webhooks.guard import Answer
from yikatong.office import bank_links, bank_orders, limits
from yikatong.office.bank_links import Link

URL = "https://bank.example.com/cards"


@pytest.fixture(autouse=True)
def counted_afresh() -> Iterator[None]:
    limits.forget()
    yield
    limits.forget()


@pytest.fixture
def link(db) -> Link:
    return bank_links.connect("CAB", URL)


@dataclass(frozen=True, slots=True)
class Sent:
    method: str
    url: str
    body: bytes
    headers: Mapping[str, str]

    @property
    def page(self) -> Any:
        return json.loads(self.body)


def answer(status: int, page: Any = None, **headers: str) -> Answer:
    body = page if isinstance(page, bytes) else json.dumps(page).encode()
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


@dataclass
class Bank:
    """In the place of the guarded client. ``says`` gives the answer to each request."""

    says: Callable[[Sent], Answer] = lambda sent: answer(202, {"status": "accepted"})
    sent: list[Sent] = field(default_factory=list)

    def send(self, method: str, url: str, body: bytes = b"", headers: Any = None, **limits: Any) -> Answer:
        self.sent.append(Sent(method, url, body, headers))
        return self.says(self.sent[-1])


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> Bank:
    played = Bank()
    monkeypatch.setattr(bank_orders, "client", lambda: played)
    return played
