"""Token Status List (draft-ietf-oauth-status-list-20) with two bits an entry, as CWT and as JWT.

A shard holds 2^20 entries. Indexes are given out at random, so that a list tells nothing of when a card was issued.
"""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from yikatong.credential import cose
from yikatong.credential.refusals import Reason, Refused
from yikatong.credential.registry import (
    CLAIM_EXPIRES,
    CLAIM_ISSUED,
    CLAIM_STATUS_LIST,
    CLAIM_SUBJECT,
    CLAIM_TTL,
    Algorithm,
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
    if signer.algorithm is not Algorithm.ES256:
        raise ValueError("JOSE has no identifier for this algorithm")
    header = {"alg": "ES256", "kid": signer.kid.hex(), "typ": JWT_TYPE}
    payload = {
        "sub": found.uri, "iat": found.issued_at, "exp": found.expires_at, "ttl": TTL_S,
        "status_list": {"bits": BITS, "lst": b64(zlib.compress(found.bits, 9))},
    }  # fmt: skip
    covered = f"{b64(_json(header))}.{b64(_json(payload))}"
    return f"{covered}.{b64(signer.sign(covered.encode()))}"


def b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Errors: ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
