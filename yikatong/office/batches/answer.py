"""The answer to one row of a batch, or to the batch as a whole: what is stored, shown and downloaded."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Final

from yikatong.adapters.sheets import writing
from yikatong.adapters.sheets.fault import SheetFault
from yikatong.catalogue.answers import NotUnderstood
from yikatong.catalogue.decide import Granted
from yikatong.catalogue.steps import step_words
from yikatong.office.ask import CounterFault, Outcome
from yikatong.office.canonical import canonical
from yikatong.services import catalogue

CSV_HEADER: Final = ("行号", "证件号码", "结果", "受理编号", "说明", "下一步")
MEND: Final = ("mend_file",)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row was refused: stable code, words with their cure, next steps, the source's words where one is named."""

    code: str
    words: str
    next: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """``reference`` is the receipt's number and ``words`` what is said when granted; else ``reasons``, all at once."""

    granted: bool
    words: str = ""
    reference: str = ""
    reasons: tuple[Reason, ...] = ()
    next: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowView:
    """One answered row. ``number`` as the spreadsheet shows it, ``masked`` the identity number for lists."""

    number: int
    masked: str
    answer: BatchAnswer


def of_outcome(outcome: Outcome) -> BatchAnswer:
    decision = outcome.decision
    if isinstance(decision, Granted):
        return BatchAnswer(True, decision.words, outcome.reference, next=decision.next)
    return BatchAnswer(
        False,
        reasons=tuple(Reason(r.code, r.words, r.next, r.source.words if r.source else "") for r in decision.refusals),
    )


def of_faults(faults: Iterable[SheetFault]) -> BatchAnswer:
    return BatchAnswer(False, reasons=tuple(_fault(f) for f in faults))


def of_not_understood(fault: NotUnderstood, photo: Iterable[SheetFault] = ()) -> BatchAnswer:
    """Every answer that cannot be read. ``photo`` says better than "not filled in" why there is no photo."""
    told = tuple(_fault(f) for f in photo)
    others = (f for f in fault.faults if not (told and f.field == "photo"))
    rest = tuple(Reason(f.code, f"{f.label}：{f.words}{f.cure}", MEND) for f in others)
    return BatchAnswer(False, reasons=rest + told)


def of_counter_fault(fault: CounterFault) -> BatchAnswer:
    return BatchAnswer(False, reasons=(Reason(fault.code, fault.words, ("call_12333",)),))


def _fault(fault: SheetFault) -> Reason:
    column = f"{fault.column}：" if fault.column else ""
    return Reason(fault.code, f"{column}{fault.words}{fault.cure}", MEND)


def page(answer: BatchAnswer) -> str:
    """As it is stored. The reference has a column of its own as well, to be found by."""
    return canonical(asdict(answer))


def read_page(text: str) -> BatchAnswer:
    told = json.loads(text)
    reasons = tuple(Reason(**{**r, "next": tuple(r["next"])}) for r in told.pop("reasons"))
    return BatchAnswer(**{**told, "next": tuple(told["next"]), "reasons": reasons})


def csv_lines(rows: Iterable[RowView]) -> Iterator[str]:
    """UTF-8 text with a byte order mark, so that Excel reads it; no cell can be taken for a formula."""
    names = {code: service.name for code, service in catalogue().items()}
    return writing.csv_lines(chain([CSV_HEADER], (_cells(row, names) for row in rows)))


def _cells(row: RowView, names: dict[str, str]) -> Iterator[str]:
    answer = row.answer
    steps = dict.fromkeys(answer.next + tuple(step for reason in answer.reasons for step in reason.next))
    yield from (str(row.number), row.masked, "已受理" if answer.granted else "未受理", answer.reference)
    yield answer.words or " ".join(reason.words for reason in answer.reasons)
    yield "；".join(step_words(step, names) for step in steps)
