"""The card plant: batches out, results and stock in. Personal data leaves sealed to the plant's key; nothing of the
plant's is applied before its whole file was found in order."""

from yikatong.office.plant.batching import write_again
from yikatong.office.plant.claiming import send_again
from yikatong.office.plant.links import (
    Link,
    NotConnected,
    link,
    our_keys,
    publish_ours,
    register,
    registered_keys,
    withdraw,
)
from yikatong.office.plant.reports import FileReport, RowView, file_report, left_out_csv, report_csv
from yikatong.office.plant.shelf import (
    PAGE,
    BatchView,
    FileUnknown,
    FileView,
    Overview,
    Waiting,
    batches,
    files,
    overview,
    waiting,
)
from yikatong.office.plant.working import Worked, make_batches, take_in, work

__all__ = [
    "PAGE", "BatchView", "FileReport", "FileUnknown", "FileView", "Link", "NotConnected", "Overview", "RowView",
    "Waiting", "Worked", "batches", "file_report", "files", "left_out_csv", "link", "make_batches", "our_keys",
    "overview", "publish_ours", "register", "registered_keys", "report_csv", "send_again", "take_in", "waiting",
    "withdraw", "work", "write_again",
]  # fmt: skip
