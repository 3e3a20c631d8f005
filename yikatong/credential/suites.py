"""Signatures and digests by suite: ES256 everywhere, SM2 with SM3 where a deployment signs by Chinese standards."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SM3, Hash, HashAlgorithm

from yikatong.credential import sm2
from yikatong.credential.registry import Algorithm

SIGNATURE_BYTES: Final = 64
POINT_BYTES: Final = 33
LOADED_MAX: Final = 10_000
_ECDSA: Final = ec.ECDSA(SHA256())


class PublicKey(Protocol):
    """A key, loaded."""

    def verify(self, message: bytes, signature: bytes) -> bool: ...


class _Es256Key:
    def __init__(self, point: bytes) -> None:
        self._key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)

    def verify(self, message: bytes, signature: bytes) -> bool:
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        try:
            self._key.verify(encode_dss_signature(r, s), message, _ECDSA)
        except InvalidSignature:
            return False
        return True


_LOAD: Final[dict[Algorithm, Callable[[bytes], PublicKey]]] = {
    Algorithm.ES256: _Es256Key, Algorithm.SM2: sm2.public_key,
}  # fmt: skip
_DIGEST: Final[dict[Algorithm, HashAlgorithm]] = {Algorithm.ES256: SHA256(), Algorithm.SM2: SM3()}


@lru_cache(maxsize=LOADED_MAX)
def public_key(algorithm: Algorithm, point: bytes) -> PublicKey:
    """From a compressed point; kept loaded. Errors: ValueError for a point that is not on the curve."""
    if len(point) != POINT_BYTES:
        raise ValueError("not a compressed point")
    return _LOAD[algorithm](point)


def verify(algorithm: Algorithm, point: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` (r, then s) is that of ``message``. False for anything that is no signature or no key."""
    if len(signature) != SIGNATURE_BYTES:
        return False
    try:
        return public_key(algorithm, point).verify(message, signature)
    except ValueError:
        return False


def digest(algorithm: Algorithm, message: bytes) -> bytes:
    """32 bytes: SHA-256, or SM3 in the suite of SM2."""
    hashed = Hash(_DIGEST[algorithm])
    hashed.update(message)
    return hashed.finalize()
