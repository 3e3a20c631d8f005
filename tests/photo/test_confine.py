"""The child keeps its limits, and what it breaks is told apart from what breaks it."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from yikatong.adapters.photo.confine import Confined, Exceeded, Lost

pytestmark = pytest.mark.skipif(os.name != "posix", reason="children are confined on POSIX only")


@pytest.fixture
def room() -> Iterator[Confined]:
    confined = Confined("tests.photo.greedy:answer", cpu_seconds=1, wall_seconds=20)
    yield confined
    confined.close()


def test_it_answers_and_stays_warm(room: Confined) -> None:
    assert room.pid is None
    assert room.ask(b"one") == b"one"
    first = room.pid
    assert room.ask(b"") == b""
    assert room.ask(b"x" * 10_000_000) == b"x" * 10_000_000
    assert room.pid == first


@pytest.mark.parametrize(("question", "cause"), [(b"spin", "SIGXCPU"), (b"hoard", "memory"), (b"crash", "SIGSEGV")])
def test_a_question_that_breaks_a_limit_is_told_so(room: Confined, question: bytes, cause: str) -> None:
    with pytest.raises(Exceeded, match=cause):
        room.ask(question)
    assert room.ask(b"again") == b"again"


@pytest.mark.parametrize(("question", "cause"), [(b"stop", "SIGKILL"), (b"bug", "exit 3")])
def test_a_child_that_goes_away_is_an_outage(room: Confined, question: bytes, cause: str) -> None:
    with pytest.raises(Lost, match=cause):
        room.ask(question)
    assert room.ask(b"again") == b"again"


def test_a_silent_child_is_killed() -> None:
    room = Confined("tests.photo.greedy:answer", wall_seconds=1)
    with pytest.raises(Lost, match="SIGKILL"):
        room.ask(b"sleep")
    room.close()


def test_processor_time_is_counted_anew_for_each_question(room: Confined) -> None:
    """The limit holds for one question, so a child that has long been at work is not stopped for it."""
    for _ in range(6):
        assert room.ask(b"work") == b"work"
    with pytest.raises(Exceeded, match="SIGXCPU"):
        room.ask(b"spin")


def test_a_child_killed_while_idle_is_replaced(room: Confined) -> None:
    room.ask(b"one")
    assert room.pid is not None
    os.kill(room.pid, signal.SIGKILL)
    os.waitid(os.P_PID, room.pid, os.WEXITED | os.WNOWAIT)
    assert room.ask(b"two") == b"two"


def test_it_inherits_no_secrets_and_opens_nothing(room: Confined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "secret")
    names = room.ask(b"environment").decode().split("\n")
    assert "PYTHONPATH" in names
    assert "DATABASE_PASSWORD" not in names
    assert room.ask(b"open") == b"EMFILE EMFILE EMFILE"


def test_an_interrupted_question_leaves_no_answer_behind(room: Confined, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the next person would be given the answer to this question."""

    def interrupted(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("yikatong.adapters.photo.confine._read_frame", interrupted)
        with pytest.raises(KeyboardInterrupt):
            room.ask(b"first")
    assert room.ask(b"second") == b"second"


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # a test runner has threads of its own
def test_a_forked_server_gets_its_own_child(room: Confined) -> None:
    room.ask(b"one")
    parents = room.pid
    reader, writer = os.pipe()
    room._lock.acquire()  # as if another thread were asking at the moment of the fork
    fork = os.fork()
    if fork != 0:
        room._lock.release()
    else:  # the forked server
        signal.alarm(20)
        try:
            os.write(writer, room.ask(b"mine") + b" " + str(room.pid).encode())
            room.close()
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        words, _, pid = told.read().partition(b" ")
    os.waitpid(fork, 0)
    assert words == b"mine"
    assert int(pid) != parents
    assert room.ask(b"two") == b"two"
    assert room.pid == parents


def test_threads_get_their_own_answers(room: Confined) -> None:
    wrong: list[int] = []

    def ask(number: int) -> None:
        for round_ in range(20):
            question = f"{number}-{round_}".encode() * 1000
            if room.ask(question) != question:
                wrong.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
