"""Taking a file in, and settling which of its columns is which answer."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from yikatong.adapters.sheets.fault import SheetRefused
from yikatong.adapters.sheets.table import TableRow, table
from yikatong.catalogue.answers import FieldFault, NotUnderstood
from yikatong.office import deployment
from yikatong.office.ask import CounterFault
from yikatong.office.imports import shelf
from yikatong.office.imports.fields import guessed, import_fields, masked_sample
from yikatong.office.imports.shelf import ImportView
from yikatong.office.staff import Posting
from yikatong.records import models

SAMPLES: Final = 3


class NotUploader(CounterFault):
    code, words, status = "not_uploader", "这一步由上传文件的工作人员办理。", 403


@dataclass(frozen=True, slots=True)
class Sample:
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnCheck:
    """``chosen``: columns by field, counted from 0; ``unused``: headers of columns that answer nothing."""

    view: ImportView
    chosen: Mapping[str, int]
    unused: tuple[str, ...]
    samples: tuple[Sample, ...]


def receive(posting: Posting, file_name: str, raw: bytes) -> str:
    """Take a file in and give its import's id. Errors: NotUnderstood when it cannot be read; nothing is kept then."""
    try:
        header, *rows = table(raw)
    except SheetRefused as refused:
        raise _not_understood(refused) from None
    if not rows:
        raise NotUnderstood(
            (_fault("file", "文件", "import_empty", "文件只有表头，没有要转入的行。", "请填写后再上传。"),)
        )
    import_id = str(uuid.uuid4())
    row = models.Import(
        import_id=import_id, actor=posting.actor, region=posting.region, file_name=file_name[-80:],
        header=json.dumps(header.cells, ensure_ascii=False), total=len(rows), state="columns",
        uploaded_at=deployment.now(),
    )  # fmt: skip
    shelf.keep(row, raw)
    return import_id


def check_columns(import_id: str, posting: Posting, chosen: Mapping[str, int] | None = None) -> ColumnCheck:
    """What the column check shows: the choice, guessed where none is given, and three masked rows.

    Errors: ImportUnknown, ImportMoved.
    """
    found = _at_columns(import_id, posting)
    places = dict(chosen) if chosen is not None else dict(found.columns) or guessed(found.header)
    fields = {place: name for name, place in places.items()}
    unused = tuple(words for place, words in enumerate(found.header) if words and place not in fields)
    rows = islice(table(shelf.sheet_of(shelf.taken(import_id))), 1, 1 + SAMPLES)
    return ColumnCheck(found, places, unused, tuple(_sample(row, fields, len(found.header)) for row in rows))


def choose_columns(import_id: str, posting: Posting, chosen: Mapping[str, int]) -> None:
    """Settle the columns and put the dry run on the worker's list. Errors: NotUnderstood, NotUploader, ImportMoved."""
    found = _at_columns(import_id, posting)
    if found.actor != posting.actor:
        raise NotUploader
    faults = tuple(_column_faults(chosen, len(found.header)))
    if faults:
        raise NotUnderstood(faults)
    columns = json.dumps(dict(chosen))
    shelf.move(import_id, ("columns",), "trying", "columns", posting.actor, columns=columns)


def _at_columns(import_id: str, posting: Posting) -> ImportView:
    found = shelf.view(import_id, posting)
    if found.state != "columns":
        raise shelf.ImportMoved
    return found


def _column_faults(chosen: Mapping[str, int], columns: int) -> list[FieldFault]:
    faults, taken = [], dict[int, str]()
    for field in import_fields():
        place = chosen.get(field.name)
        if place is None and field.required:
            words, cure = "没有选择对应的列。", "请选择文件中的一列；文件里没有的，请补上后重新上传。"
            faults.append(_fault(field.name, field.words, "column_missing", words, cure))
        elif place is not None and place in taken:
            words = f"与“{taken[place]}”选了同一列。"
            faults.append(_fault(field.name, field.words, "column_repeated", words, "请分别选择。"))
        elif place is not None and not 0 <= place < columns:
            faults.append(_fault(field.name, field.words, "column_unknown", "文件中没有这一列。", "请重新选择。"))
        elif place is not None:
            taken[place] = field.words
    return faults


def _sample(row: TableRow, fields: Mapping[int, str], columns: int) -> Sample:
    return Sample(row.number, tuple(masked_sample(fields.get(n, ""), row.cell(n)) for n in range(columns)))


def _not_understood(refused: SheetRefused) -> NotUnderstood:
    return NotUnderstood(tuple(_fault("file", "文件", f.code, f"{f.place}{f.words}", f.cure) for f in refused.faults))


def _fault(field: str, label: str, code: str, words: str, cure: str) -> FieldFault:
    return FieldFault(field, label, code, words, cure)
