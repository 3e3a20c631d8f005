"""YK1: what the phone shows. The bureau signs who may be shown where and until when, the phone signs that it is now.

No name, no number, no photograph: a credential has eight random bytes and a place in the status list, nothing else.
"""

from dataclasses import dataclass
from typing import Any, Final

from yikatong.credential import base45, cbor, cose
from yikatong.credential.refusals import Reason, Refused
from yikatong.credential.registry import (
    CLAIM_CARD,
    CLAIM_CONFIRMATION,
    CLAIM_EXPIRES,
    CLAIM_ID,
    CLAIM_ISSUER,
    DEVICE_CONTEXT,
    PREFIX,
    SHOW_VERSION,
    TEXT_MAX,
    Algorithm,
    Assurance,
    Scope,
)
from yikatong.credential.signing import Signer
from yikatong.credential.suites import POINT_BYTES, SIGNATURE_BYTES, digest

ID_BYTES: Final = 8
NONCE_BYTES: Final = 8
_KEY_TYPE, _CURVE, _X, _Y = 1, -1, -2, -3  # COSE_Key (RFC 9053): EC2 on P-256, or our private number for SM2
_EC2: Final = 2
_CURVES: Final = {Algorithm.ES256: 1, Algorithm.SM2: -70010}
_ALGORITHMS: Final = {curve: algorithm for algorithm, curve in _CURVES.items()}


@dataclass(frozen=True, slots=True)
class Credential:
    """``issuer``: GB/T 2260 division. ``list_no`` and ``index``: its place in the status lists."""

    issuer: int
    expires_at: int
    credential_id: bytes
    device: bytes
    device_algorithm: Algorithm
    scopes: Scope
    list_no: int
    index: int
    assurance: Assurance


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a gate asks a phone to sign along: eight random bytes and the gate's own name."""

    nonce: bytes
    gate: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """A code as read; no signature has been looked at."""

    credential: Credential
    signed: cose.Signed
    raw_credential: bytes
    moment: int
    counter: int
    challenge: Challenge | None
    covered: bytes
    proof: bytes


def issue(signer: Signer, credential: Credential) -> bytes:
    """The credential as the phone keeps it."""
    point = credential.device
    device = {_KEY_TYPE: _EC2, _CURVE: _CURVES[credential.device_algorithm], _X: point[1:], _Y: point[0] == 3}
    return cose.sign(signer, {
        CLAIM_ISSUER: credential.issuer, CLAIM_EXPIRES: credential.expires_at, CLAIM_ID: credential.credential_id,
        CLAIM_CONFIRMATION: {1: device},
        CLAIM_CARD: [int(credential.scopes), credential.list_no, credential.index, int(credential.assurance)],
    })  # fmt: skip


def show(raw_credential: bytes, device: Signer, moment: int, counter: int, challenge: Challenge | None = None) -> str:
    """The text of the code at ``moment``; ``counter`` tells apart what is drawn within one second (0 to 23: one byte,
    so that the code stays within version 11)."""
    told: list[Any] = [moment, counter, *([challenge.nonce, challenge.gate] if challenge else [])]
    proof_of = cbor.write(told)
    proof = device.sign(_covered(device.algorithm, raw_credential, proof_of))
    return PREFIX + base45.encode(cbor.write([SHOW_VERSION, raw_credential, proof_of, proof]))


def read(text: str) -> Shown:
    """Errors: Refused, in bounded time, for whatever is not a code in its one proper spelling."""
    if len(text) > TEXT_MAX:
        raise Refused(Reason.OVERSIZED)
    if not text.startswith(PREFIX):
        raise Refused(Reason.NOT_A_CARD)
    try:
        raw = base45.decode(text[len(PREFIX) :])
    except ValueError:
        raise Refused(Reason.MALFORMED) from None
    shown = cbor.read(raw)
    if not (isinstance(shown, list) and len(shown) == 4 and type(shown[0]) is int):
        raise Refused(Reason.MALFORMED)
    if shown[0] != SHOW_VERSION:
        raise Refused(Reason.VERSION_UNKNOWN)
    _, raw_credential, told, proof = shown
    if not all(isinstance(part, bytes) for part in (raw_credential, told, proof)) or len(proof) != SIGNATURE_BYTES:
        raise Refused(Reason.MALFORMED)
    signed = cose.read(raw_credential)
    credential = read_claims(signed)
    moment, counter, challenge = _told(cbor.read(told))
    covered = _covered(credential.device_algorithm, raw_credential, told)
    return Shown(credential, signed, raw_credential, moment, counter, challenge, covered, proof)


def _covered(algorithm: Algorithm, raw_credential: bytes, told: bytes) -> bytes:
    """What the phone signs: this credential, at this moment."""
    return DEVICE_CONTEXT + digest(algorithm, raw_credential) + told


def read_claims(signed: cose.Signed) -> Credential:
    """Errors: Refused (malformed)."""
    try:
        claims, (scopes, list_no, index, assurance) = signed.claims, signed.claims[CLAIM_CARD]
        device = claims[CLAIM_CONFIRMATION][1]
        x, odd = device[_X], device[_Y]
        found = Credential(
            claims[CLAIM_ISSUER], claims[CLAIM_EXPIRES], claims[CLAIM_ID], bytes([2 + odd]) + x,
            _ALGORITHMS[device[_CURVE]], Scope(scopes), list_no, index, Assurance(assurance),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused(Reason.MALFORMED) from None
    numbers = (found.issuer, found.expires_at, list_no, index, scopes)
    whole = all(type(n) is int and n >= 0 for n in numbers) and type(odd) is bool and device.get(_KEY_TYPE) == _EC2
    if not whole or len(found.device) != POINT_BYTES or not _is_id(found.credential_id):
        raise Refused(Reason.MALFORMED)
    return found


def _is_id(value: Any) -> bool:
    return isinstance(value, bytes) and len(value) == ID_BYTES


def _told(told: Any) -> tuple[int, int, Challenge | None]:
    if not isinstance(told, list) or len(told) not in (2, 4) or not all(type(n) is int and n >= 0 for n in told[:2]):
        raise Refused(Reason.MALFORMED)
    if len(told) == 2:
        return told[0], told[1], None
    nonce, gate = told[2:]
    if not (isinstance(nonce, bytes) and len(nonce) == NONCE_BYTES and isinstance(gate, bytes)):
        raise Refused(Reason.MALFORMED)
    return told[0], told[1], Challenge(nonce, gate)
