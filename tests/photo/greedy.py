"""What a confined child may be asked to do in tests."""

import errno
import os
import signal
import socket
import sys
import time


def answer(question: bytes) -> bytes:
    """Does what the question names; echoes anything else."""
    if question == b"spin":
        while True:
            pass
    if question == b"work":
        until = time.process_time() + 0.4
        while time.process_time() < until:
            pass
    if question == b"sleep":
        time.sleep(600)
    if question == b"hoard":
        return bytes(len(bytearray(2_000_000_000)))
    if question == b"crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if question == b"stop":
        os.kill(os.getpid(), signal.SIGKILL)
    if question == b"bug":
        sys.exit(3)
    if question == b"open":
        return _attempts()
    if question == b"environment":
        return "\n".join(sorted(os.environ)).encode()
    print("a stray line", flush=True)
    return question


def _attempts() -> bytes:
    """What came of opening a file, a new file and a connection."""
    outcomes = []
    for attempt in (lambda: open(os.devnull), lambda: os.memfd_create("loot"), socket.socket):  # noqa: SIM115
        try:
            attempt()
            outcomes.append("open")
        except OSError as refusal:
            outcomes.append(errno.errorcode[refusal.errno or 0])
    return " ".join(outcomes).encode()
