"""What needs a secret key: sealed words, blind indexes, PIN digests; and commitments for the ledger.

A sealed value: version (1 byte), suite (1), length of key id (1), key id, nonce (12), ciphertext, tag (16).
All before the nonce and the place are authenticated too, so a value moved to another row does not open.
Nonces are random: rotate a key before it has sealed 2^32 values (NIST SP 800-38D, 8.3).
"""

import hashlib
import hmac
import json
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import IntEnum
from typing import Self

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from yikatong.cards.pin import Pin

VERSION, KEY_BYTES, NONCE_BYTES, TAG_BYTES = 1, 32, 12, 16
_KEY_FORM = "须为含 current、encryption、index_pepper、pin_pepper 的 JSON 对象，密钥为 Base64。"
_RESTORE = "请查明原因，并从备份恢复密钥文件或数据。"


class VaultFault(Exception):
    """Keys or stored bytes are not as they must be: `code`, `words`, `cure` for whoever runs the system."""

    def __init__(self, code: str, words: str, cure: str) -> None:
        super().__init__(code, words, cure)
        self.code, self.words, self.cure = code, words, cure


class Suite(IntEnum):
    """Which cipher seals. The number stands in every sealed value: never give it to another cipher."""

    INTL = 1  # AES-256-GCM
    GUOMI = 2  # SM4-GCM, 128-bit key (GB/T 32907)


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """What one PIN digest costs; the defaults are for production."""

    memory_kib: int = 19 * 1024
    passes: int = 2
    lanes: int = 1


PRODUCTION_COST = Argon2Cost()


@dataclass(frozen=True, slots=True)
class Keys:
    """Secrets of 32 bytes each. The key named `current` seals; the others only open what they once sealed."""

    current: str
    encryption: Mapping[str, bytes] = field(repr=False)
    index_pepper: bytes = field(repr=False)
    pin_pepper: bytes = field(repr=False)

    def __post_init__(self) -> None:
        named = dict(self.encryption) | {"index_pepper": self.index_pepper, "pin_pepper": self.pin_pepper}
        short = [name for name, secret in named.items() if len(secret) != KEY_BYTES]
        if self.current not in self.encryption:
            raise VaultFault("keys_current_missing", "current 所指的密钥不在 encryption 中。", _RESTORE)
        if not all(re.fullmatch(r"[a-z0-9-]{1,32}", key_id) for key_id in self.encryption):
            raise VaultFault("keys_name", "密钥编号须为 1 至 32 位小写字母、数字或 -。", "请改编号。")
        if short:
            raise VaultFault("keys_length", f"须为 {KEY_BYTES} 字节：{'、'.join(short)}。", _RESTORE)
        if len(set(named.values())) != len(named):
            raise VaultFault("keys_repeated", "同一密钥用于两处。", _RESTORE)

    @classmethod
    def generate(cls, key_id: str = "k1") -> Self:
        """New random keys."""
        return cls(key_id, {key_id: os.urandom(KEY_BYTES)}, os.urandom(KEY_BYTES), os.urandom(KEY_BYTES))

    def rotated(self, key_id: str) -> Self:
        """The same keys and a new random one, `key_id`, that seals from now on."""
        if key_id in self.encryption:
            raise VaultFault("keys_name_taken", f"密钥编号 {key_id} 已使用。", "请换一个编号。")
        return replace(self, current=key_id, encryption={**self.encryption, key_id: os.urandom(KEY_BYTES)})

    @classmethod
    def load(cls, text: str) -> Self:
        """From the JSON that `dump` writes. VaultFault says what is wrong, never what stands there."""
        try:
            parts = json.loads(text)
            current, encryption = str(parts["current"]), parts["encryption"].items()
            opened = {key_id: b64decode(secret, validate=True) for key_id, secret in encryption}
            peppers = [b64decode(parts[name], validate=True) for name in ("index_pepper", "pin_pepper")]
        except (ValueError, LookupError, TypeError, AttributeError):
            raise VaultFault("keys_form", _KEY_FORM, _RESTORE) from None
        return cls(current, opened, *peppers)

    def dump(self) -> str:
        """The secret JSON text for the key file (mode 0600) and its k-of-n backup."""
        return json.dumps(asdict(self), default=lambda secret: b64encode(secret).decode(), indent=2)


