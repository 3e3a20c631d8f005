"""The hot delta (YKHD): every status that has changed since the full lists, in a few kilobytes.

Each one is complete: it carries all changes since ``since``, so a gate that missed some needs only the latest. Written
as a varint of the gap to the entry before and the two bits of its status.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from yikatong.credential import cose
from yikatong.credential.refusals import Reason, Refused
from yikatong.credential.registry import CLAIM_DELTA, CLAIM_EXPIRES, CLAIM_ISSUED, Status
from yikatong.credential.signing import Signer
from yikatong.credential.status import SHARD_ENTRIES

TYPE: Final = "application/ykhd+cwt"
Place = tuple[int, int]  # list number and index


@dataclass(frozen=True, slots=True)
class Delta:
    """``sequence`` only grows. ``trust_version`` is the oldest trust list that may still be used with it."""

    sequence: int
    since: int
    issued_at: int
    expires_at: int
    trust_version: int
    changes: Mapping[Place, Status]


def write(signer: Signer, delta: Delta) -> bytes:
    packed = pack(delta.changes)
    told = [delta.sequence, delta.since, delta.trust_version, packed]
    claims = {CLAIM_ISSUED: delta.issued_at, CLAIM_EXPIRES: delta.expires_at, CLAIM_DELTA: told}
    return cose.sign(signer, claims, TYPE)


def read(signed: cose.Signed, now: int) -> Delta:
    """The delta in a message whose signature was checked. Errors: Refused (malformed, list_expired)."""
    try:
        sequence, since, trust_version, packed = signed.claims[CLAIM_DELTA]
        issued_at, expires_at = signed.claims[CLAIM_ISSUED], signed.claims[CLAIM_EXPIRES]
        changes = dict(_unpack(packed))
    except (KeyError, TypeError, ValueError):
        raise Refused(Reason.MALFORMED) from None
    whole = all(type(n) is int for n in (sequence, since, trust_version, issued_at, expires_at))
    if signed.type != TYPE or not whole:
        raise Refused(Reason.MALFORMED)
    if now >= expires_at:
        raise Refused(Reason.LIST_EXPIRED)
    return Delta(sequence, since, issued_at, expires_at, trust_version, changes)


def pack(changes: Mapping[Place, Status]) -> bytes:
    packed, last = bytearray(), -1
    for place, (list_no, index) in sorted((n * SHARD_ENTRIES + i, (n, i)) for n, i in changes):
        value = (place - last - 1) << 2 | changes[list_no, index]
        last = place
        while value > 127:
            packed.append(value & 127 | 128)
            value >>= 7
        packed.append(value)
    return bytes(packed)


def _unpack(packed: bytes) -> Iterator[tuple[Place, Status]]:
    place, value, shift = -1, 0, 0
    for byte in packed:
        value |= (byte & 127) << shift
        shift += 7
        if shift > 63:
            raise ValueError("too long")
        if byte < 128:
            place += (value >> 2) + 1
            yield divmod(place, SHARD_ENTRIES), Status(value & 3)
            value, shift = 0, 0
    if shift:
        raise ValueError("cut off")
