"""Base45 (RFC 9285): bytes in the characters that a QR code packs best and a keyboard-wedge scanner does not spoil."""

import struct
from typing import Final

_ALPHABET: Final = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_OTHER: Final = 255
_VALUES: Final = bytes(_ALPHABET.index(c) if c in _ALPHABET else _OTHER for c in range(256))
_PAIRS: Final = tuple(chr(low) + chr(high) for high in _ALPHABET for low in _ALPHABET)


def encode(raw: bytes) -> str:
    whole, rest = divmod(len(raw), 2)
    parts = [_PAIRS[n % 2025] + chr(_ALPHABET[n // 2025]) for n in struct.unpack_from(f">{whole}H", raw)]
    return "".join(parts) + (_PAIRS[raw[-1]] if rest else "")


def decode(text: str) -> bytes:
    """Errors: ValueError for another alphabet, an impossible length or a value out of range."""
    values = text.encode("ascii").translate(_VALUES)
    whole, rest = divmod(len(values), 3)
    if rest == 1 or _OTHER in values:
        raise ValueError("length or alphabet")
    end = whole * 3
    triples = zip(values[0:end:3], values[1:end:3], values[2:end:3], strict=True)
    try:
        found = struct.pack(f">{whole}H", *[low + 45 * middle + 2025 * high for low, middle, high in triples])
        return found + bytes([values[-2] + 45 * values[-1]]) if rest else found
    except struct.error:
        raise ValueError("out of range") from None