class Vault:
    """Thread-safe. `suite` is what seals from now on; a value is opened with the suite that it names."""

    def __init__(self, keys: Keys, suite: Suite = Suite.INTL, cost: Argon2Cost = PRODUCTION_COST) -> None:
        pairs = [(kind, key_id) for kind in Suite for key_id in keys.encryption]
        self._keys, self._head, self._keyed = keys, _head(suite, keys.current), dict[str, hmac.HMAC]()
        self._ciphers = {_head(kind, name): _cipher(kind, keys.encryption[name]) for kind, name in pairs}
        self._hasher = PasswordHasher(cost.passes, cost.memory_kib, cost.lanes)

    def seal(self, plain: bytes, place: str) -> bytes:
        """`plain` closed so that it opens only at `place`: "table|column|row id"."""
        head, nonce = self._head, os.urandom(NONCE_BYTES)
        return head + nonce + self._ciphers[head].encrypt(nonce, plain, head + place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """What was sealed at `place`. VaultFault if it was changed or moved, or its key is not here."""
        head = _head_of(sealed)
        if head not in self._ciphers:
            raise VaultFault("sealed_key_missing", "没有加密时所用的密钥。", _RESTORE)
        nonce, closed = sealed[len(head) :][:NONCE_BYTES], sealed[len(head) + NONCE_BYTES :]
        try:
            return self._ciphers[head].decrypt(nonce, closed, head + place.encode())
        except InvalidTag:
            raise VaultFault("sealed_altered", "密文被改动，或不在原来的位置。", _RESTORE) from None

    def is_outdated(self, sealed: bytes) -> bool:
        """Whether rotation should open it and seal it anew: another key or suite than today's."""
        return _head_of(sealed) != self._head

    def blind_index(self, column: str, canonical: str) -> bytes:
        """32 bytes to find equal values by. Every column has its own pepper, so columns cannot be joined."""
        if column not in self._keyed:  # keying costs more than the rest, and columns are few
            own = hmac.digest(self._keys.index_pepper, column.encode(), "sha256")
            self._keyed[column] = hmac.new(own, digestmod="sha256")
        begun = self._keyed[column].copy()
        begun.update(canonical.encode())
        return begun.digest()

    def pin_digest(self, pin: Pin, card_id: str) -> str:
        """argon2id over HMAC(pepper, card id | PIN): against a million PINs argon2 alone is too little."""
        return self._hasher.hash(self.peppered(pin, card_id))

    def pin_matches(self, digest: str, pin: Pin, card_id: str) -> bool:
        """VaultFault if `digest` is no digest: a damaged row is not a wrong PIN and counts no attempt."""
        try:
            return self._hasher.verify(digest, self.peppered(pin, card_id))
        except VerifyMismatchError:
            return False
        except (InvalidHashError, VerificationError) as error:
            raise VaultFault("pin_digest_damaged", "密码摘要损坏，无法核对。", _RESTORE) from error

    def peppered(self, pin: Pin, card_id: str) -> bytes:
        """Never stored as it is: without argon2 over it, or another pepper, a leaked one would be guessed."""
        return hmac.digest(self._keys.pin_pepper, f"{card_id}|{pin.reveal()}".encode(), "sha256")


class _Sm4Gcm:
    def __init__(self, key: bytes) -> None:
        self._sm4 = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
        context = Cipher(self._sm4, modes.GCM(nonce)).encryptor()
        context.authenticate_additional_data(bound)
        return context.update(plain) + context.finalize() + context.tag

    def decrypt(self, nonce: bytes, closed: bytes, bound: bytes) -> bytes:
        context = Cipher(self._sm4, modes.GCM(nonce, closed[-TAG_BYTES:])).decryptor()
        context.authenticate_additional_data(bound)
        return context.update(closed[:-TAG_BYTES]) + context.finalize()


def commitment(words: bytes) -> tuple[bytes, str]:
    """A new 32-byte salt and the hex of sha256(salt + words); once the salt is erased it tells nothing."""
    return (salt := os.urandom(32)), hashlib.sha256(salt + words).hexdigest()


def _cipher(suite: Suite, key: bytes) -> AESGCM | _Sm4Gcm:
    size, kind = (32, AESGCM) if suite is Suite.INTL else (16, _Sm4Gcm)
    # One secret never serves two ciphers: each gets a key of its own from it (RFC 5869).
    return kind(HKDF(SHA256(), size, None, f"yikatong seal {suite.value}".encode()).derive(key))


def _head(suite: Suite, key_id: str) -> bytes:
    return bytes((VERSION, suite, len(key_id))) + key_id.encode()


def _head_of(sealed: bytes) -> bytes:
    length = 3 + sealed[2] if sealed[:1] == bytes([VERSION]) and len(sealed) > 2 else len(sealed)
    if len(sealed) < length + NONCE_BYTES + TAG_BYTES:
        raise VaultFault("sealed_form", "密文格式不能识别。", _RESTORE)
    return sealed[:length]
