"""Token Status List (draft-ietf-oauth-status-list-20) with two bits an entry, as CWT and as JWT.

A shard holds 2^20 entries. Indexes are given out at random, so that a list tells nothing of when a card was issued.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from yikatong.credential import cose, jws
from yikatong.credential.refusals import Reason, Refused
from yikatong.credential.registry import (
    CLAIM_EXPIRES,
    CLAIM_ISSUED,
    CLAIM_STATUS_LIST,
    CLAIM_SUBJECT,
    CLAIM_TTL,
    Status,
)
from yikatong.credential.signing import Signer

BITS: Final = 2
SHARD_ENTRIES: Final = 1 << 20
SHARD_BYTES: Final = SHARD_ENTRIES * BITS // 8
CWT_TYPE: Final = "application/statuslist+cwt"
JWT_TYPE: Final = "statuslist+jwt"
TTL_S, LIFE_S = 900, 72 * 3600


@dataclass(frozen=True, slots=True)
class StatusList:
    """One shard. ``bits`` as on the wire: entry 0 in the lowest bits of byte 0."""

    uri: str
    issued_at: int
    expires_at: int
    bits: bytes


def pack(statuses: Mapping[int, Status], entries: int = SHARD_ENTRIES) -> bytes:
    """The bits of a shard, from its entries that are not valid. Errors: IndexError for an entry beyond it."""
    packed = bytearray(entries * BITS // 8)
    for index, status in statuses.items():
        if not 0 <= index < entries:
            raise IndexError(index)
        put(packed, index, status)
    return bytes(packed)


def put(packed: bytearray, index: int, status: Status) -> None:
    shift = (index & 3) * BITS
    packed[index >> 2] = packed[index >> 2] & ~(3 << shift) | status << shift


def status_at(packed: bytes | bytearray, index: int) -> Status:
    """Errors: IndexError."""
    return Status(packed[index >> 2] >> (index & 3) * BITS & 3)


def write_cwt(signer: Signer, found: StatusList) -> bytes:
    listed = {"bits": BITS, "lst": zlib.compress(found.bits, 9)}
    return cose.sign(signer, {
        CLAIM_SUBJECT: found.uri, CLAIM_ISSUED: found.issued_at, CLAIM_EXPIRES: found.expires_at, CLAIM_TTL: TTL_S,
        CLAIM_STATUS_LIST: listed,
    }, CWT_TYPE)  # fmt: skip


def read_cwt(signed: cose.Signed, now: int) -> StatusList:
    """The list in a message whose signature was checked. Errors: Refused (malformed, list_expired)."""
    claims = signed.claims
    try:
        listed = claims[CLAIM_STATUS_LIST]
        if signed.type != CWT_TYPE or listed["bits"] != BITS:
            raise Refused(Reason.MALFORMED)
        found = StatusList(
            claims[CLAIM_SUBJECT], claims[CLAIM_ISSUED], claims[CLAIM_EXPIRES], inflate(listed["lst"], SHARD_BYTES)
        )
    except (KeyError, TypeError):
        raise Refused(Reason.MALFORMED) from None
    if not isinstance(found.uri, str) or type(found.issued_at) is not int or type(found.expires_at) is not int:
        raise Refused(Reason.MALFORMED)
    if now >= found.expires_at:
        raise Refused(Reason.LIST_EXPIRED)
    return found


def inflate(packed: bytes, most: int) -> bytes:
    """Never more than ``most`` bytes, whatever the input promises. Errors: Refused (malformed)."""
    stream = zlib.decompressobj()
    try:
        found = stream.decompress(packed, most)
    except zlib.error:
        raise Refused(Reason.MALFORMED) from None
    if not stream.eof or stream.unused_data:
        raise Refused(Reason.MALFORMED)
    return found


def write_jwt(signer: Signer, found: StatusList) -> str:
    """For wallets, which read JOSE. Errors: ValueError for a suite that JOSE does not know."""
    return jws.sign(signer, {"kid": signer.kid.hex(), "typ": JWT_TYPE}, {
        "sub": found.uri, "iat": found.issued_at, "exp": found.expires_at, "ttl": TTL_S,
        "status_list": {"bits": BITS, "lst": jws.b64(zlib.compress(found.bits, 9))},
    })  # fmt: skip


def read_jwt(signed: jws.Jws, now: int) -> StatusList:
    """The list in a message whose signature was checked. Errors: Refused (malformed, list_expired)."""
    claims = signed.payload
    try:
        listed = claims["status_list"]
        if signed.header.get("typ") != JWT_TYPE or listed["bits"] != BITS:
            raise Refused(Reason.MALFORMED)
        bits = inflate(jws.unb64(listed["lst"]), SHARD_BYTES)
        found = StatusList(str(claims["sub"]), int(claims["iat"]), int(claims["exp"]), bits)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused(Reason.MALFORMED) from None
    if now >= found.expires_at:
        raise Refused(Reason.LIST_EXPIRED)
    return found
