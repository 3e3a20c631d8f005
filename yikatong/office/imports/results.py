"""What came of a phase: its refusals by reason, and every refused row as a file to mend by."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Min

from yikatong.adapters.sheets.writing import as_csv
from yikatong.catalogue.card_kinds import ID_NUMBER, MOBILE, NAME, REGION
from yikatong.catalogue.steps import step_words
from yikatong.office.batches.answer import RowView, read_page
from yikatong.office.imports import shelf
from yikatong.office.imports.fields import import_fields
from yikatong.office.staff import Posting
from yikatong.services import catalogue
from yikatong.services.take_over_card import AccountState, Generation, SocialState

CSV_HEADER: Final = ("行号", "证件号码", "原因代码", "原因", "怎样改正")


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """``words`` are those of row ``number``, the first that was refused for it; a row counts under its first reason."""

    code: str
    count: int
    words: str
    number: int


def reasons(import_id: str, phase: str) -> tuple[ReasonCount, ...]:
    """Why rows of a phase were refused, the most frequent first. Two statements."""
    refused = shelf.rows(import_id, phase).filter(granted=False).order_by()
    groups = list(refused.values("code").annotate(n=Count("id"), first=Min("number")).order_by("-n", "code"))
    firsts = {row.number: read_page(row.answer) for row in refused.filter(number__in=[g["first"] for g in groups])}
    return tuple(ReasonCount(g["code"], g["n"], firsts[g["first"]].reasons[0].words, g["first"]) for g in groups)


def rows_csv(import_id: str, phase: str, posting: Posting) -> bytes:
    """Every reason of every refused row, a line each. Errors: ImportUnknown."""
    shelf.view(import_id, posting)
    refused = shelf.rows(import_id, phase).filter(granted=False)
    return as_csv([CSV_HEADER, *_lines(RowView(r.number, r.masked, read_page(r.answer)) for r in refused.iterator())])


def template() -> tuple[tuple[str, ...], ...]:
    """The header of a file that needs no choosing, and one row with an invented person."""
    return (
        tuple(field.words for field in import_fields()),
        (ID_NUMBER.samples[0].number, NAME.samples[0], MOBILE.samples[0], REGION.samples[0], "CAB", "XA-YT-01",
         "B00000001", "2020-12-20", "2030-12-20", Generation.SECOND.words, SocialState.NORMAL.words,
         AccountState.ACTIVE.words),
    )  # fmt: skip


def _lines(rows: Iterator[RowView]) -> Iterator[tuple[str | int, ...]]:
    names = {code: service.name for code, service in catalogue().items()}
    for row in rows:
        for reason in row.answer.reasons:
            steps = "；".join(step_words(step, names) for step in reason.next)
            yield row.number, row.masked, reason.code, reason.words, steps
