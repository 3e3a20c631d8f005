"""Employers' batches: received whole, then worked off row by row, each row an ask of its own at the counter."""

from yikatong.office.batches.answer import BatchAnswer, Reason, RowView
from yikatong.office.batches.intake import case_number_of, receive
from yikatong.office.batches.shelf import BatchUnknown, BatchView, recent, rows, rows_csv, status, waiting
from yikatong.office.batches.working import work

__all__ = [
    "BatchAnswer", "BatchUnknown", "BatchView", "Reason", "RowView", "case_number_of", "receive", "recent", "rows",
    "rows_csv", "status", "waiting", "work",
]  # fmt: skip
