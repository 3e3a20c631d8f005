"""Imports of cards that a former system issued: received, tried row by row, taken over, and taken back if wrong."""

from yikatong.office.imports.fields import ImportField, import_fields
from yikatong.office.imports.intake import ColumnCheck, Sample, check_columns, choose_columns, receive
from yikatong.office.imports.results import ReasonCount, reasons, rows_csv, template
from yikatong.office.imports.shelf import PAGE, Done, ImportView, Step, asked, recent, view, waiting
from yikatong.office.imports.steps import (
    ALONE_MAX,
    KEPT_DAYS,
    UNDO_DAYS,
    ask_commit,
    ask_undo,
    decide,
    drop,
    expire,
    undo_until,
)
from yikatong.office.imports.working import work

__all__ = [
    "ALONE_MAX", "KEPT_DAYS", "PAGE", "UNDO_DAYS", "ColumnCheck", "Done", "ImportField", "ImportView", "ReasonCount",
    "Sample", "Step", "ask_commit", "ask_undo", "asked", "check_columns", "choose_columns", "decide", "drop", "expire",
    "import_fields", "reasons", "receive", "recent", "rows_csv", "template", "undo_until", "view", "waiting", "work",
]  # fmt: skip
