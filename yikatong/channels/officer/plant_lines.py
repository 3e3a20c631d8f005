"""The plant's batches and files as the pages show them."""

from dataclasses import dataclass

from yikatong.catalogue.terms import words_of
from yikatong.office.plant import PAGE, BatchView, FileReport, FileView, Overview, RowView

# By state: its words, the colour and sign of its pill.
STATES = {
    "waiting": ("等待前面的文件", "warn", "hourglass"), "accepted": ("已收下，正在登记", "warn", "hourglass"),
    "taken_in": ("已登记", "ok", "circle-check"), "refused": ("整份退回", "bad", "circle-x"),
}  # fmt: skip
KINDS = {"results": "制卡结果", "stock": "库存", "": ""}
RESULTS = {"making": "开始制卡", "made": "已制成", "remake": "重制", "failed": "未能制成", "released": "已发出"}
ROWS_PAGE = 100


@dataclass(frozen=True, slots=True)
class BatchLine:
    """``written``: cards in the file, None while it is being written. ``left_out_href``: the list of those left out."""

    name: str
    at: str
    claimed: int
    written: int | None
    answered: int
    left_out: int
    left_out_href: str
    is_complete: bool


@dataclass(frozen=True, slots=True)
class FileLine:
    """``why``: of a refused file, what is wrong in which line, and the cure beside it."""

    href: str
    name: str
    kind: str
    at: str
    rows: int
    granted: int
    refused: int
    state: str
    tone: str
    icon: str
    code: str
    line: int | None
    why: str
    cure: str


@dataclass(frozen=True, slots=True)
class StockLine:
    day: str
    cards: int


@dataclass(frozen=True, slots=True)
class PlantPage:
    """``gap``: since when a file waits for one that did not come; ``…_more``: where the next page begins."""

    connected: str
    cards: int
    since: str
    batches: tuple[BatchLine, ...]
    batches_more: int | None
    files: tuple[FileLine, ...]
    files_more: int | None
    stock: tuple[StockLine, ...]
    gap: str


@dataclass(frozen=True, slots=True)
class RowLine:
    line: int
    card_id: str
    result: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class FilePage:
    file: FileLine
    rows: tuple[RowLine, ...]
    more: int | None


def plant_page(found: Overview) -> PlantPage:
    batches, files = found.batches, found.files
    return PlantPage(
        found.connected, found.waiting.cards, words_of(found.waiting.since),
        tuple(_batch(batch) for batch in batches), batches[-1].batch_id if len(batches) == PAGE else None,
        tuple(_file(file) for file in files), files[-1].file_id if len(files) == PAGE else None,
        tuple(StockLine(words_of(day), cards) for day, cards in found.stock), _gap(files),
    )  # fmt: skip


def _gap(files: tuple[FileView, ...]) -> str:
    """Since when files wait for one that did not come, "" where none does."""
    waiting = [file.at for file in files if file.state == "waiting"]
    return words_of(min(waiting)) if waiting else ""


def _batch(batch: BatchView) -> BatchLine:
    complete = batch.written is not None and batch.answered >= batch.written
    return BatchLine(
        batch.name, words_of(batch.claimed_at), batch.claimed, batch.written, batch.answered, batch.left_out,
        f"/officer/plant/batches/{batch.batch_id}/left-out/", complete,
    )  # fmt: skip


def _file(file: FileView) -> FileLine:
    words, tone, icon = STATES[file.state]
    return FileLine(
        f"/officer/plant/files/{file.file_id}/", file.name, KINDS[file.kind], words_of(file.at), file.rows,
        file.granted, file.refused, words, tone, icon, file.code, file.line, file.words, file.cure,
    )  # fmt: skip


def file_page(found: FileReport) -> FilePage:
    more = found.rows[-1].line if len(found.rows) == ROWS_PAGE else None
    return FilePage(_file(found.file), tuple(_row(row) for row in found.rows), more)


def _row(row: RowView) -> RowLine:
    return RowLine(row.line, row.card_id, RESULTS[row.result], row.code, row.words)
