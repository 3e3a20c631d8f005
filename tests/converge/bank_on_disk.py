"""A bank that keeps what it took on disk, so that it outlives the process that told it."""

import json
from pathlib import Path
from typing import Any

from tests.dying import countdown
from yikatong.adapters.webhooks.guard import Answer


class BankOnDisk:
    """In the place of the guarded client. The sender may die before it speaks, and after it was heard."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.touch()

    @property
    def taken(self) -> list[str]:
        return self._path.read_text().split()

    def send(self, method: str, url: str, body: bytes = b"", headers: Any = None, **limits: Any) -> Answer:
        countdown.step()
        order_id = json.loads(body)["data"].get("order_id") or headers["webhook-id"]
        known = order_id in self.taken
        if not known:
            with self._path.open("a") as kept:
                kept.write(f"{order_id}\n")
        countdown.step()
        return Answer(200 if known else 202, {}, b'{"status":"known"}' if known else b'{"status":"accepted"}')
