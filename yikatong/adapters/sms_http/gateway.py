"""A gateway over HTTP: requests of ours and receipts of theirs are signed alike (Standard Webhooks, one secret).

A bureau's own gateway or a small service before its operator's speaks it; docs/integrate.md has the wire form.
"""

import json
import time
import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from yikatong.adapters.webhooks.guard import Client
from yikatong.adapters.webhooks.signing import SignatureFault, key_of, signed_headers, verify
from yikatong.ports.messages import Receipt, ReceiptFault
from yikatong.ports.unavailable import Unavailable

# The gateway has read the message and will never take it: an empty number, a word that the operator does not let by.
NEVER = frozenset({400, 413, 415, 422})
WHY_CHARACTERS_MAX = 60
RECEIPTS_MAX = 500


class HttpGateway:
    """Safe for many threads."""

    def __init__(self, url: str, secret: str, client: Client) -> None:
        """Errors: SignatureFault for a secret that is none."""
        key_of(secret)
        self._url, self._secret, self._client = url.rstrip("/"), secret, client

    def send(self, mobile: str, words: str, key: str = "") -> str:
        answer = self._ask("messages", {"to": mobile, "words": words}, f"sms_{key}" if key else "")
        return str(answer.get("id") or "")[:80]

    def receipts(self, references: Sequence[str]) -> Sequence[Receipt]:
        return _receipts(self._ask("receipts", {"ids": [*references][:RECEIPTS_MAX]}, ""))

    def read_receipts(self, headers: Mapping[str, str], body: bytes) -> Sequence[Receipt]:
        try:
            verify([self._secret], headers, body, int(time.time()))
            return _receipts(_json(body))
        except SignatureFault as fault:
            raise ReceiptFault(fault.code, fault.words) from fault
        except Unavailable as fault:
            raise ReceiptFault("receipts_form", fault.words) from fault

    def describe(self) -> str:
        return f"短信网关：{urlsplit(self._url).hostname}"

    def check_health(self) -> str | None:
        try:
            self.receipts(())
        except Unavailable as fault:
            return fault.words
        return None

    def _ask(self, path: str, page: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        body = json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()
        headers = signed_headers([self._secret], key or f"ask_{uuid.uuid4().hex}", int(time.time()), body)
        answer = self._client.send("POST", f"{self._url}/{path}", body, {**headers, "content-type": "application/json"})
        if not 200 <= answer.status < 300:
            words = f"短信网关答复HTTP {answer.status}。"
            raise Unavailable(words, permanent=answer.status in NEVER, status=answer.status)
        return _json(answer.body)


def _json(body: bytes) -> Mapping[str, Any]:
    """Errors: Unavailable for what is no JSON object."""
    try:
        page = json.loads(body)
    except ValueError as error:
        raise Unavailable("短信网关的答复不是JSON。") from error
    if not isinstance(page, dict):
        raise Unavailable("短信网关的答复不是JSON对象。")
    return page


def _receipts(page: Mapping[str, Any]) -> tuple[Receipt, ...]:
    """Errors: Unavailable for what is no list of receipts."""
    told = page.get("receipts")
    if not isinstance(told, list) or len(told) > RECEIPTS_MAX:
        raise Unavailable(f"回执须为不超过{RECEIPTS_MAX}条的列表。")
    return tuple(_receipt(one) for one in told)


def _receipt(told: object) -> Receipt:
    if not isinstance(told, dict) or not isinstance(told.get("id"), str) or type(told.get("delivered")) is not bool:
        raise Unavailable("回执须有id（文字）和delivered（true或false）。")
    why = told.get("why", "")
    # Digits are dropped: an operator's own words may name the number that was written to.
    kept = "".join(c for c in str(why) if c.isprintable() and not c.isdigit())[:WHY_CHARACTERS_MAX]
    return Receipt(told["id"][:80], told["delivered"], "" if told["delivered"] else kept or "未说明原因")
