"""The guard: what it refuses, that it connects to what it checked, and that nobody can hold it up."""

import threading
import time
from collections.abc import Iterator
from ipaddress import ip_address, ip_network

import pytest

from tests.courier.certificates import contexts
from tests.courier.receivers import ACCEPTED, dripping, hanging, receiving, saying
from yikatong.adapters.webhooks import addresses, guard
from yikatong.adapters.webhooks.addresses import AddressRefused, is_private
from yikatong.adapters.webhooks.guard import Client
from yikatong.ports.unavailable import Unavailable

LOOPBACK = (ip_network("127.0.0.0/8"),)
OPEN = "93.184.216.34"

INSIDE = """
    127.0.0.1 ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 0.0.0.0 :: 100.64.0.1
    224.0.0.1 255.255.255.255 fe80::1 fc00::1 ff02::1 64:ff9b::a00:1 64:ff9b::7f00:1 2002:a00:1:: 2002:7f00:1::
    ::10.0.0.1 198.18.0.1 192.0.2.1 2001:db8::1 240.0.0.1
""".split()
OUTSIDE = f"{OPEN} 8.8.8.8 2606:4700:4700::1111 64:ff9b::808:808 ::ffff:8.8.8.8".split()
SPELLINGS = "127.1 2130706433 0x7f000001 0177.0.0.1 0x7f.1 0 [::1] [::ffff:10.0.0.1] 127.0.0.1 localhost".split()


@pytest.fixture
def stop() -> Iterator[threading.Event]:
    over = threading.Event()
    yield over
    over.set()


