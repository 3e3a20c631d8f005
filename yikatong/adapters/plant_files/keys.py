"""Ed25519 for what is signed, X25519 for what is sealed. Public keys travel as Base64 of their 32 bytes."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from yikatong.adapters.plant_files.fault import PlantFileFault

KEY_BYTES, SIGNATURE_BYTES = 32, 64
_RESEND = "请用登记的签名密钥对清单文件重新签名后报送。"


def key_id_of(public: bytes) -> str:
    """The name of a public key: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class SealKey:
    """The plant's public key, to which rows are sealed."""

    public: bytes

    @property
    def key_id(self) -> str:
        return key_id_of(self.public)

    @property
    def key(self) -> X25519PublicKey:
        return X25519PublicKey.from_public_bytes(self.public)


class Signer:
    """Our own signing key, from a seed of 32 bytes."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()
        self.key_id = key_id_of(self.public)

    def sign(self, content: bytes) -> bytes:
        """The content of a detached signature file: one line of Base64."""
        return b64encode(self._key.sign(content)) + b"\n"


def verify(content: bytes, signature: bytes, keys: Mapping[str, bytes]) -> str:
    """The id of the key, among ``keys`` by id, that signed ``content``. Errors: PlantFileFault ``signature_wrong``."""
    raw = _raw(signature)
    for key_id, public in keys.items():
        if len(raw) == SIGNATURE_BYTES and _is_signed(content, raw, public):
            return key_id
    raise PlantFileFault("signature_wrong", "清单的签名不是制卡中心登记的密钥所签，或者清单被改动过。", _RESEND)


def _raw(signature: bytes) -> bytes:
    """Of the one spelling that a signature file has; empty for any other."""
    try:
        raw = b64decode(signature.removesuffix(b"\n"), validate=True)
    except ValueError:
        return b""
    return raw if b64encode(raw) + b"\n" == signature else b""


def _is_signed(content: bytes, raw: bytes, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(raw, content)
    except InvalidSignature:
        return False
    return True


def read_public_keys(text: str) -> tuple[str, bytes, bytes]:
    """The plant's code, signing key and sealing key out of its keys file. Errors: PlantFileFault ``keys_wrong``."""
    try:
        page = json.loads(text)
        plant = str(page["plant"])
        signing, sealing = (b64decode(page[use], validate=True) for use in ("signing", "sealing"))
        X25519PublicKey.from_public_bytes(sealing)
        Ed25519PublicKey.from_public_bytes(signing)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        cure = "应为含plant、signing、sealing三项的JSON，密钥为32字节的Base64。"
        raise PlantFileFault("keys_wrong", "这不是制卡中心的公钥文件。", cure) from None
    if not (plant.isascii() and plant.replace("-", "").isalnum() and len(plant) <= 40):
        raise PlantFileFault("keys_wrong", "制卡中心代码有误。", "代码应为40位以内的字母、数字和短横线。")
    return plant, signing, sealing
