"""A bank played by the test: its accounts, its file of a day, and whatever it says when it is asked."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from yikatong.adapters.webhooks.guard import Answer
from yikatong.catalogue.moments import CHINA
from yikatong.ports.unavailable import Unavailable

BANK, URL = "CAB", "https://bank.example.com/cards"


def account(card_id: str, **changes: Any) -> dict[str, Any]:
    told = {"card_id": card_id, "sequence": 1, "state": "active", "loss": None, "tail": "1234", "settled": False,
            "physical": None}  # fmt: skip
    return told | changes


def day_file(accounts: list[dict[str, Any]], day: date, /, **header: Any) -> bytes:
    """As the protocol has it: header, accounts in order, trailer over the bytes before it."""
    end = datetime.combine(day + timedelta(days=1), time(), CHINA)
    first = {"type": "header", "bank": BANK, "day": day.isoformat(), "at": end.isoformat()} | header
    body = b"".join(_line(page) for page in (first, *({"type": "account", **page} for page in accounts)))
    return body + _line({"type": "trailer", "count": len(accounts), "sha256": hashlib.sha256(body).hexdigest()})


def _line(page: dict[str, Any]) -> bytes:
    return json.dumps(page).encode() + b"\n"


@dataclass
class Bank:
    """In the place of the guarded client."""

    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    file: bytes | None = None
    is_down: bool = False
    asked: list[str] = field(default_factory=list)

    def has(self, *told: dict[str, Any]) -> None:
        self.accounts |= {page["card_id"]: page for page in told}

    def send(
        self, method: str, url: str, body: bytes = b"", headers: Any = None, *,
        into: IO[bytes] | None = None, **limits: Any,
    ) -> Answer:  # fmt: skip
        path = url.removeprefix(URL)
        self.asked.append(path)
        if self.is_down:
            raise Unavailable("接收方没有在5秒内答复。")
        _, _, kind, name = path.split("/")
        if kind == "reconciliation":
            told = sorted(self.accounts.values(), key=lambda page: page["card_id"])
            into.write(self.file if self.file is not None else day_file(told, date.fromisoformat(name)))
            return Answer(200, {}, b"")
        found = self.accounts.get(name) if kind == "accounts" else self._order(name)
        return Answer(200, {}, json.dumps(found).encode()) if found else Answer(404, {}, b"{}")

    def _order(self, order_id: str) -> dict[str, Any] | None:
        answer = self.answers.get(order_id)
        return {"order_id": order_id, "status": "answered", "answer": answer} if answer else None
