"""Which addresses a request to a party outside may go to. No network but the resolver."""

import queue
import socket
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from threading import Thread

from yikatong.ports.unavailable import Unavailable

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int, float], Sequence[str]]
"""Host, port and seconds to addresses, as text. Errors: OSError, TimeoutError."""

# How an IPv4 address may hide in an IPv6 one: NAT64 (RFC 6052) and IPv4-compatible (RFC 4291 §2.5.5.1). The standard
# library unwraps the others.
HIDING = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"))


class AddressRefused(Unavailable):
    """A receiver where nobody may be told anything; ``code`` names the rule."""

    def __init__(self, code: str, words: str, *, permanent: bool = False) -> None:
        super().__init__(f"{words}（{code}）", permanent=permanent)
        self.code = code


def is_private(address: Address) -> bool:
    """Whether it belongs to a house, a machine or nobody, rather than to the open network, in whatever spelling."""
    inner = _unwrapped(address)
    if inner is not address:
        return is_private(inner)
    return not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for, else itself."""
    if not isinstance(address, IPv6Address) or address in (IPv6Address("::"), IPv6Address("::1")):
        return address
    if any(address in network for network in HIDING):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or address


def is_within(address: Address, networks: Iterable[Network]) -> bool:
    inner = _unwrapped(address)
    return any(inner.version == network.version and inner in network for network in networks)


def checked(
    host: str, port: int, allowed: Sequence[Network], resolve: Resolve, within_s: float, private_only: bool = False
) -> list[str]:
    """The addresses of a host, if every one of them may be told. One that may not condemns the name.

    ``private_only``: only networks that the operator allowed will do. Errors: AddressRefused; OSError, TimeoutError.
    """
    found = [ip_address(one.partition("%")[0]) for one in resolve(host, port, within_s)]
    for address in found:
        if is_within(address, allowed):
            continue
        if private_only:
            raise AddressRefused("address_plain", "不加密的地址只能用于运维人员允许的内部网段，其他地址须用https。")
        if is_private(address):
            raise AddressRefused("address_private", "接收方的域名解析到内部地址，已拒绝连接。")
    return list(dict.fromkeys(str(address) for address in found))


def resolve_once(host: str, port: int, within_s: float) -> list[str]:
    """By the system's resolver, which knows no time limit of its own: asked in a thread that is left behind if slow."""
    try:
        return [str(ip_address(host))]
    except ValueError:
        pass
    told: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            told.put([str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
        except (OSError, UnicodeError) as error:
            told.put(error if isinstance(error, OSError) else OSError(str(error)))

    Thread(target=ask, daemon=True).start()
    try:
        answer = told.get(timeout=max(within_s, 0.001))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(answer, OSError):
        raise answer
    return answer
