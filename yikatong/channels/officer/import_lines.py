"""Imports as the pages show them: where each stands, what comes next and for whom."""

from dataclasses import dataclass

from yikatong.catalogue.answers import FieldFault
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive.form import Option
from yikatong.office import imports
from yikatong.office.audit_decisions import BROUGHT
from yikatong.office.imports import ColumnCheck, Done, ImportView, ReasonCount
from yikatong.office.staff import Posting
from yikatong.policies import regions

# By state: its words, the colour and sign of its pill.
STATES = {
    "columns": ("待核对列", "warn", "list-checks"), "trying": ("正在试运行", "warn", "hourglass"),
    "tried": ("试运行完成，待转入", "warn", "clipboard-list"), "commit_asked": ("等待第二人复核转入", "warn", "users"),
    "committing": ("正在转入", "warn", "hourglass"), "committed": ("已转入", "ok", "circle-check"),
    "undo_asked": ("等待第二人复核撤销", "warn", "users"), "undoing": ("正在撤销", "warn", "hourglass"),
    "undone": ("已撤销", "off", "undo-2"), "dropped": ("已放弃，文件已删除", "off", "trash-2"),
}  # fmt: skip
WORKING = {"trying": "try", "committing": "commit", "undoing": "undo"}
PHASES = {"try": "试运行", "commit": "转入", "undo": "撤销"}


@dataclass(frozen=True, slots=True)
class ImportLine:
    href: str
    file_name: str
    place: str
    actor: str
    at: str
    state: str
    tone: str
    icon: str
    done: Done


@dataclass(frozen=True, slots=True)
class PhaseResult:
    """What came of one phase. ``reasons``: why rows were refused, the most frequent first."""

    code: str
    words: str
    done: Done
    reasons: tuple[ReasonCount, ...]


@dataclass(frozen=True, slots=True)
class StepLine:
    words: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """``working``: the phase that the worker is at, or "". ``mine``: uploaded, ``asked``: proposed by this account.

    ``results``: the phases that are over, the latest first. ``many``: needs a second officer. ``undo_until``: while
    the import may still be taken back, until when; else "".
    """

    line: ImportLine
    state: str
    working: str
    share: int
    mine: bool
    asked: bool
    asked_by: str
    ground: str
    many: bool
    undo_until: str
    results: tuple[PhaseResult, ...]
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class ColumnLine:
    name: str
    words: str
    required: bool
    options: tuple[Option, ...]
    fault: str


def import_line(found: ImportView) -> ImportLine:
    words, tone, icon = STATES[found.state]
    done = found.undone if found.state in ("undoing", "undone") else found.committed if found.committed_at else None
    working = found.committed if found.state == "committing" else found.tried
    return ImportLine(
        f"/officer/imports/{found.import_id}/", found.file_name, regions.name(found.region), found.actor,
        words_of(found.uploaded_at), words, tone, icon, done or working,
    )  # fmt: skip


def import_page(found: ImportView, posting: Posting) -> ImportPage:
    line, working = import_line(found), WORKING.get(found.state, "")
    step = found.committed if found.committed_at else found.tried
    until = imports.undo_until(found) if found.state == "committed" and found.committed.granted else None
    return ImportPage(
        line, found.state, PHASES.get(working, ""), 100 * line.done.answered // max(1, line.done.total),
        found.actor == posting.actor, found.asked_by == posting.actor, found.asked_by, found.ground,
        step.granted > imports.ALONE_MAX, words_of(until) if until else "", _results(found, working),
        tuple(StepLine(BROUGHT[s.act], s.actor, words_of(s.at)) for s in found.steps),
    )  # fmt: skip


def column_lines(check: ColumnCheck, faults: tuple[FieldFault, ...]) -> tuple[ColumnLine, ...]:
    wrong = {fault.field: fault.words for fault in faults}
    return tuple(
        ColumnLine(f.name, f.words, f.required, _options(check, f.name), wrong.get(f.name, ""))
        for f in imports.import_fields()
    )


def sample_lines(check: ColumnCheck) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The columns in use, each by its header with its cells in the sample rows."""
    header = check.view.header
    used = sorted(place for place in check.chosen.values() if place < len(header))
    return tuple((header[place], tuple(s.cells[place] for s in check.samples)) for place in used)


def _options(check: ColumnCheck, name: str) -> tuple[Option, ...]:
    header = enumerate(check.view.header)
    return tuple(Option(str(place), words, check.chosen.get(name) == place) for place, words in header if words)


def _results(found: ImportView, working: str) -> tuple[PhaseResult, ...]:
    phases = (("undo", found.undone), ("commit", found.committed), ("try", found.tried))
    return tuple(
        PhaseResult(code, PHASES[code], done, imports.reasons(found.import_id, code) if done.refused else ())
        for code, done in phases
        if done.answered and code != working
    )
