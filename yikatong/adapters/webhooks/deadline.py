"""A connection that goes to a checked address, and of which no step outlasts the request's own end.

The network layer of httpcore, because there the host's name is still known and nothing is connected yet: TLS verifies
the name, the pool keeps connections by name, and what is kept was checked when it was made.
"""

# ruff: noqa: ARG002  (the signatures are httpcore's; its limits for each step give way to the one of the whole)
import ssl
import time
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

import httpcore

from yikatong.adapters.webhooks.addresses import Network, Resolve, checked

ends_at: ContextVar[float] = ContextVar("ends_at")
"""When the request of this thread is over, by the monotonic clock: a limit for each step would not stop a drip."""


def left_s(over: type[Exception]) -> float:
    """Seconds that remain. Errors: ``over`` when there are none."""
    remaining = ends_at.get() - time.monotonic()
    if remaining <= 0:
        raise over("out of time")
    return remaining


class CheckedConnections(httpcore.NetworkBackend):
    """``private_only``: for plain http, which may not leave the networks that the operator allowed."""

    def __init__(self, allowed: tuple[Network, ...], resolve: Resolve, private_only: bool) -> None:
        self._allowed, self._resolve, self._private_only = allowed, resolve, private_only
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """To the first address that answers. Errors: AddressRefused, ConnectError, ConnectTimeout."""
        within_s = left_s(httpcore.ConnectTimeout)
        try:
            found = checked(host, port, self._allowed, self._resolve, within_s, self._private_only)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("the name was not resolved in time") from error
        except OSError as error:
            raise httpcore.ConnectError(str(error)) from error
        failure: Exception = httpcore.ConnectError("no address")
        for address in found:
            try:
                return TimedStream(self._plain.connect_tcp(address, port, left_s(httpcore.ConnectTimeout)))
            except httpcore.ConnectError as error:
                failure = error
        raise failure

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class TimedStream(httpcore.NetworkStream):
    """Hands on to a stream, with what is left of the whole in place of each step's limit."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, left_s(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, left_s(httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        tls = self._stream.start_tls(ssl_context, server_hostname, left_s(httpcore.ConnectTimeout))
        return TimedStream(tls)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
