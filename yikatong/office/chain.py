"""The hash chain of one person's entries."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from yikatong.office.canonical import canonical, digest

GENESIS = bytes(32)
CHAINED = (
    "reference", "dossier_id", "version", "client", "case_number", "body", "service", "channel", "assurance",
    "asker", "actor", "region", "events", "rulings", "answer", "at",
)  # fmt: skip


def link(previous: bytes, row: Mapping[str, Any]) -> bytes:
    """The hash of an entry: over the hash before it and every column but its own hash and row number."""
    return digest(previous.hex() + canonical({name: _spelt(row[name]) for name in CHAINED}))


def _spelt(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    return value
