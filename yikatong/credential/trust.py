"""The trust list (YKTL): which keys sign what, for which issuers and scopes, from when until when.

Signed by a root whose public half is built into the gate. Its version only grows; a gate refuses an older one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from yikatong.credential import cose
from yikatong.credential.refusals import Reason, Refused
from yikatong.credential.registry import CLAIM_EXPIRES, CLAIM_ISSUED, CLAIM_TRUST, Algorithm, Scope
from yikatong.credential.signing import Signer, kid_of
from yikatong.credential.suites import POINT_BYTES, verify

TYPE: Final = "application/yktl+cwt"
CLOCK_AHEAD_S: Final = 30  # how far the issuer's clock may run ahead of ours


class Use(StrEnum):
    CREDENTIAL = "credential"
    STATUS = "status"
    TRUST = "trust"


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """``issuer``: GB/T 2260 division, or 0 for every one. In force from ``starts_at`` until before ``ends_at``."""

    use: Use
    algorithm: Algorithm
    point: bytes
    issuer: int
    scopes: Scope
    starts_at: int
    ends_at: int
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class TrustList:
    version: int
    issued_at: int
    expires_at: int
    keys: Mapping[bytes, tuple[TrustedKey, ...]]


def write(root: Signer, version: int, issued_at: int, expires_at: int, keys: Iterable[TrustedKey]) -> bytes:
    entries = [
        [k.use.value, k.algorithm.value, k.point, k.issuer, int(k.scopes), k.starts_at, k.ends_at, k.revoked]
        for k in keys
    ]
    claims = {CLAIM_ISSUED: issued_at, CLAIM_EXPIRES: expires_at, CLAIM_TRUST: [version, entries]}
    return cose.sign(root, claims, TYPE)


def read(raw: bytes, root: tuple[Algorithm, bytes], now: int, held: TrustList | None = None) -> TrustList:
    """Errors: Refused (malformed, list_signature, list_expired, list_rolled_back, clock)."""
    signed = cose.read(raw)
    if signed.type != TYPE or signed.algorithm is not root[0]:
        raise Refused(Reason.LIST_SIGNATURE)
    if not verify(*root, signed.covered, signed.signature):
        raise Refused(Reason.LIST_SIGNATURE)
    found = _list(signed.claims)
    if now >= found.expires_at:
        raise Refused(Reason.LIST_EXPIRED)
    if now < found.issued_at - CLOCK_AHEAD_S:
        raise Refused(Reason.CLOCK)
    if held is not None and found.version < held.version:
        raise Refused(Reason.LIST_ROLLED_BACK)
    return found


def _list(claims: Mapping[Any, Any]) -> TrustList:
    try:
        version, entries = claims[CLAIM_TRUST]
        keys: dict[bytes, tuple[TrustedKey, ...]] = {}
        for entry in entries:
            key = _key(*entry)
            kid = kid_of(key.point)
            keys[kid] = (*keys.get(kid, ()), key)
        issued_at, expires_at = claims[CLAIM_ISSUED], claims[CLAIM_EXPIRES]
    except (KeyError, TypeError, ValueError):
        raise Refused(Reason.MALFORMED) from None
    if not all(type(n) is int for n in (version, issued_at, expires_at)):
        raise Refused(Reason.MALFORMED)
    return TrustList(version, issued_at, expires_at, keys)


def _key(
    use: str, algorithm: int, point: bytes, issuer: int, scopes: int, starts_at: int, ends_at: int, revoked: bool
) -> TrustedKey:
    if len(point) != POINT_BYTES or not all(type(n) is int for n in (issuer, scopes, starts_at, ends_at)):
        raise ValueError("not a key")
    return TrustedKey(
        Use(use), Algorithm(algorithm), bytes(point), issuer, Scope(scopes), starts_at, ends_at, revoked is not False
    )


def check_signed(
    trust: TrustList, signed: cose.Signed, use: Use, now: int, *, issuer: int = 0, scope: int = 0
) -> TrustedKey:
    """The key of the list that signed this, in force, and that might. Keys that share a name are all tried.

    The algorithm is the list's, never the token's. Errors: Refused (key_unknown, algorithm, key_revoked,
    key_not_in_force, scope, issuer_signature).
    """
    named = [key for key in trust.keys.get(signed.kid, ()) if key.use is use and key.issuer in (0, issuer)]
    if not named:
        raise Refused(Reason.KEY_UNKNOWN)
    fitting = [key for key in named if key.algorithm is signed.algorithm]
    if not fitting:
        raise Refused(Reason.ALGORITHM)
    for key in fitting:
        if verify(key.algorithm, key.point, signed.covered, signed.signature):
            _check_in_force(key, now, scope)
            return key
    raise Refused(Reason.ISSUER_SIGNATURE)


def _check_in_force(key: TrustedKey, now: int, scope: int) -> None:
    if key.revoked:
        raise Refused(Reason.KEY_REVOKED)
    if not key.starts_at <= now < key.ends_at:
        raise Refused(Reason.KEY_NOT_IN_FORCE)
    if scope & ~int(key.scopes):
        raise Refused(Reason.SCOPE)
