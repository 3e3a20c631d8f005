"""Parties outside, on this machine: servers that answer as they are told, and note what reached them."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Speak = Callable[[socket.socket], None]
ACCEPTED = b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}"


@dataclass
class Receiver:
    """``heard``: the raw requests, in the order in which they came."""

    port: int
    heard: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1/orders"


def saying(answer: bytes) -> Speak:
    def speak(connection: socket.socket) -> None:
        connection.sendall(answer)

    return speak


def hanging(stop: threading.Event) -> Speak:
    def speak(connection: socket.socket) -> None:
        stop.wait(20)

    return speak


def dripping(start: bytes, drop: bytes, stop: threading.Event) -> Speak:
    """A beginning, and then a little for ten seconds, never silent for long: for ever, to one who waits a second."""

    def speak(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(200):
            if stop.wait(0.05):
                return
            connection.sendall(drop)

    return speak


@contextmanager
def receiving(speak: Speak, host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
              ) -> Iterator[Receiver]:  # fmt: skip
    """A server that reads one request of each connection and answers it."""
    listener = socket.create_server((host, port))
    receiver, over = Receiver(listener.getsockname()[1]), threading.Event()

    def serve(connection: socket.socket) -> None:
        with suppress(OSError):
            if tls is not None:
                connection = tls.wrap_socket(connection, server_side=True)
            receiver.heard.append(whole_request(connection))
            speak(connection)
        connection.close()

    def accept() -> None:
        while not over.is_set():
            with suppress(OSError):
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield receiver
    finally:
        over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def whole_request(connection: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        piece = connection.recv(65536)
        if not piece:
            return got
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    length = next((int(x.split(b":")[1]) for x in head.split(b"\r\n") if x.lower().startswith(b"content-length")), 0)
    while len(body) < length:
        piece = connection.recv(65536)
        if not piece:
            break
        got, body = got + piece, body + piece
    return got
