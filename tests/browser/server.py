"""A demonstration city of its own, served over HTTP by the same command that people use: ``yikatong demo``.

One is built for a run and shared by all its workers. YIKATONG_CITY names the folder of a city that was built before,
which is copied instead: half a minute saved where one page is tried again and again.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

STARTUP_SECONDS_MAX = 300
STOP_SECONDS_MAX = 20
OTHERS = ("DATABASE_URL", "TEST_DATABASE_URL", "YIKATONG_KEYS_FILE", "YIKATONG_TEST_VAR")


# Those that this process started, kept so that they can be reaped; another worker's are ended by their number alone.
_started: dict[int, subprocess.Popen[bytes]] = {}


class NotServing(Exception):
    """The demonstration did not come up; its last words are in the message."""


def start(var: Path) -> tuple[str, int]:
    """Build the city in ``var`` and serve it. Gives its address and its process. Errors: NotServing."""
    if built := os.environ.get("YIKATONG_CITY"):
        shutil.copytree(built, var)
    var.mkdir(parents=True, exist_ok=True)
    port, log = _free_port(), var / "server.log"
    settings = {"YIKATONG_DEMO": "1", "DJANGO_SETTINGS_MODULE": "yikatong.site.settings", "YIKATONG_VAR": str(var)}
    environment = {name: value for name, value in os.environ.items() if name not in OTHERS} | settings
    with log.open("wb") as words:
        command = [sys.executable, "-m", "yikatong", "demo", "--alone", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=words, stderr=words, start_new_session=True)
    _started[process.pid] = process
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url, process, log)
    except BaseException:
        stop(process.pid)
        raise
    return url, process.pid


def stop(pid: int) -> None:
    """End the demonstration and whatever it started: it has a session of its own, so its children are known."""
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        return
    patience = time.monotonic() + STOP_SECONDS_MAX
    while _lives(pid) and time.monotonic() < patience:
        time.sleep(0.1)
    if _lives(pid):
        os.kill(pid, signal.SIGKILL)


@contextmanager
def shared(folder: Path) -> Iterator[str]:
    """The address of the one city of ``folder``: the first who comes builds it, the last who goes stops it."""
    folder.mkdir(parents=True, exist_ok=True)
    with _counting(folder) as state:
        if not state.get("users"):
            url, pid = start(folder / f"var-{time.time_ns()}")
            state |= {"url": url, "pid": pid, "users": 0}
        state["users"] += 1
        url = str(state["url"])
    try:
        yield url
    finally:
        with _counting(folder) as state:
            state["users"] -= 1
            if not state["users"]:
                stop(state["pid"])


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Nobody else is within ``lock`` meanwhile, in this process or another."""
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _counting(folder: Path) -> Iterator[dict[str, object]]:
    """What the workers know of the city in common, read and written by one at a time."""
    kept = folder / "city.json"
    with alone(folder / "city.lock"):
        state = json.loads(kept.read_text()) if kept.exists() else {}
        yield state
        kept.write_text(json.dumps(state))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    patience = time.monotonic() + STARTUP_SECONDS_MAX
    while time.monotonic() < patience and process.poll() is None:
        try:
            if httpx.get(f"{url}/healthz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise NotServing(f"演示没有启动 / the demonstration did not start:\n{log.read_text()[-3000:]}")


def _lives(pid: int) -> bool:
    if pid in _started:
        return _started[pid].poll() is None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
