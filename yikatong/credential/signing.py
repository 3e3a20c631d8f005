"""Who signs: one protocol for a key in a file, in a token (PKCS#11) or in a bureau's own module."""

import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Protocol

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from yikatong.credential import cbor, sm2
from yikatong.credential.registry import Algorithm

KID_BYTES: Final = 4
_ORDER: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123  # of the SM2 curve


class Signer(Protocol):
    """``kid`` names the key in tokens, ``point`` is its public half, compressed."""

    @property
    def algorithm(self) -> Algorithm: ...
    @property
    def kid(self) -> bytes: ...
    @property
    def point(self) -> bytes: ...
    def sign(self, message: bytes) -> bytes:
        """64 bytes: r, then s."""
        ...


def kid_of(point: bytes) -> bytes:
    """Four bytes that name a key; two keys may share them, and a reader tries both."""
    return sha256(point).digest()[:KID_BYTES]


@dataclass(frozen=True, slots=True)
class FileSigner:
    """A key whose secret number is held in this process: for development, gates and phones in tests."""

    algorithm: Algorithm
    point: bytes
    _key: Any

    @classmethod
    def of(cls, algorithm: Algorithm, secret: bytes) -> "FileSigner":
        """From 32 secret bytes. Errors: ValueError for a number that is no key of the curve."""
        if algorithm is Algorithm.SM2:
            key: Any = sm2.private_key(secret)
            return cls(algorithm, key.point(), key)
        key = ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())
        return cls(algorithm, key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint), key)

    @classmethod
    def new(cls, algorithm: Algorithm = Algorithm.ES256) -> "FileSigner":
        return cls.of(algorithm, new_secret())

    @property
    def kid(self) -> bytes:
        return kid_of(self.point)

    def sign(self, message: bytes) -> bytes:
        if self.algorithm is Algorithm.SM2:
            return bytes(self._key.sign(message))
        r, s = decode_dss_signature(self._key.sign(message, ec.ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def new_secret() -> bytes:
    """A secret number that both curves accept."""
    return (1 + secrets.randbelow(_ORDER - 2)).to_bytes(32, "big")


def write_key(path: Path, algorithm: Algorithm, secret: bytes) -> None:
    """A key file that only its owner can read. Errors: FileExistsError: no key is ever written over."""
    with open(path, "xb", opener=_private) as file:
        file.write(cbor.write([algorithm.value, secret]))


def read_key(path: Path) -> FileSigner:
    """Errors: Refused or ValueError for a file that is no key."""
    algorithm, secret = cbor.read(path.read_bytes())
    return FileSigner.of(Algorithm(algorithm), secret)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
