"""The sandbox bank as one process: its web server, and its back office beside it.

Django's own threaded server, not the one of production: a fault has to close a connection without an answer, for
which the program must hold the socket; and a port that is taken is refused instead of shared.
"""

import json
import signal
from collections.abc import Callable
from datetime import time
from pathlib import Path
from threading import Event, Thread
from types import FrameType
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

from yikatong.sandbox.bank import keys

ADDRESS = "127.0.0.1"


class Requests(WSGIRequestHandler):
    """Hands the connection to the application, for the faults; logs nothing, as paths name cards."""

    def get_environ(self) -> dict[str, Any]:
        return super().get_environ() | {"sandbox.connection": self.connection}

    def log_message(self, format: str, *args: object) -> None:
        pass


def prepare() -> None:
    """Django set up, and the database brought up to date."""
    django.setup()
    call_command("migrate", verbosity=0)


def agreed_secrets() -> str:
    """The secrets as the bureau calls them: ``ours`` signs what the bureau sends, ``theirs`` what the bank sends."""
    found = keys.keys(settings.KEYS_FILE)
    return json.dumps({"ours": found.from_bureau[0], "theirs": found.to_bureau[0]})


def set_cut_off(hour: time | None) -> None:
    from yikatong.sandbox.bank import clock, models  # noqa: PLC0415 (models need Django set up)

    clock.practice()
    models.Practice.objects.update(cut_off=hour)


def take_over(file: Path) -> int:
    """Former accounts taken over from a file; how many were new. Errors: ValueError (see adopt.py)."""
    from yikatong.sandbox.bank.adopt import adopt  # noqa: PLC0415 (models need Django set up)

    with file.open(encoding="utf-8") as lines:
        return adopt(lines)


def serve(port: int, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until SIGTERM or SIGINT. Errors: OSError when the port is taken."""
    from yikatong.sandbox.bank import worker  # noqa: PLC0415 (models need Django set up)
    from yikatong.sandbox.bank.wsgi import application  # noqa: PLC0415

    server = ThreadedWSGIServer((ADDRESS, port), Requests)
    server.set_app(application)
    stop = Event()
    office = [Thread(target=part, args=[stop]) for part in (worker.do_orders, worker.send_callbacks)]

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)
    for thread in (*office, Thread(target=server.serve_forever, daemon=True)):
        thread.start()
    ready()
    stop.wait()
    server.shutdown()
    for thread in office:
        thread.join()
