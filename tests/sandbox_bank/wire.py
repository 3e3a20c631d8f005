"""The bureau's side as a test plays it: a signed client, and a receiver of call-backs that can misbehave."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx

from yikatong.adapters.webhooks.signing import signed_headers, verify

ROOT = Path(__file__).parents[2]
PATIENCE_S = 20
# One for all: making a client costs more than a request.
HTTP = httpx.Client(trust_env=False, verify=False, timeout=5.0)
HOLDER = {"name": "周小禾", "id_number": "610113199003072341", "mobile": "13900000001"}


@dataclass
class Receiver:
    """Takes call-backs; ``says`` gives the status of each."""

    port: int = 0
    heard: list[dict[str, Any]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    says: Callable[[dict[str, Any]], int] = lambda page: 200
    secrets: Callable[[], list[str]] = list
    banks: list[subprocess.Popen[bytes]] = field(default_factory=list)


def _posts(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Posts(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 (the library's name)
            body = self.rfile.read(int(self.headers["content-length"]))
            signer = verify(receiver.secrets(), dict(self.headers.items()), body, int(time.time()))
            page = json.loads(body)
            status = receiver.says(page)
            receiver.heard.append(page)
            receiver.ids.append(signer)
            self.send_response(status)
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *args: object) -> None:
            pass

    return Posts


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _posts(receiver))
    receiver.port = server.server_port
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        for process in receiver.banks:  # a test that failed in the middle leaves its bank running
            process.kill()
            process.wait()
        server.shutdown()
        server.server_close()
        thread.join()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Bank:
    """A running sandbox bank."""

    folder: Path
    port: int
    receiver: Receiver
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def keys(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "keys.json").read_text()))

    def post(self, path: str, page: dict[str, Any], webhook_id: str, timeout: float = 5.0) -> httpx.Response:
        body = json.dumps(page, ensure_ascii=False).encode()
        return self.raw(
            path, body, signed_headers(self.keys["from_bureau"], webhook_id, int(time.time()), body), timeout
        )

    def raw(self, path: str, body: bytes, headers: dict[str, str], timeout: float = 5.0) -> httpx.Response:
        return HTTP.post(self.url + path, content=body, headers=headers, timeout=timeout)

    def get(self, path: str) -> httpx.Response:
        signed = signed_headers(self.keys["from_bureau"], f"q-{uuid.uuid4().hex}", int(time.time()), b"")
        return HTTP.get(self.url + path, headers=signed)

    def panel(self, name: str, **asked: Any) -> dict[str, Any]:
        answer = HTTP.post(f"{self.url}/panel/{name}", json=asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def account(self, card_id: str) -> dict[str, Any]:
        return dict(self.get(f"/v1/accounts/{card_id}").json())

    def hits(self, kind: str) -> int:
        return int(HTTP.get(f"{self.url}/panel/faults").json()[kind]["hits"])

    def answers(self, order_id: str) -> list[dict[str, Any]]:
        return [p["data"] for p in self.receiver.heard if (p["data"]["answer"] or {}).get("order_id") == order_id]

    def answered(self, order_id: str) -> dict[str, Any]:
        """The call-back that answers an order, once it has come."""
        until(lambda: self.answers(order_id))
        return self.answers(order_id)[0]

    def act(self, card_id: str, name: str, **asked: str) -> httpx.Response:
        """What the clerk does at the counter, as a browser sends it."""
        page = f"{self.url}/accounts/{card_id}/"
        shown = HTTP.get(page)
        assert shown.status_code == 200
        token = shown.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        return HTTP.post(f"{page}{name}/", data=asked | {"csrfmiddlewaretoken": token}, follow_redirects=True)


def until(holds: Callable[[], Any]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, "it did not come to that in time"
        time.sleep(0.02)


def started(folder: Path, receiver: Receiver, command: list[str] | None = None, port: int | None = None) -> Bank:
    """A bank with its own folder; ``command`` replaces ``yikatong sandbox-bank``. Answers once it serves."""
    port = port or free_port()
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("YIKATONG_", "DJANGO_"))}
    environment = clean | {"YIKATONG_SANDBOX_BANK_VAR": str(folder), "PYTHONPATH": str(ROOT)}
    callback = f"http://127.0.0.1:{receiver.port}/callbacks/banks/CAB/"
    options = ["--port", str(port), "--callback", callback]
    with (folder.parent / f"{folder.name}.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *(command or ["-m", "yikatong", "sandbox-bank"]), *options],
            env=environment, cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip
    receiver.banks.append(process)
    bank = Bank(folder, port, receiver, process)
    receiver.secrets = lambda: bank.keys["to_bureau"]
    until(lambda: _serves(bank))
    return bank


def _serves(bank: Bank) -> bool:
    assert bank.process.poll() is None, "the bank ended"
    try:
        return HTTP.get(f"{bank.url}/healthz").status_code == 200
    except httpx.HTTPError:
        return False


def stopped(bank: Bank, number: int = signal.SIGTERM) -> int:
    bank.process.send_signal(number)
    return bank.process.wait(timeout=PATIENCE_S)


def order(kind: str, card_id: str, sequence: int, order_id: str = "", **told: Any) -> dict[str, Any]:
    data = {
        "order_id": order_id or f"YK-{uuid.uuid4().hex[:12]}-{kind}", "card_id": card_id, "kind": kind,
        "sequence": sequence, "until": None, "source": None, "keep_number": False,
    }  # fmt: skip
    if kind == "open_account":
        data["holder"] = HOLDER
    return {"type": f"order.{kind}", "timestamp": "2026-11-22T10:02:00+08:00", "data": data | told}


def ordered(bank: Bank, kind: str, card_id: str, sequence: int, **told: Any) -> dict[str, Any]:
    """An order taken and answered: the call-back's data."""
    page = order(kind, card_id, sequence, **told)
    taken = bank.post("/v1/orders", page, page["data"]["order_id"])
    assert (taken.status_code, taken.json()) == (202, {"status": "accepted"})
    return bank.answered(page["data"]["order_id"])


def opened(bank: Bank, *, active: bool = True, **told: Any) -> str:
    """A card with an account, active if asked; sequences 1 and 2 are used."""
    card_id = f"C{uuid.uuid4().hex[:12]}"
    assert ordered(bank, "open_account", card_id, 1, **told)["answer"]["result"] == "done"
    if active:
        assert ordered(bank, "activate", card_id, 2)["state"] == "active"
    return card_id
