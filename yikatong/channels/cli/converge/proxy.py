"""A way between two parties on which messages get lost, doubled, late and slow. It reads nothing and changes nothing.

A message that is overtaken is first taken for lost by its sender, and reaches its receiver after others have: the worst
that a network does. The next message on the way pulls it along.
"""

import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

from yikatong.channels.cli.converge.faults import Fault, Tally

SLOW_S = 0.4
TOO_SLOW_S = 5.5  # longer than a sender waits
UPSTREAM_S = 20.0
LATE_MAX = 30
"""By how many other messages one is overtaken at most."""
DROPPED = {"connection", "keep-alive", "transfer-encoding", "host"}


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Way:
    """From a port of its own to the party behind ``upstream``. ``armed`` faults are met by the next messages."""

    def __init__(self, upstream: tuple[str, int], tally: Tally) -> None:
        self.upstream, self.tally, self.is_cut = upstream, tally, False
        self._armed: deque[Fault] = deque()
        self._late: deque[tuple[int, Request]] = deque()
        self._passed, self._lock = 0, Lock()
        self._server = _Server(("127.0.0.1", 0), _answering(self))
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def arm(self, fault: Fault) -> None:
        with self._lock:
            self._armed.append(fault)

    def disarm(self) -> None:
        """From now on everything passes; what was held back arrives."""
        with self._lock:
            self._armed.clear()
        self.deliver_late(everything=True)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def pass_on(self, request: Request) -> Answered | None:
        """One message and its answer; None where the sender hears nothing."""
        if self.is_cut:
            return None
        fault = self._next() if request.method == "POST" else None
        if fault:
            self.tally.count(fault)
        answered = self._met(fault, request) if fault else forward(self.upstream, request)
        self._passed += 1
        self.deliver_late()
        return answered

    def _next(self) -> Fault | None:
        with self._lock:
            return self._armed.popleft() if self._armed else None

    def _met(self, fault: Fault, request: Request) -> Answered | None:
        if fault is Fault.LOST:
            return None
        if fault is Fault.REORDERED:
            with self._lock:
                self._late.append((self._passed + 1 + 7 * self.tally[Fault.REORDERED] % LATE_MAX, request))
            return None
        if fault is Fault.SLOW:
            time.sleep(TOO_SLOW_S if self.tally[Fault.SLOW] % 8 == 0 else SLOW_S)
        answered = forward(self.upstream, request)
        if fault is Fault.DUPLICATED:
            answered = forward(self.upstream, request) or answered
        return None if fault is Fault.ANSWER_LOST else answered

    def deliver_late(self, everything: bool = False) -> None:
        """What was overtaken arrives; nobody waits for its answer any more."""
        with self._lock:
            due = [one for after, one in self._late if everything or self._passed > after]
            self._late = deque(kept for kept in self._late if kept[1] not in due)
        for request in due:
            forward(self.upstream, request)


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A sender that was killed while it spoke; whatever else fails here shows as a message that never arrives."""


def forward(upstream: tuple[str, int], request: Request) -> Answered | None:
    """The receiver's answer; None where it is not there, or was ended while it worked."""
    connection = HTTPConnection(*upstream, timeout=UPSTREAM_S)
    try:
        connection.request(request.method, request.path, request.body or None, dict(request.headers))
        found = connection.getresponse()
        headers = tuple((name, value) for name, value in found.getheaders() if name.lower() not in DROPPED)
        return Answered(found.status, headers, found.read())
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


def _answering(way: Way) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in DROPPED}
            answered = way.pass_on(Request(self.command, self.path, headers, body))
            if answered is None:
                self.close_connection = True
                return
            with suppress(OSError):  # the sender was killed, or has given up waiting
                self._answer(answered)

        def _answer(self, answered: Answered) -> None:
            self.send_response_only(answered.status)
            for name, value in answered.headers:
                if name.lower() != "content-length":
                    self.send_header(name, value)
            self.send_header("content-length", str(len(answered.body)))
            self.end_headers()
            self.wfile.write(answered.body)

        do_GET = do_POST = _any  # noqa: N815  (named by http.server)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing: what passes here is counted, not told."""

    return Answering
