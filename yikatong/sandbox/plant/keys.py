"""The plant's two keys, in its own folder; only their public halves leave it."""

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from yikatong.sandbox.plant.files import put


@dataclass(frozen=True, slots=True)
class Keys:
    signing: Ed25519PrivateKey
    opening: X25519PrivateKey

    def sign(self, content: bytes) -> bytes:
        return b64encode(self.signing.sign(content)) + b"\n"


def own_keys(home: Path) -> Keys:
    """The keys in ``home``, made on first use."""
    path = home / "keys.json"
    if not path.exists():
        page = {name: b64encode(os.urandom(32)).decode() for name in ("signing", "opening")}
        put(path, json.dumps(page).encode(), 0o600)
    seeds = {name: b64decode(text) for name, text in json.loads(path.read_text()).items()}
    return Keys(
        Ed25519PrivateKey.from_private_bytes(seeds["signing"]), X25519PrivateKey.from_private_bytes(seeds["opening"])
    )


def publish(keys: Keys, plant: str, exchange: Path) -> Path:
    """Lay the public keys where the bureau can register them."""
    page = {
        "plant": plant,
        "signing": b64encode(keys.signing.public_key().public_bytes_raw()).decode(),
        "sealing": b64encode(keys.opening.public_key().public_bytes_raw()).decode(),
    }
    path = exchange / "keys" / f"{plant}.keys.json"
    put(path, json.dumps(page, indent=2).encode())
    return path


def bureau_key(exchange: Path) -> Ed25519PublicKey | None:
    """The bureau's signing key, None while it has not laid it down."""
    path = exchange / "keys" / "bureau.keys.json"
    if not path.exists():
        return None
    return Ed25519PublicKey.from_public_bytes(b64decode(json.loads(path.read_text())["signing"]))


def is_signed(content: bytes, signature: bytes, key: Ed25519PublicKey) -> bool:
    try:
        key.verify(b64decode(signature.strip(), validate=True), content)
    except (ValueError, InvalidSignature):
        return False
    return True