def names(*told: list[str]):
    """A resolver that says these one after the other, the last for ever; and how often it was asked."""
    asked: list[str] = []

    def resolve(host: str, port: int, within_s: float) -> list[str]:
        asked.append(host)
        return told[min(len(asked), len(told)) - 1]

    return resolve, asked


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_are_known_in_every_spelling(address: str) -> None:
    assert is_private(ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_addresses_of_the_open_network_are_not_taken_for_inside(address: str) -> None:
    assert not is_private(ip_address(address))


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_an_inner_address_is_reached(host: str) -> None:
    with receiving(saying(ACCEPTED)) as receiver, pytest.raises(AddressRefused) as refused:
        Client().send("POST", f"https://{host}:{receiver.port}/")
    assert refused.value.code == "address_private"
    assert receiver.heard == []


@pytest.mark.parametrize("address", ["10.0.0.1", "::ffff:10.0.0.1", "169.254.169.254", "0.0.0.0", "fe80::1%eth0"])
def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    resolve, _ = names([address])
    with pytest.raises(AddressRefused) as refused:
        Client(resolve=resolve).send("POST", "https://bank.example/v1")
    assert refused.value.code == "address_private"
    assert not refused.value.permanent


def test_one_inner_address_among_others_condemns_the_name() -> None:
    resolve, _ = names([OPEN, "10.0.0.1"])
    with pytest.raises(AddressRefused):
        Client(resolve=resolve).send("POST", "https://bank.example/v1")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://bank.example/", "address_scheme"), ("file:///etc/passwd", "address_malformed"),
        ("gopher://127.0.0.1:6379/_x", "address_scheme"), ("https://", "address_malformed"),
        ("https://user:pw@bank.example/", "address_malformed"), ("https://bank.example:0/", "address_malformed"),
        ("https://bank.example:99999/", "address_malformed"), ("https://bank.example/a b", "address_malformed"),
        ("https://bank.example\\@10.0.0.1/", "address_malformed"), ("https://银行.example/", "address_malformed"),
        ("https://bank.example/\r\nHost: x", "address_malformed"), ("bank.example", "address_malformed"),
        ("https://[::1/", "address_malformed"), ("https://bank.example/#a", "address_malformed"),
    ],
)  # fmt: skip
def test_what_is_no_receivers_address_is_refused_for_good(url: str, code: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        Client(LOOPBACK).send("POST", url)
    assert (refused.value.code, refused.value.permanent) == (code, True)


def test_plain_http_goes_to_allowed_networks_alone() -> None:
    with receiving(saying(ACCEPTED)) as receiver:
        assert Client(LOOPBACK).send("POST", receiver.url, b"{}", {"webhook-id": "m1"}).status == 202
        assert b"webhook-id: m1" in receiver.heard[0]
        assert receiver.heard[0].endswith(b"\r\n\r\n{}")
        for client in (Client(), Client((ip_network("10.0.0.0/8"),))):
            with pytest.raises(AddressRefused) as refused:
                client.send("POST", receiver.url)
            assert refused.value.code == "address_plain"
    resolve, _ = names([OPEN])
    with pytest.raises(AddressRefused):
        Client(LOOPBACK, resolve).send("POST", "http://bank.example/")


def test_a_name_that_changes_its_mind_gains_nothing() -> None:
    """Rebinding: what was checked is what is connected to, and the name is asked once."""
    resolve, asked = names(["127.0.0.2"], ["127.0.0.1"])
    only = (ip_network("127.0.0.2/32"),)
    with receiving(saying(ACCEPTED), "127.0.0.2") as meant, receiving(saying(ACCEPTED), port=meant.port) as inside:
        assert Client(only, resolve).send("POST", f"http://bank.example:{meant.port}/").status == 202
        assert (len(meant.heard), inside.heard, asked) == (1, [], ["bank.example"])
        assert f"Host: bank.example:{meant.port}".encode() in meant.heard[0]


def test_the_certificate_must_be_for_the_name_and_the_name_is_told(tmp_path) -> None:
    server, trust = contexts("bank.example", tmp_path)
    told: list[str | None] = []
    server.sni_callback = lambda connection, name, context: told.append(name)
    resolve, _ = names(["127.0.0.1"])
    with receiving(saying(ACCEPTED), tls=server) as receiver:
        client = Client(LOOPBACK, resolve, trust)
        assert client.send("POST", f"https://bank.example:{receiver.port}/").status == 202
        assert told == ["bank.example"]
        with pytest.raises(Unavailable):
            client.send("POST", f"https://other.example:{receiver.port}/")
        with pytest.raises(Unavailable):
            Client(LOOPBACK, resolve).send("POST", f"https://bank.example:{receiver.port}/")
        assert len(receiver.heard) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with receiving(saying(ACCEPTED)) as inside:
        moved = f"HTTP/1.1 {status} Moved\r\nLocation: {inside.url}\r\nContent-Length: 0\r\n\r\n".encode()
        with receiving(saying(moved)) as receiver, pytest.raises(Unavailable) as refused:
            Client(LOOPBACK).send("POST", receiver.url)
        assert (refused.value.status, inside.heard) == (status, [])


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(saying(ACCEPTED)) as proxy, receiving(saying(ACCEPTED)) as receiver:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert Client(LOOPBACK).send("POST", receiver.url).status == 202
        assert proxy.heard == []


DRIPS = {
    "silence": None,
    "a body": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "a header": (b"HTTP/1.1 200 OK\r\n", b"x-a: b\r\n"),
    "100 Continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


@pytest.mark.parametrize("drip", DRIPS.values(), ids=DRIPS)
def test_an_answer_that_does_not_end_is_ended(drip: tuple[bytes, bytes] | None, stop: threading.Event) -> None:
    """Each of its steps is quick: only a limit for the whole stops it."""
    begun = time.monotonic()
    with receiving(dripping(*drip, stop) if drip else hanging(stop)) as receiver, pytest.raises(Unavailable) as slow:
        Client(LOOPBACK).send("POST", receiver.url, within_s=0.5)
    assert "0.5秒" in slow.value.words
    assert not slow.value.permanent
    assert 0.4 < time.monotonic() - begun < 3


def test_a_resolver_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch, stop: threading.Event) -> None:
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *args, **rest: [] if stop.wait(20) else [])
    begun = time.monotonic()
    with pytest.raises(Unavailable):
        Client().send("POST", "https://bank.example/", within_s=0.3)
    assert time.monotonic() - begun < 3


def test_a_large_answer_is_not_read_to_its_end() -> None:
    large = b"HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + b"x" * 70_000
    with receiving(saying(large)) as receiver:
        with pytest.raises(Unavailable) as refused:
            Client(LOOPBACK).send("GET", receiver.url)
        assert "64KiB" in refused.value.words
        assert len(Client(LOOPBACK).send("GET", receiver.url, bytes_max=100_000).body) == 70_000
    exact = b"HTTP/1.1 200 OK\r\nContent-Length: 65536\r\n\r\n" + b"x" * guard.ANSWER_BYTES_MAX
    with receiving(saying(exact)) as receiver:
        assert len(Client(LOOPBACK).send("GET", receiver.url).body) == guard.ANSWER_BYTES_MAX


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"])
def test_an_answer_that_is_none_is_a_failure(answer: bytes) -> None:
    with receiving(saying(answer)) as receiver, pytest.raises(Unavailable) as failure:
        Client(LOOPBACK).send("POST", receiver.url)
    assert not failure.value.permanent


def test_nobody_listens() -> None:
    with receiving(saying(b"")) as gone:
        pass
    with pytest.raises(Unavailable):
        Client(LOOPBACK).send("POST", gone.url)
