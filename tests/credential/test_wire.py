"""The formats against their own documents: RFC 9285, RFC 8949, GB/T 32918.5, the status list's worked examples."""

import contextlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yikatong.credential import base45, cbor, sm2, status
from yikatong.credential.delta import Delta, pack
from yikatong.credential.delta import _unpack as unpack
from yikatong.credential.refusals import Reason, Refused
from yikatong.credential.registry import Status


@pytest.mark.parametrize(
    ("raw", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")]
)
def test_base45_of_the_rfc(raw: bytes, text: str) -> None:
    assert base45.encode(raw) == text
    assert base45.decode(text) == raw


@pytest.mark.parametrize("text", ["GGW", "A", "ABCD", "ab8", "BB8é", "::"])
def test_base45_refuses(text: str) -> None:
    with pytest.raises(ValueError):
        base45.decode(text)


@given(st.binary(max_size=300))
def test_base45_goes_round(raw: bytes) -> None:
    assert base45.decode(base45.encode(raw)) == raw


KEYS = st.integers(-70010, 70000) | st.text(max_size=3)
VALUES = st.recursive(
    st.integers(-(2**64), 2**64 - 1) | st.booleans() | st.binary(max_size=40) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=6,
)


@given(VALUES)
def test_what_is_written_is_read(value: object) -> None:
    raw = cbor.write(value)
    with contextlib.suppress(Refused):  # deeper than any token of ours
        assert cbor.read(raw) == value


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("1817", Reason.NOT_CANONICAL),  # 23 in two bytes
        ("190018", Reason.NOT_CANONICAL),  # 24 in three
        ("a201000001", Reason.NOT_CANONICAL),  # keys out of order
        ("a201000100", Reason.NOT_CANONICAL),  # a key twice
        ("a1f500", Reason.MALFORMED),  # true as a key is 1 in Python
        ("0000", Reason.MALFORMED),  # something behind the end
        ("5f4101ff", Reason.MALFORMED),  # without a length
        ("c11a514b67b0", Reason.MALFORMED),  # a tag
        ("c5821a7fffffff03", Reason.MALFORMED),  # a tag that would fill the memory
        ("f97e00", Reason.MALFORMED),  # a float
        ("f6", Reason.MALFORMED),
        ("9bffffffffffffffff", Reason.MALFORMED),
        ("5affffffff00", Reason.MALFORMED),
        ("61ff", Reason.MALFORMED),
        ("", Reason.MALFORMED),
        ("81" * 40 + "00", Reason.MALFORMED),
    ],
)
def test_cbor_in_another_spelling_is_refused(raw: str, reason: Reason) -> None:
    with pytest.raises(Refused) as refused:
        cbor.read(bytes.fromhex(raw))
    assert refused.value.reason is reason


# GB/T 32918.5-2017, annex A: the example on the recommended curve, message "message digest"
SECRET = bytes.fromhex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8")
POINT = bytes.fromhex("0309F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020")
SIGNATURE = bytes.fromhex(
    "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
    "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
)
ORDER = bytes.fromhex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123")


def test_sm2_of_the_standard() -> None:
    assert sm2.private_key(SECRET).point() == POINT
    key = sm2.public_key(POINT)
    assert key.verify(b"message digest", SIGNATURE)
    assert not key.verify(b"message digesT", SIGNATURE)
    for r, s in (
        (bytes(32), SIGNATURE[32:]),
        (SIGNATURE[:32], bytes(32)),
        (ORDER, SIGNATURE[32:]),
        (SIGNATURE[:32], ORDER),
    ):
        assert not key.verify(b"message digest", r + s)


@pytest.mark.parametrize("point", [b"\x02" + b"\xff" * 32, b"\x04" + bytes(32), b"", POINT + b"\0"])
def test_a_point_off_the_curve(point: bytes) -> None:
    with pytest.raises(ValueError):
        sm2.public_key(point)


def test_two_bits_as_in_the_draft() -> None:
    """Draft 20, section 4.1: statuses 1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3."""
    listed = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]
    packed = status.pack({n: Status(value) for n, value in enumerate(listed)}, 12)
    assert packed == bytes.fromhex("c944f9")
    assert [status.status_at(packed, n) for n in range(12)] == listed
    assert zlib.compress(packed, 9).hex() == "78da3be9f2130003df0207"


def test_a_bomb_is_not_inflated() -> None:
    with pytest.raises(Refused):
        status.inflate(zlib.compress(bytes(10_000_000)), status.SHARD_BYTES)
    with pytest.raises(Refused):
        status.inflate(b"nonsense", 10)


PLACES = st.tuples(st.integers(0, 40), st.integers(0, status.SHARD_ENTRIES - 1))


@given(st.dictionaries(PLACES, st.sampled_from(Status), max_size=50))
def test_a_delta_goes_round(changes: dict[tuple[int, int], Status]) -> None:
    assert dict(unpack(pack(changes))) == changes
    assert Delta(1, 0, 0, 0, 0, changes)


@given(st.binary(max_size=40))
def test_a_broken_delta_gives_a_value_error_at_most(raw: bytes) -> None:
    with contextlib.suppress(ValueError):
        dict(unpack(raw))
