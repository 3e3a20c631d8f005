"""A bank that calls back."""

import json
import time
from typing import Any

from django.http import HttpResponse
from django.test import Client

from yikatong.adapters.webhooks.signing import signed_headers
from yikatong.office.bank_links import Link

MOMENT = "2026-11-22T10:02:00+08:00"


def account(card_id: str, sequence: int = 1, **changes: Any) -> dict[str, Any]:
    told = {
        "card_id": card_id, "sequence": sequence, "state": "active", "loss": None, "tail": "6217", "settled": False,
        "physical": None, "answer": None,
    }  # fmt: skip
    return told | changes


def answered(order_id: str, result: str = "done", code: str = "", words: str = "") -> dict[str, str]:
    return {"order_id": order_id, "result": result, "code": code, "words": words}


def spelt(told: Any) -> bytes:
    return json.dumps({"type": "account.changed", "timestamp": MOMENT, "data": told}, ensure_ascii=False).encode()


def send(
    link: Link, body: bytes, webhook_id: str = "cb-1", *, ahead_s: int = 0, bank: str = "", **headers: str
) -> HttpResponse:
    """POST a body as the bank signs it; keywords replace headers (``webhook_signature=…``)."""
    signed = signed_headers(link.theirs[:1], webhook_id, int(time.time()) + ahead_s, body)
    signed |= {name.replace("_", "-"): value for name, value in headers.items()}
    kind = signed.pop("content-type", "application/json")
    http = Client(raise_request_exception=False, enforce_csrf_checks=True)
    return http.post(f"/callbacks/banks/{bank or link.bank}/", body, content_type=kind, headers=signed)


def tell(link: Link, webhook_id: str, card_id: str, sequence: int = 1, **changes: Any) -> HttpResponse:
    return send(link, spelt(account(card_id, sequence, **changes)), webhook_id)


def fault(response: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """The fault that a response must be."""
    assert response.status_code == status, response.content.decode()
    page = dict(response.json())
    assert page["code"] == code
    assert page["words"].endswith("。")
    assert response["Cache-Control"] == "no-store"
    return page


def status(response: HttpResponse) -> str:
    assert response.status_code == 200, response.content.decode()
    return str(response.json()["status"])
