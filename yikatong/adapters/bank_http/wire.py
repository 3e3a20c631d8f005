"""Requests to a bank that speaks our open protocol, signed as agreed."""

import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Protocol

from yikatong.adapters.webhooks.guard import ANSWER_BYTES_MAX, WITHIN_S, Answer
from yikatong.adapters.webhooks.signing import signed_headers

ORDERS, NOTICES, ACCOUNTS, DAYS = "/v1/orders", "/v1/notices", "/v1/accounts", "/v1/reconciliation"


class Sends(Protocol):
    """What the guarded client of :mod:`yikatong.adapters.webhooks.guard` does."""

    def send(
        self, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None, *,
        within_s: float = WITHIN_S, bytes_max: int = ANSWER_BYTES_MAX, into: IO[bytes] | None = None,
    ) -> Answer: ...  # fmt: skip


@dataclass(frozen=True, slots=True)
class BankWire:
    """One bank: its address, and the secrets with which it knows us. Errors of all methods: Unavailable."""

    base_url: str
    secrets: tuple[str, ...] = field(repr=False)
    client: Sends

    def post(self, path: str, webhook_id: str, envelope: Mapping[str, Any]) -> Answer:
        """Hand over an order or a notice. A repeat is signed anew, its body is the same byte for byte."""
        body = spelt(envelope)
        headers = {"content-type": "application/json", **self._signed(webhook_id, body)}
        return self.client.send("POST", self.base_url + path, body, headers)

    def get(
        self, path: str, *, within_s: float = WITHIN_S, bytes_max: int = ANSWER_BYTES_MAX, into: IO[bytes] | None = None
    ) -> Answer:
        """Ask how something stands. Each request has a new number. ``into`` takes what is too big to hold."""
        headers, url = self._signed(uuid.uuid4().hex, b""), self.base_url + path
        return self.client.send("GET", url, b"", headers, within_s=within_s, bytes_max=bytes_max, into=into)

    def _signed(self, webhook_id: str, body: bytes) -> dict[str, str]:
        return signed_headers(self.secrets, webhook_id, int(time.time()), body)


def spelt(envelope: Mapping[str, Any]) -> bytes:
    """One spelling for each envelope."""
    return json.dumps(envelope, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
