"""Files put down whole, and the bureau's batches opened: what a plant's own reader of the format looks like."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
CHUNK_BYTES_MAX = 1 << 22


class Unreadable(Exception):
    """A batch that is not as its manifest says; the words say what is wrong."""


def put(path: Path, content: bytes, mode: int = 0o640) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def batch_rows(path: Path, manifest: dict[str, Any], key: X25519PrivateKey) -> Iterator[dict[str, Any]]:
    """The rows of a batch, chunk by chunk. Nothing may be made of them before the last one came out.

    Errors: Unreadable.
    """
    count = 0
    with path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != manifest["content"]["sha256"]:
            raise Unreadable("checksum")
        stream.seek(0)
        for position in range(1, manifest["chunks"] + 1):
            last = "last" if position == manifest["chunks"] else "more"
            info = f"yikatong-plant-rows/1|{manifest['batch']}|{position}|{last}".encode()
            for line in _opened(_sealed(stream), key, info).splitlines():
                count += 1
                yield json.loads(line)
        if stream.read(1) or count != manifest["rows"]:
            raise Unreadable("count")


def _sealed(stream: BinaryIO) -> bytes:
    length = int.from_bytes(stream.read(4), "big")
    if not 0 < length <= CHUNK_BYTES_MAX:
        raise Unreadable("chunk length")
    sealed = stream.read(length)
    if len(sealed) != length:
        raise Unreadable("cut off")
    return sealed


def _opened(sealed: bytes, key: X25519PrivateKey, info: bytes) -> bytes:
    try:
        return SUITE.decrypt(sealed, key, info=info)
    except (InvalidTag, ValueError):
        raise Unreadable("sealed to another key, or not the chunk of this place") from None
