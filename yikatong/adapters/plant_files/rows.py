"""The rows that a plant sends: results of the making, and the cards that lie in its stock. Read line by line."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, BinaryIO, TypeVar

from yikatong.adapters.plant_files.fault import PlantFileFault
from yikatong.adapters.plant_files.manifest import Manifest, once

LINE_BYTES_MAX = 4096
CARD_ID = re.compile(r"[A-Za-z0-9-]{1,40}")
CARD_NO = re.compile(r"[A-Z][A-Z0-9]{8}")
PLACE = re.compile(r"[a-z][a-z0-9_]{0,39}")
REASON_MAX = 100
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

Row = TypeVar("Row", "ResultRow", "StockRow")


class Result(StrEnum):
    """What the plant tells of one card."""

    MAKING = "making"
    MADE = "made"
    REMAKE = "remake"
    FAILED = "failed"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class ResultRow:
    """``card_no`` with ``made`` alone, ``reason`` with ``remake`` and ``failed`` alone."""

    line: int
    card_id: str
    result: Result
    card_no: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StockRow:
    line: int
    card_id: str
    place: str


def read_results(stream: BinaryIO, manifest: Manifest) -> Iterator[ResultRow]:
    """Every row; nothing may be acted on before the last one was given, for only then is the file known to be whole.

    Errors: PlantFileFault ``checksum_wrong``, ``row_wrong``, ``row_repeated``, ``card_no_repeated``, ``count_wrong``.
    """
    numbers: set[str] = set()
    for row in _whole(stream, manifest, _result):
        if row.card_no and row.card_no in numbers:
            raise PlantFileFault(
                "card_no_repeated", "卡号与前面的一行重复。", "一个卡号只能属于一张卡，请核对后重新报送。", row.line
            )
        numbers.add(row.card_no)
        yield row


def read_stock(stream: BinaryIO, manifest: Manifest) -> Iterator[StockRow]:
    """As :func:`read_results`."""
    return _whole(stream, manifest, _stocked)


def _whole(stream: BinaryIO, manifest: Manifest, parse: Callable[[int, dict[str, Any]], Row]) -> Iterator[Row]:
    """The rows; a fault of a line is told only of a file that arrived as it was signed: else it is the way's fault,
    and the cure another."""
    digest, count, seen, fault = hashlib.sha256(), 0, set[str](), None
    while line := stream.readline(LINE_BYTES_MAX + 1):
        digest.update(line)
        count += 1
        if fault is None:
            row = _row(count, line, parse)
            fault = row if isinstance(row, PlantFileFault) else _repeated(row, seen)
            if not isinstance(row, PlantFileFault) and fault is None:
                seen.add(row.card_id)
                yield row
    if digest.hexdigest() != manifest.content.sha256:
        line_number = fault.line if fault else count if count != manifest.rows else None
        raise PlantFileFault("checksum_wrong", "明细文件与清单的校验值不一致，传输中缺损或被改动。",
                             "请把整套文件重新报送一次。", line_number)  # fmt: skip
    if fault is not None:
        raise fault
    if count != manifest.rows:
        raise PlantFileFault("count_wrong", f"清单写明{manifest.rows}行，明细文件有{count}行。",
                             "请核对行数，重新生成清单并签名后报送。", count)  # fmt: skip


def _repeated(row: ResultRow | StockRow, seen: set[str]) -> PlantFileFault | None:
    if row.card_id not in seen:
        return None
    words = "这张卡在文件里出现了两次。"
    return PlantFileFault("row_repeated", words, "一个文件里一张卡只能有一行，请合并后重新报送。", row.line)


def _row(number: int, line: bytes, parse: Callable[[int, dict[str, Any]], Row]) -> Row | PlantFileFault:
    try:
        page = json.loads(line.decode(), object_pairs_hook=once)
        if not line.endswith(b"\n") or not isinstance(page, dict):
            raise ValueError
        return parse(number, page)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        cure = "请按docs/plant-files.md的格式改正这一行，重新生成清单并签名后报送。"
        return PlantFileFault("row_wrong", "这一行不符合格式。", cure, number)


def _result(number: int, page: dict[str, Any]) -> ResultRow:
    result = Result(page["result"])
    needs = {Result.MADE: {"card_no"}, Result.REMAKE: {"reason"}, Result.FAILED: {"reason"}}.get(result, set())
    _only(page, {"card_id", "result"} | needs)
    _check(CARD_ID, page["card_id"])
    if "card_no" in needs:
        _check(CARD_NO, page["card_no"])
    reason = page.get("reason", "")
    if "reason" in needs and not (isinstance(reason, str) and 0 < len(reason) <= REASON_MAX):
        raise ValueError
    if CONTROL.search(reason):
        raise ValueError
    return ResultRow(number, page["card_id"], result, page.get("card_no", ""), reason)


def _stocked(number: int, page: dict[str, Any]) -> StockRow:
    _only(page, {"card_id", "place"})
    _check(CARD_ID, page["card_id"])
    _check(PLACE, page["place"])
    return StockRow(number, page["card_id"], page["place"])


def _only(page: dict[str, Any], names: set[str]) -> None:
    if page.keys() != names:
        raise ValueError


def _check(pattern: re.Pattern[str], value: Any) -> None:
    if not pattern.fullmatch(value):
        raise ValueError
