"""The bank's secrets in one file of mode 0600: Django's own, and those of each direction of the wire.

``from_bureau`` are accepted on what comes in, ``to_bureau`` sign what goes out; several of each while one is being
replaced. The file is read again when it changes, so that replacing a secret needs no restart.
"""

import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from yikatong.adapters.webhooks.signing import key_of, new_secret


@dataclass(frozen=True, slots=True)
class Keys:
    secret_key: str
    from_bureau: tuple[str, ...]
    to_bureau: tuple[str, ...]

    def __repr__(self) -> str:
        """Names no secret: a traceback may print this object."""
        return "Keys()"


def create(path: Path) -> None:
    """Write new keys unless the file is there, also when two processes start at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page = {"secret_key": secrets.token_urlsafe(64), "from_bureau": [new_secret()], "to_bureau": [new_secret()]}
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:
        json.dump(page, draft, indent=2)
        draft.flush()
        try:
            os.link(draft.name, path)
        except FileExistsError:
            return


def keys(path: Path) -> Keys:
    """The keys as the file has them now. Errors: ValueError naming the file, never a secret."""
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, version: int) -> Keys:
    try:
        page = json.loads(path.read_text())
        ours, theirs = tuple(page["to_bureau"]), tuple(page["from_bureau"])
        for secret in (*ours, *theirs):
            key_of(secret)
        return Keys(str(page["secret_key"]), theirs, ours)
    except Exception as fault:  # the fault itself may quote a key
        reason = type(fault).__name__
    raise ValueError(f"密钥文件 {path} 已损坏（{reason}），请删除后重新联网。")
