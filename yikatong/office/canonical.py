"""One spelling for every JSON that is hashed or stored."""

import hashlib
import json
from typing import Any

_SPELL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(value: Any) -> str:
    """Sorted keys, no blanks, characters as they are: equal values give equal text."""
    return _SPELL(value)


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
