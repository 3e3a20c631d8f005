"""A function of bytes, run in a child process that can neither eat the machine nor bring the server down.

The child is started once and kept warm. It inherits no environment and no open files but its pipes, and once its
target is imported it is held by RLIMIT_AS, by RLIMIT_CPU (counted anew for each question), by RLIMIT_CORE 0 (a core
dump would hold a person's picture) and by RLIMIT_NOFILE 3: from then on it can open no file and no connection, so a
target imports beforehand whatever it may need. It speaks in frames of plain bytes, never pickle: a child that was
taken over can only answer wrongly. POSIX only: `available()` is False elsewhere, and the caller must choose a path
that is bounded by itself.
"""

import atexit
import math
import os
import signal
import struct
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from threading import Lock, Timer
from typing import IO, Final

FRAME_BYTES_MAX: Final = 16_000_000
_LENGTH: Final = struct.Struct(">I")
_OUT_OF_MEMORY: Final = 77  # our own exit code: the question needed more than RLIMIT_AS
_STANDARD_STREAMS: Final = 3
_CRASHES: Final = ("SIGXCPU", "SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGFPE")


class Exceeded(Exception):
    """The question itself broke a limit or crashed the child: asking again would do the same."""


class Lost(Exception):
    """The child went away, fell silent or failed for a reason that is not the question's fault: an outage."""


def available() -> bool:
    """Whether this system can confine a child."""
    return os.name == "posix"


class Confined:
    """Asks `target` ("package.module:function", bytes to bytes) in a child; one question at a time, from any thread.

    memory_bytes: RLIMIT_AS, code and libraries included. cpu_seconds: whole seconds for each question. wall_seconds:
    after which a silent child is killed.
    """

    def __init__(
        self,
        target: str,
        *,
        memory_bytes: int = 512_000_000,
        cpu_seconds: int = 3,
        wall_seconds: float = 20.0,
    ) -> None:
        self._arguments = (target, str(memory_bytes), str(cpu_seconds))
        self._wall_seconds = wall_seconds
        self._forget()
        if hasattr(os, "register_at_fork"):
            # A forked server must not share its parent's child.
            os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.close)

    @property
    def pid(self) -> int | None:
        """The child's process number, None while there is none."""
        return self._child.pid if self._child is not None else None

    def ask(self, question: bytes) -> bytes:
        """The target's answer. Raises Exceeded or Lost; the next question then gets a fresh child."""
        with self._lock:
            child = self._warm()
            watchdog = Timer(self._wall_seconds, child.kill)
            watchdog.daemon = True
            watchdog.start()
            try:
                _write_frame(_pipe(child.stdin), question)
                return _read_frame(_pipe(child.stdout))
            except (BrokenPipeError, EOFError) as silence:
                raise self._cause() from silence
            except BaseException:
                self._end()  # half a conversation: the next person would get this person's answer
                raise
            finally:
                watchdog.cancel()

    def close(self) -> None:
        """Ends the child, if there is one."""
        with self._lock:
            self._end()

    def _forget(self) -> None:
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def _warm(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        # One thread: each further one would reserve address space that counts against RLIMIT_AS.
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
        environment = {"PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, "-P", "-m", __name__, *self._arguments]
        # Our own interpreter, with arguments from our own code.
        self._child = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        return self._child

    def _end(self) -> int | None:
        """Ends the child and returns its exit code; killing one that is already on its way out does not change it."""
        child, self._child = self._child, None
        if child is None:
            return None
        child.kill()
        with suppress(BrokenPipeError), child:  # closes the pipes and waits; what was unsent has no reader
            pass
        return child.returncode

    def _cause(self) -> Exceeded | Lost:
        code = self._end()
        if code == _OUT_OF_MEMORY:
            return Exceeded("out of memory")
        name = signal.Signals(-code).name if code is not None and code < 0 else f"exit {code}"
        return Exceeded(name) if name in _CRASHES else Lost(name)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the child was started without pipes")
    return stream


def _write_frame(stream: IO[bytes], body: bytes) -> None:
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def _read_frame(stream: IO[bytes]) -> bytes:
    """One frame; EOFError when the stream ends first or announces more than may be."""
    (length,) = _LENGTH.unpack(_read_exactly(stream, _LENGTH.size))
    if length > FRAME_BYTES_MAX:
        raise EOFError("frame too long")
    return _read_exactly(stream, length)


def _read_exactly(stream: IO[bytes], count: int) -> bytes:
    body = stream.read(count)
    if len(body) < count:
        raise EOFError
    return body


def _serve(target: str, memory_bytes: int, cpu_seconds: int) -> None:
    """The child: answers questions until its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole terminal; the parent's end ends this one
    module, name = target.split(":")
    function = getattr(import_module(module), name)
    import resource  # noqa: PLC0415 - only there where children can be confined

    for limit, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_NOFILE, _STANDARD_STREAMS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # a stray print must not pass for an answer
    while True:
        try:
            question = _read_frame(questions)
            used = resource.getrusage(resource.RUSAGE_SELF)
            soft = math.ceil(used.ru_utime + used.ru_stime) + cpu_seconds
            resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))
            answer = function(question)
        except EOFError:
            return
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        _write_frame(answers, answer)


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
