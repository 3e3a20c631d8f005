"""Requests to parties outside that can reach nothing else: whoever may name a receiver must not use us to look inside.

https only (plain http within networks that the operator allows), every address checked and the checked one connected
to, no redirects, no proxy from the environment, five seconds for everything together, answers of 64 KiB.
"""

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlsplit
from weakref import finalize

import httpcore

from yikatong.adapters.webhooks.addresses import AddressRefused, Network, Resolve, resolve_once
from yikatong.adapters.webhooks.deadline import CheckedConnections, ends_at
from yikatong.ports.unavailable import Unavailable

WITHIN_S = 5.0
ANSWER_BYTES_MAX = 64 * 1024
KEPT_FOR_S = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a party answered; names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """Safe for many threads. Connections are kept by the receiver's name and never shared between names."""

    def __init__(
        self, allowed: tuple[Network, ...] = (), resolve: Resolve = resolve_once, trust: ssl.SSLContext | None = None
    ) -> None:
        # Without a bound on connections: a receiver that hangs would use it up for all others.
        trust = trust or ssl.create_default_context()
        self._pools = {
            scheme: httpcore.ConnectionPool(
                trust, max_connections=None, max_keepalive_connections=64, keepalive_expiry=KEPT_FOR_S,
                network_backend=CheckedConnections(allowed, resolve, private_only=scheme == "http"),
            )
            for scheme in ("https", "http")
        }  # fmt: skip
        self.close = finalize(self, _close, (*self._pools.values(),))  # or when nobody holds this client any longer

    def send(
        self, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None, *,
        within_s: float = WITHIN_S, bytes_max: int = ANSWER_BYTES_MAX, into: IO[bytes] | None = None,
    ) -> Answer:  # fmt: skip
        """One request, and its answer whatever its status but 3xx. ``into``: where the body of a 200 goes instead of
        into memory, for what is too big to be held.

        Errors: Unavailable: not permanent for whatever may be better later, permanent for an address that is refused
        as it is written.
        """
        pool = self._pools[_scheme(url)]
        mark = ends_at.set(time.monotonic() + within_s)
        try:
            with pool.stream(method, url, headers=[*(headers or {}).items()], content=body) as response:
                return _answer(response, bytes_max, into)
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise Unavailable(f"接收方没有在{within_s:g}秒内答复。") from error
        except httpcore.ConnectError as error:
            raise Unavailable("不能连接接收方：域名、端口或证书有误，或对方没有运行。") from error
        except (httpcore.NetworkError, httpcore.RemoteProtocolError) as error:
            raise Unavailable("与接收方的连接中断，或对方的答复不符合HTTP。") from error
        finally:
            ends_at.reset(mark)


def _close(pools: tuple[httpcore.ConnectionPool, ...]) -> None:
    for pool in pools:
        pool.close()


def _scheme(url: str) -> str:
    """Errors: AddressRefused for what is no address of a receiver."""
    try:
        parts = urlsplit(url)
        sound = bool(parts.hostname) and parts.port != 0 and not (parts.username or parts.password or parts.fragment)
    except ValueError:
        sound = False
    if not sound or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise AddressRefused("address_malformed", "接收地址不完整，或含有用户名、密码、空格。", permanent=True)
    if parts.scheme not in ("https", "http"):
        raise AddressRefused("address_scheme", "接收地址须以https开头。", permanent=True)
    return parts.scheme


def _answer(response: httpcore.Response, bytes_max: int, into: IO[bytes] | None) -> Answer:
    if 300 <= response.status < 400:
        raise Unavailable("接收方要求转到另一个地址；不跟随转址，请登记最终地址。", status=response.status)
    read, came = bytearray(), 0
    for piece in response.iter_stream():
        (into.write if into and response.status == 200 else read.extend)(piece)
        came += len(piece)
        if came > bytes_max:
            raise Unavailable(f"接收方的答复超过{bytes_max // 1024}KiB。", status=response.status)
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
    return Answer(response.status, headers, bytes(read))
