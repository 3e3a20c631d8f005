"""The parties as processes of their own, in a folder of their own, that can be killed at any moment and come again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from yikatong.channels.cli.converge.faults import Fault, Tally

STARTING_S_MAX = 60.0
SETTLED_S = 2.5
"""How long a process without a door has to have lived to count as up."""


@dataclass
class Party:
    """One process. ``door``: an address that answers 200 once it is up; without one, time alone tells."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    door: str = ""
    _process: subprocess.Popen[bytes] | None = None
    _begun: float = 0.0
    _http: httpx.Client = field(default_factory=lambda: httpx.Client(trust_env=False, timeout=2.0))

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603
                self.command, env=dict(self.environment), stdout=log, stderr=log, start_new_session=True
            )
        self._begun = time.monotonic()

    @property
    def is_up(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            return False
        if not self.door:
            return time.monotonic() - self._begun > SETTLED_S
        with suppress(httpx.HTTPError):
            return self._http.get(self.door).status_code == httpx.codes.OK
        return False

    def kill(self) -> bool:
        """kill -9 of the process and all its children; False where it was not up, so that nothing was interrupted."""
        if not self.is_up or self._process is None:
            return False
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        return True

    def wait_until_up(self) -> None:
        """Start again what has ended. Errors: RuntimeError when it does not come up."""
        patience = time.monotonic() + STARTING_S_MAX
        while not self.is_up:
            if self._process is None or self._process.poll() is not None:
                self.start()
            if time.monotonic() > patience:
                raise RuntimeError(f"{self.name} does not come up: see {self.log}")
            time.sleep(0.05)

    def end(self) -> None:
        if self._process is not None and self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


@dataclass
class Parties:
    """All of them by name; whoever is killed is started again at once."""

    by_name: Mapping[str, Party]
    tally: Tally

    def start(self) -> None:
        for party in self.by_name.values():
            party.start()
        for party in self.by_name.values():
            party.wait_until_up()

    def kill(self, fault: Fault, name: str) -> bool:
        party = self.by_name[name]
        if not party.kill():
            return False
        self.tally.count(fault)
        party.start()
        return True

    def wait_until_up(self) -> None:
        for party in self.by_name.values():
            party.wait_until_up()

    def end(self) -> None:
        for party in self.by_name.values():
            party.end()


def yikatong(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "yikatong", *arguments)


def web(port: int) -> tuple[str, ...]:
    return (
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--no-ws", "yikatong.site.wsgi:application",
    )  # fmt: skip
