"""One spelling for every JSON that is hashed or stored."""

import hashlib
import json
from typing import Any


def canonical(value: Any) -> str:
    """Sorted keys, no blanks, characters as they are: equal values give equal text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
