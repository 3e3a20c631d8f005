"""Rows sealed to the plant's key (HPKE base mode, RFC 9180: X25519, HKDF-SHA256, AES-256-GCM), chunk by chunk.

Each chunk is sealed with the batch, its position and whether it is the last one for ``info``: a chunk that was moved,
left out or taken from another batch does not open, and a file cut off between two chunks has no last one.
"""

import json
from collections.abc import Mapping
from typing import Any, Protocol

from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from yikatong.adapters.plant_files.keys import SealKey

CHUNK_BYTES = 1 << 20
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Sink(Protocol):
    def write(self, piece: bytes) -> int: ...


def chunk_info(batch: str, position: int, last: bool) -> bytes:
    """``position`` counts from 1."""
    return f"yikatong-plant-rows/1|{batch}|{position}|{'last' if last else 'more'}".encode()


class SealedRows:
    """Rows in, sealed chunks out; holds one chunk at a time. Call :meth:`end` after the last row."""

    def __init__(self, sink: Sink, key: SealKey, batch: str, chunk_bytes: int = CHUNK_BYTES) -> None:
        self._sink, self._key, self._batch, self._limit = sink, key.key, batch, chunk_bytes
        self._held, self.rows, self.chunks = bytearray(), 0, 0

    def add(self, row: Mapping[str, Any]) -> None:
        """One JSON object on one line."""
        if len(self._held) >= self._limit:  # looked at before adding, so that the last chunk is never empty
            self._seal(last=False)
        self._held += json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self.rows += 1

    def end(self) -> None:
        self._seal(last=True)

    def _seal(self, last: bool) -> None:
        self.chunks += 1
        sealed = SUITE.encrypt(bytes(self._held), self._key, info=chunk_info(self._batch, self.chunks, last))
        self._sink.write(len(sealed).to_bytes(4, "big") + sealed)
        self._held.clear()
