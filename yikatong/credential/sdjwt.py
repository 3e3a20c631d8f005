"""SD-JWT VC (RFC 9901 and its profile for credentials): the machine truth of the e-licence, shown claim by claim.

The holder chooses what is disclosed; a proof by the phone's key binds the choice to one verifier and one moment.
"""

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from yikatong.credential import jws
from yikatong.credential.refusals import Reason, Refused
from yikatong.credential.signing import Signer

TYPE: Final = "dc+sd-jwt"
PROOF_TYPE: Final = "kb+jwt"
SALT_BYTES: Final = 16
DISCLOSURES_MAX: Final = 100
PROOF_LIFE_S: Final = 300
AHEAD_S: Final = 30
_RESERVED: Final = frozenset({"_sd", "_sd_alg", "..."})
# What a verifier must always see: who issued it, of which type, until when, bound to what (SD-JWT VC, 2.2.2.2).
_OPEN: Final = frozenset({"iss", "nbf", "exp", "cnf", "vct", "status", "iat", "sub"})


@dataclass(frozen=True, slots=True)
class Presented:
    """``claims``: all that was disclosed. ``bound``: whether the holder's key proved this very presentation."""

    claims: Mapping[str, Any]
    bound: bool


def issue(signer: Signer, claims: Mapping[str, Any], disclosable: Collection[str], device: bytes | None = None) -> str:
    """``claims`` include ``vct``, ``iss`` and ``exp``; those named ``disclosable`` are hidden until shown.

    Errors: ValueError for a claim that may not be hidden, or a reserved name.
    """
    if _OPEN & set(disclosable) or _RESERVED & claims.keys():
        raise ValueError("this claim cannot be hidden")
    hidden = {name: _disclosure(name, claims[name]) for name in disclosable}
    told = {name: value for name, value in claims.items() if name not in hidden}
    payload = {**told, "_sd": sorted(map(_digest, hidden.values())), "_sd_alg": "sha-256"}
    bound = {"cnf": {"jwk": jws.jwk(device)}} if device else {}
    signed = jws.sign(signer, {"typ": TYPE, "kid": signer.kid.hex()}, payload | bound)
    return "~".join([signed, *hidden.values(), ""])


def _disclosure(name: str, value: Any) -> str:
    return jws.b64(jws.written([jws.b64(secrets.token_bytes(SALT_BYTES)), name, value]))


def _digest(disclosure: str) -> str:
    return jws.b64(sha256(disclosure.encode()).digest())


def present(credential: str, names: Collection[str], device: Signer, audience: str, nonce: str, now: int) -> str:
    """Only the claims named, with the proof of this moment for this verifier."""
    signed, *disclosures, _ = credential.split("~")
    shown = "~".join([signed, *(d for d in disclosures if jws.told(jws.unb64(d))[1] in names), ""])
    proof = {"iat": now, "aud": audience, "nonce": nonce, "sd_hash": _digest(shown)}
    return shown + jws.sign(device, {"typ": PROOF_TYPE}, proof)


def verify(
    text: str,
    issuer_key: Callable[[jws.Jws], bytes],
    now: int,
    *,
    audience: str | None = None,
    nonce: str | None = None,
) -> Presented:  # fmt: skip
    """``issuer_key`` finds the point that must have signed. With an ``audience`` the holder's proof is required.

    Errors: Refused (malformed, oversized, algorithm, issuer_signature, expired, device_signature, too_old, challenge).
    """
    if len(text) > jws.TEXT_MAX:
        raise Refused(Reason.OVERSIZED)
    if "~" not in text or not text.isascii():
        raise Refused(Reason.MALFORMED)
    signed, *disclosures, proof = text.split("~")
    credential = jws.read(signed)
    if credential.header.get("typ") != TYPE or not isinstance(credential.payload.get("vct"), str):
        raise Refused(Reason.MALFORMED)
    if not credential.signed_by(issuer_key(credential)):
        raise Refused(Reason.ISSUER_SIGNATURE)
    claims = _disclosed(credential.payload, disclosures)
    _check_times(claims, now)
    if audience is not None:
        shown = text[: len(text) - len(proof)]
        _check_proof(proof, shown, claims, audience, nonce, now)
    return Presented(claims, audience is not None)


