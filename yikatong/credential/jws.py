"""JSON Web Signature in compact form (RFC 7515), ES256 alone: what wallets and partners read."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec

from yikatong.credential.refusals import Reason, Refused
from yikatong.credential.registry import Algorithm
from yikatong.credential.signing import Signer
from yikatong.credential.suites import verify

ES256: Final = "ES256"
TEXT_MAX: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Jws:
    """As read; the signature has not been looked at."""

    header: Mapping[str, Any]
    payload: Mapping[str, Any]
    covered: bytes
    signature: bytes

    def signed_by(self, point: bytes) -> bool:
        return verify(Algorithm.ES256, point, self.covered, self.signature)


def sign(signer: Signer, header: Mapping[str, Any], payload: Mapping[str, Any]) -> str:
    """Errors: ValueError for a suite that JOSE has no name for."""
    if signer.algorithm is not Algorithm.ES256:
        raise ValueError("JOSE has no identifier for this algorithm")
    covered = f"{b64(written({'alg': ES256, **header}))}.{b64(written(payload))}"
    return f"{covered}.{b64(signer.sign(covered.encode()))}"


def read(text: str) -> Jws:
    """Errors: Refused (malformed, oversized, algorithm)."""
    if len(text) > TEXT_MAX:
        raise Refused(Reason.OVERSIZED)
    parts = text.split(".")
    if len(parts) != 3:
        raise Refused(Reason.MALFORMED)
    header, payload = (told(unb64(part)) for part in parts[:2])
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise Refused(Reason.MALFORMED)
    if header.get("alg") != ES256 or "crit" in header:
        raise Refused(Reason.ALGORITHM)
    return Jws(header, payload, ".".join(parts[:2]).encode(), unb64(parts[2]))


def b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Base64url without padding, in its one spelling. Errors: Refused (malformed)."""
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise Refused(Reason.MALFORMED) from None
    if b64(raw) != text:
        raise Refused(Reason.MALFORMED)
    return raw


def written(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def told(raw: bytes) -> Any:
    """Strict JSON: no name twice, no NaN. Errors: Refused (malformed)."""
    try:
        return json.loads(raw, object_pairs_hook=_once, parse_constant=_never)
    except (ValueError, RecursionError):
        raise Refused(Reason.MALFORMED) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _never(constant: str) -> Any:
    raise ValueError(constant)


def jwk(point: bytes) -> dict[str, str]:
    """A P-256 key as JSON (RFC 7517), from its compressed point."""
    x, y = coordinates(point)
    return {"kty": "EC", "crv": "P-256", "x": b64(x), "y": b64(y)}


def point_of(key: Any) -> bytes:
    """The compressed point of a P-256 key. Errors: Refused (malformed)."""
    if not isinstance(key, dict) or key.get("kty") != "EC" or key.get("crv") != "P-256":
        raise Refused(Reason.MALFORMED)
    x, y = (unb64(key[name]) if isinstance(key.get(name), str) else b"" for name in "xy")
    if len(x) != 32 or len(y) != 32:
        raise Refused(Reason.MALFORMED)
    return bytes([2 + (y[-1] & 1)]) + x


def coordinates(point: bytes) -> tuple[bytes, bytes]:
    """x and y of a compressed point. Errors: ValueError for one off the curve."""
    numbers = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point).public_numbers()
    return numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
