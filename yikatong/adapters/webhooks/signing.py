"""Standard Webhooks signatures (symmetric, `v1`): HMAC-SHA256 over `id.timestamp.body`, the body as it came.

Moments are whole seconds of Unix time by the world's clock, never the demonstration's. While a secret is being replaced
the sender signs with both, or the receiver accepts both: each side may change first.
"""

import hmac
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping

TOLERANCE_S = 300
PREFIX, SCHEME = "whsec_", "v1"
SECRET_BYTES, SECRET_BYTES_MIN, SECRET_BYTES_MAX = 32, 24, 64  # new ones, and what the specification allows
SIGNATURES_MAX = 8  # nobody rotates more at once; each one costs a comparison
# A full stop in an id would let `a.1` + `2` + body pass for `a` + `1` + `2.body` under one signature.
ID_FORM = re.compile(r"[A-Za-z0-9_-]{1,100}")
MOMENT_FORM = re.compile(r"[0-9]{1,11}")

_WORDS = {
    "secret_form": f"签名密钥须为 {PREFIX} 加 {SECRET_BYTES_MIN} 至 {SECRET_BYTES_MAX} 字节的 Base64，请核对后重填。",
    "signature_missing": "缺少签名：请提供 webhook-id、webhook-timestamp 和 webhook-signature 三个请求头。",
    "webhook_id_form": "webhook-id 须为 1 至 100 位字母、数字、下划线或连字符，请改用新的编号重发。",
    "timestamp_form": "webhook-timestamp 须为以秒计的 Unix 时间（整数），请改正后重新签名。",
    "timestamp_outside": f"webhook-timestamp 与本系统时间相差超过 {TOLERANCE_S} 秒，请校准时钟并以当前时间重新签名。",
    "signature_wrong": "签名与内容不符，请核对签名密钥，并对原样发出的正文签名。",
}


class SignatureFault(Exception):
    """What came is not shown to be from whom it says: a stable ``code``, Chinese ``words`` with the cure."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code, self.words = code, _WORDS[code]


def new_secret() -> str:
    """A random secret, `whsec_` and Base64 of 32 bytes."""
    return PREFIX + b64encode(os.urandom(SECRET_BYTES)).decode()


def key_of(secret: str) -> bytes:
    """The key that a secret stands for. Errors: SignatureFault (secret_form)."""
    try:
        key = b64decode(secret.removeprefix(PREFIX).encode("ascii"), validate=True)
    except ValueError:
        raise SignatureFault("secret_form") from None
    if not (secret.startswith(PREFIX) and SECRET_BYTES_MIN <= len(key) <= SECRET_BYTES_MAX):
        raise SignatureFault("secret_form")
    return key


def sign(secret: str, webhook_id: str, timestamp: int, body: bytes) -> str:
    """One signature, `v1,<Base64>`. Errors: SignatureFault (secret_form, webhook_id_form)."""
    if not ID_FORM.fullmatch(webhook_id):
        raise SignatureFault("webhook_id_form")
    mac = hmac.digest(key_of(secret), f"{webhook_id}.{timestamp}.".encode() + body, "sha256")
    return f"{SCHEME},{b64encode(mac).decode()}"


def signed_headers(secrets: Iterable[str], webhook_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers of a message, signed with each of the secrets. Errors: as for :func:`sign`."""
    signatures = " ".join(sign(secret, webhook_id, timestamp, body) for secret in secrets)
    return {"webhook-id": webhook_id, "webhook-timestamp": str(timestamp), "webhook-signature": signatures}


def verify(secrets: Iterable[str], headers: Mapping[str, str], body: bytes, now: int) -> str:
    """The id of a message that one of the secrets signed, within ±300 s of `now`. Errors: SignatureFault."""
    named = {name.lower(): value.strip() for name, value in headers.items()}
    told = [named.get(f"webhook-{part}", "") for part in ("id", "timestamp", "signature")]
    if not all(told):
        raise SignatureFault("signature_missing")
    webhook_id, moment, signatures = told
    if not ID_FORM.fullmatch(webhook_id):
        raise SignatureFault("webhook_id_form")
    if not MOMENT_FORM.fullmatch(moment):
        raise SignatureFault("timestamp_form")
    if abs(now - int(moment)) > TOLERANCE_S:
        raise SignatureFault("timestamp_outside")
    given = [signature.encode() for signature in signatures.split()[:SIGNATURES_MAX]]
    # The moment is signed as it was written: "0123" is another text than "123".
    text = f"{webhook_id}.{moment}.".encode() + body
    owed = [
        f"{SCHEME},{b64encode(hmac.digest(key_of(secret), text, 'sha256')).decode()}".encode() for secret in secrets
    ]
    if not any([hmac.compare_digest(mine, theirs) for mine in owed for theirs in given]):  # noqa: C419 (all, always)
        raise SignatureFault("signature_wrong")
    return webhook_id