def _check_times(claims: Mapping[str, Any], now: int) -> None:
    ends, starts = claims.get("exp"), claims.get("nbf", claims.get("iat", 0))
    if not isinstance(ends, int | None) or not isinstance(starts, int):
        raise Refused(Reason.MALFORMED)
    if ends is not None and now >= ends:
        raise Refused(Reason.EXPIRED)
    if starts > now + AHEAD_S:
        raise Refused(Reason.FROM_THE_FUTURE)


def _check_proof(proof: str, shown: str, claims: Mapping[str, Any], audience: str, nonce: str | None, now: int) -> None:
    confirmed, told = claims.get("cnf"), jws.read(proof)
    key = confirmed.get("jwk") if isinstance(confirmed, dict) else None
    if told.header.get("typ") != PROOF_TYPE or not told.signed_by(jws.point_of(key)):
        raise Refused(Reason.DEVICE_SIGNATURE)
    payload = told.payload
    if payload.get("aud") != audience or payload.get("nonce") != nonce or payload.get("sd_hash") != _digest(shown):
        raise Refused(Reason.CHALLENGE)
    drawn = payload.get("iat")
    if not isinstance(drawn, int) or not now - PROOF_LIFE_S <= drawn <= now + AHEAD_S:
        raise Refused(Reason.TOO_OLD)


def _disclosed(payload: Mapping[str, Any], disclosures: Collection[str]) -> dict[str, Any]:
    """Errors: Refused for a disclosure that nothing asks for, that comes twice, or that would overwrite a claim."""
    if len(disclosures) > DISCLOSURES_MAX or payload.get("_sd_alg", "sha-256") != "sha-256":
        raise Refused(Reason.MALFORMED)
    held = {_digest(one): jws.told(jws.unb64(one)) for one in disclosures}
    if len(held) != len(disclosures):
        raise Refused(Reason.MALFORMED)
    seen: list[str] = []
    found: dict[str, Any] = _filled(payload, held, seen)
    if len(set(seen)) != len(seen) or not held.keys() <= set(seen):
        raise Refused(Reason.MALFORMED)
    found.pop("_sd_alg", None)
    return found


def _filled(value: Any, held: Mapping[str, Any], seen: list[str]) -> Any:
    """The value with what is disclosed in its place; every digest met is noted in ``seen``."""
    if isinstance(value, list):
        return [one for item in value for one in _item(item, held, seen)]
    if not isinstance(value, dict):
        return value
    found = {name: _filled(inner, held, seen) for name, inner in value.items() if name != "_sd"}
    digests = value.get("_sd", [])
    if not isinstance(digests, list) or not all(isinstance(d, str) for d in digests):
        raise Refused(Reason.MALFORMED)
    seen += digests
    for digest in digests:
        if digest in held:
            name, inner = _parts(held[digest], 3)
            if name in found or name in _RESERVED:
                raise Refused(Reason.MALFORMED)
            found[name] = _filled(inner, held, seen)
    return found


def _item(item: Any, held: Mapping[str, Any], seen: list[str]) -> list[Any]:
    """One element of an array: as it is, disclosed, or left out."""
    if not (isinstance(item, dict) and item.keys() == {"..."}):
        return [_filled(item, held, seen)]
    digest = item["..."]
    if not isinstance(digest, str):
        raise Refused(Reason.MALFORMED)
    seen.append(digest)
    return [_filled(_parts(held[digest], 2)[1], held, seen)] if digest in held else []


def _parts(disclosure: Any, length: int) -> tuple[str, Any]:
    """Name (empty in an array) and value. Errors: Refused."""
    if not isinstance(disclosure, list) or len(disclosure) != length or not isinstance(disclosure[0], str):
        raise Refused(Reason.MALFORMED)
    name = disclosure[1] if length == 3 else ""
    if not isinstance(name, str):
        raise Refused(Reason.MALFORMED)
    return name, disclosure[-1]
