"""COSE_Sign1 (RFC 9052), untagged, with the key named by four bytes and the algorithm fixed by the trust list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yikatong.credential import cbor
from yikatong.credential.refusals import Reason, Refused
from yikatong.credential.registry import HEADER_ALG, HEADER_KID, HEADER_TYPE, Algorithm
from yikatong.credential.signing import Signer
from yikatong.credential.suites import SIGNATURE_BYTES


@dataclass(frozen=True, slots=True)
class Signed:
    """A message as read, its signature not yet looked at. ``covered`` is what was signed."""

    algorithm: Algorithm
    kid: bytes
    type: str | None
    claims: Mapping[Any, Any]
    covered: bytes
    signature: bytes


def sign(signer: Signer, claims: Mapping[Any, Any], type: str | None = None) -> bytes:
    headers: dict[int, Any] = {HEADER_ALG: signer.algorithm.value, HEADER_KID: signer.kid}
    protected = cbor.write(headers | ({HEADER_TYPE: type} if type else {}))
    payload = cbor.write(dict(claims))
    return cbor.write([protected, {}, payload, signer.sign(_covered(protected, payload))])


def read(raw: bytes) -> Signed:
    """Errors: Refused (malformed, not_canonical, algorithm)."""
    message = cbor.read(raw)
    if not (isinstance(message, list) and len(message) == 4 and message[1] == {}):
        raise Refused(Reason.MALFORMED)
    protected, _, payload, signature = message
    if not all(isinstance(part, bytes) for part in (protected, payload, signature)):
        raise Refused(Reason.MALFORMED)
    headers, claims = cbor.read(protected), cbor.read(payload)
    if not isinstance(headers, dict) or not isinstance(claims, dict) or len(signature) != SIGNATURE_BYTES:
        raise Refused(Reason.MALFORMED)
    if not headers.keys() <= {HEADER_ALG, HEADER_KID, HEADER_TYPE} or not isinstance(headers.get(HEADER_KID), bytes):
        raise Refused(Reason.MALFORMED)
    try:
        algorithm = Algorithm(headers[HEADER_ALG])
    except (KeyError, ValueError):
        raise Refused(Reason.ALGORITHM) from None
    covered = _covered(protected, payload)
    return Signed(algorithm, headers[HEADER_KID], headers.get(HEADER_TYPE), claims, covered, signature)


def _covered(protected: bytes, payload: bytes) -> bytes:
    """Sig_structure (RFC 9052 §4.4)."""
    return cbor.write(["Signature1", protected, b"", payload])
