"""A folder that two parties share: files appear whole, and what the other party put there is opened with suspicion."""

import fcntl
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from yikatong.adapters.plant_files.fault import PlantFileFault

TEMPORARY = ".part"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: SHA-256 in hexadecimal, and how many bytes."""

    sha256: str
    bytes: int


class _Counted:
    """A stream that knows the digest and the length of what went through it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._digest, self._length = stream, hashlib.sha256(), 0

    def write(self, piece: bytes) -> int:
        self._digest.update(piece)
        self._length += len(piece)
        return self._stream.write(piece)

    @property
    def written(self) -> Written:
        return Written(self._digest.hexdigest(), self._length)


def durably(path: Path, write: Callable[[Any], object]) -> Written:
    """Let ``write`` fill ``path``: under a temporary name, on the disk before it is renamed. A file of the same name
    is replaced whole."""
    draft = path.with_name(path.name + TEMPORARY)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o640), "wb") as stream:
        counted = _Counted(stream)
        write(counted)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(draft, path)
    settle(path.parent)
    return counted.written


def settle(folder: Path) -> None:
    """A rename is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Whether nobody else works on the folder. The lock goes with the process that holds it, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def moved(paths: Iterable[Path], to: Path) -> None:
    """Put files that are there into another folder, replacing what is of the same name."""
    to.mkdir(parents=True, exist_ok=True)
    for path in paths:
        if os.path.lexists(path):
            os.replace(path, to / path.name)
    settle(to)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The plant's file for reading. A link or a pipe laid there is none. Errors: PlantFileFault ``file_missing``."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        raise missing("".join(path.suffixes)) from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise missing("".join(path.suffixes))
    with open(handle, "rb") as stream:
        yield stream


def missing(suffix: str) -> PlantFileFault:
    """The fault of a file set without the file of this suffix."""
    cure = "请把清单、签名和明细三个文件一并重新报送，清单最后写入。"
    return PlantFileFault("file_missing", f"缺少{suffix}文件。", cure)
