"""The manifest of a file set: what kind it is, from whom, how many rows, and the digest of the rows file."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from yikatong.adapters.plant_files.fault import PlantFileFault

FORMAT = "yikatong-plant/1"
MANIFEST_BYTES_MAX = 64 * 1024
ROWS_MAX = 1_000_000
NAME = re.compile(r"[A-Za-z0-9-]{1,40}")
DIGEST = re.compile(r"[0-9a-f]{64}")
_CURE = "请按docs/plant-files.md的格式重新生成清单并签名后报送。"


@dataclass(frozen=True, slots=True)
class RowsFile:
    """The rows file that a manifest vouches for."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Of a file from the plant. ``sequence`` counts the plant's files of both kinds from 1 without a gap; ``day`` is
    the day of a stock file."""

    kind: str
    plant: str
    file: str
    sequence: int
    created_at: datetime
    rows: int
    content: RowsFile
    day: date | None = None


def written(page: Mapping[str, Any]) -> bytes:
    """A manifest as it is signed and lies in the folder: the bytes count, whoever reads them need not spell again."""
    return json.dumps({"format": FORMAT, **page}, ensure_ascii=False, indent=2).encode() + b"\n"


def file_name(sequence: int) -> str:
    """R00000007: one name a sequence, so that neither can be used twice."""
    return f"R{sequence:08}"


def read_manifest(content: bytes, name: str) -> Manifest:
    """The manifest in a file named ``name``, of which the signature has been verified.

    Errors: PlantFileFault ``manifest_wrong`` and ``name_wrong``.
    """
    try:
        page = json.loads(content, object_pairs_hook=once)
        if not isinstance(page, dict) or page.get("format") != FORMAT:
            raise ValueError
        found = _manifest(page)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise PlantFileFault("manifest_wrong", "清单的内容不符合格式。", _CURE) from None
    if not found.file == name == file_name(found.sequence):
        raise PlantFileFault(
            "name_wrong", "文件名、清单里的文件号和顺序号不一致。", "文件号应为R加8位顺序号，请按原名重新报送。"
        )
    return found


def _manifest(page: Mapping[str, Any]) -> Manifest:
    kind, rows_file = _among(page["kind"], ("results", "stock")), page["content"]
    created_at = datetime.fromisoformat(page["created_at"])
    if created_at.tzinfo is None:
        raise ValueError
    return Manifest(
        kind=kind, plant=_matching(NAME.fullmatch, page["plant"]), file=_matching(NAME.fullmatch, page["file"]),
        sequence=_number(page["sequence"], 1, 99_999_999), created_at=created_at.astimezone(UTC),
        rows=_number(page["rows"], 0, ROWS_MAX),
        content=RowsFile(_matching(DIGEST.fullmatch, rows_file["sha256"]), _number(rows_file["bytes"], 0, 1 << 40)),
        day=date.fromisoformat(page["day"]) if kind == "stock" else None,
    )  # fmt: skip


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object that names a key twice means two things. Errors: ValueError."""
    page = dict(pairs)
    if len(page) != len(pairs):
        raise ValueError
    return page


def _among(value: Any, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError
    return str(value)


def _matching(match: Callable[[str], object], value: Any) -> str:
    if not match(value):
        raise ValueError
    return str(value)


def _number(value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError
    return value
