"""The secrets of one deployment, in one file that is backed up apart from the database.

`python -m yikatong.site.keys FILE` writes a new one. A demo makes its own on first use, production never.
"""

import json
import os
import secrets
import stat
import sys
import tempfile
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """Each of 32 bytes, and each for one thing, so that one leak does not open the others.

    `vault` seals personal words; the newest key is last, and older ones still open what they sealed.
    `index_pepper` keys the blind index of identity numbers, `pin_pepper` the PIN; `signing_seed` is the
    issuer's Ed25519 seed; `secret_key` is Django's.
    """

    secret_key: str
    vault: MappingProxyType[str, bytes]
    index_pepper: bytes
    pin_pepper: bytes
    signing_seed: bytes

    def __repr__(self) -> str:
        """Names no secret: a settings dump or a traceback may print this object."""
        return f"Keys(vault={list(self.vault)})"


def _fresh() -> str:
    return b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _opened(value: str) -> bytes:
    key = b64decode(value, validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes, not {len(key)}")
    return key


def create(path: Path) -> None:
    """Write new keys to `path`, mode 0600. An existing file is left as it is, also when processes race."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page = {
        "secret_key": secrets.token_urlsafe(64),
        "vault": {"k1": _fresh()},
        "index_pepper": _fresh(),
        "pin_pepper": _fresh(),
        "signing_seed": _fresh(),
    }
    # Linking a finished file is atomic and never replaces: the loser of a race reads the winner's keys.
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:
        json.dump(page, draft, indent=2)
        draft.flush()
        os.fsync(draft.fileno())
        try:
            os.link(draft.name, path)
        except FileExistsError:
            return


def read(path: Path) -> Keys:
    """The keys in `path`. A missing, readable-by-others or damaged file stops the program with what to do."""
    if not path.is_file():
        raise ImproperlyConfigured(
            "没有密钥文件，请将 YIKATONG_KEYS_FILE 指向由 python -m yikatong.site.keys 生成的文件。"
            " / No keys file: point YIKATONG_KEYS_FILE at one made by python -m yikatong.site.keys."
        )
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ImproperlyConfigured(
            f"密钥文件 {path} 可被他人读取，请执行 chmod 600。 / Others may read the keys file {path}: chmod 600 it."
        )
    try:
        return _keys(json.loads(path.read_text()))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        # Without `from`: the traceback of a damaged file could show parts of a key.
        reason = type(fault).__name__
    raise ImproperlyConfigured(
        f"密钥文件 {path} 已损坏（{reason}），请从备份恢复。"
        f" / The keys file {path} is damaged ({reason}): restore its backup."
    )


def _keys(page: dict[str, object]) -> Keys:
    """The file's page as `Keys`; one of another form raises one of the errors that `read` translates."""
    vault = {name: _opened(value) for name, value in dict(page["vault"]).items()}  # type: ignore[call-overload]
    if not vault:
        raise ValueError("no vault key")
    return Keys(
        secret_key=str(page["secret_key"]),
        vault=MappingProxyType(vault),
        index_pepper=_opened(str(page["index_pepper"])),
        pin_pepper=_opened(str(page["pin_pepper"])),
        signing_seed=_opened(str(page["signing_seed"])),
    )


if __name__ == "__main__":
    if len(sys.argv) != 2 or Path(sys.argv[1]).exists():
        sys.exit("用法：python -m yikatong.site.keys 新文件 / usage: python -m yikatong.site.keys NEW_FILE")
    create(Path(sys.argv[1]))
