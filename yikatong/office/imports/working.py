"""Working an import off, row by row. Each row's case number is its own: whoever is killed in the middle, or comes
second, asks again and hears the counter's first answer."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from yikatong.catalogue.answers import NotUnderstood
from yikatong.catalogue.channels import Asker, AskerKind, Assurance, Channel
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment, ledger
from yikatong.office.ask import Ask, CounterFault, Outcome, Taken
from yikatong.office.batches.answer import (
    MEND,
    BatchAnswer,
    Reason,
    of_counter_fault,
    of_faults,
    of_not_understood,
    of_outcome,
)
from yikatong.office.cases import key_of
from yikatong.office.counter import serve
from yikatong.office.imports import shelf
from yikatong.office.imports.fields import SERVICE
from yikatong.office.imports.reading import Read, rows_of
from yikatong.office.preview import preview
from yikatong.office.wire import reading
from yikatong.policies import regions
from yikatong.records import models

OUTAGE: Final = 500  # a status from which on it is our fault, and trying again may help
UNDO: Final = "take_back_card"
Progress = Callable[[int, int], None]


def work(import_id: str, progress: Progress = lambda done, total: None) -> None:
    """Answer every row that has no answer yet in the present phase. ``progress(rows done, rows)`` is told after each;
    what it raises stops the work where it is, to be resumed by another call.

    Errors: ImportUnknown; a CounterFault of 500 and more or a database error: nothing is lost, call again.
    """
    row = shelf.taken(import_id)
    phase = shelf.PHASES.get(row.state)
    if phase is None:
        return
    answers = {"try": _tried, "commit": _committed, "undo": _undone}[phase](row)
    done = shelf.numbers(import_id, phase)
    total = len(shelf.numbers(import_id, {"commit": "try", "undo": "commit"}[phase], True)) if phase != "try" else 0
    for count, (number, masked, answer) in enumerate(answers, 1):
        if number not in done:
            shelf.note(import_id, phase, number, masked, answer())
        progress(count, total or row.total)
    _finish(row)


def _finish(row: models.Import) -> None:
    after = shelf.AFTER[row.state]
    at: dict[str, Any] = {"committed_at": deployment.now()} if after == "committed" else {}
    try:
        shelf.move(row.import_id, (row.state,), after, after, **at)
    except shelf.ImportMoved:  # another worker answered the last row
        return


Work = Iterator[tuple[int, str, Callable[[], BatchAnswer]]]


def _rows(row: models.Import) -> Iterator[Read]:
    return rows_of(shelf.sheet_of(row), json.loads(row.columns), day_of(deployment.now()))


def _tried(row: models.Import) -> Work:
    for read in _rows(row):
        yield read.number, read.masked, lambda read=read: _try(row, read)


def _committed(row: models.Import) -> Work:
    passed = shelf.numbers(row.import_id, "try", granted_only=True)
    for read in _rows(row):
        if read.number in passed:
            yield read.number, read.masked, lambda read=read: _served(_ask(row, read))


def _undone(row: models.Import) -> Work:
    """Of each card taken over, by its entry: the version after it is the one that must still stand."""
    found = models.Entry.objects.filter(client=_client(row)).defer("events", "rulings", "answer")
    entries = {int(entry.case_number): entry for entry in found}
    for kept in shelf.rows(row.import_id, "commit").filter(granted=True):
        yield kept.number, kept.masked, lambda kept=kept: _served(_ask_back(row, entries[kept.number]))


def _try(row: models.Import, read: Read) -> BatchAnswer:
    """What the counter would say, without writing; but that a known person was looked at is noted."""
    if read.about is None or read.faults:
        return of_faults(read.faults)
    ask = _ask(row, read)
    answer = _answered(lambda: preview(ask).outcome)
    if answer.granted and _is_taken(ask):
        answer = _mended(of_counter_fault(Taken()))
    if not answer.granted:
        _note_look(ask)
    return answer


def _served(ask: Ask) -> BatchAnswer:
    return _answered(lambda: serve(ask))


def _answered(outcome: Callable[[], Outcome]) -> BatchAnswer:
    try:
        return of_outcome(outcome())
    except NotUnderstood as fault:
        return of_not_understood(fault)
    except CounterFault as fault:
        if fault.status >= OUTAGE:
            raise
        return _mended(of_counter_fault(fault))


def _mended(answer: BatchAnswer) -> BatchAnswer:
    """An officer is not sent to the hotline."""
    return replace(answer, reasons=tuple(Reason(r.code, r.words, MEND, r.source) for r in answer.reasons))


def _is_taken(ask: Ask) -> bool:
    """Whether the card number stands on somebody's card: the counter learns it from the database when it writes."""
    place = {"province": regions.province(str(ask.answers["region"])), "card_no": ask.answers["card_no"]}
    return bool(models.Holding.objects.filter(**place).exists())


def _note_look(ask: Ask) -> None:
    with reading() as wire:
        found = ledger.find(wire, key_of(ask.about))
        if found.person.known:
            ledger.note_look(wire, found.person.person_id, ask.actor, ask.channel, SERVICE, deployment.now())


def _ask(row: models.Import, read: Read) -> Ask:
    region = read.answers.get("region", "")
    return _of(
        row, SERVICE, read.answers, client=_client(row), case_number=str(read.number), about=read.about,
        region=region if regions.known(region) else row.region,
    )  # fmt: skip


def _ask_back(row: models.Import, entry: models.Entry) -> Ask:
    return _of(
        row, UNDO, {"ground": row.ground}, client=f"import-undo:{row.import_id}", case_number=entry.case_number,
        about=entry.dossier_id, card_id=entry.reference, version=entry.version, region=entry.region,
    )  # fmt: skip


def _of(row: models.Import, service: str, answers: Mapping[str, Any], **rest: Any) -> Ask:
    """In the name of the officer who asked for the step, and within the reach of the post that uploaded."""
    return Ask(
        service=service, answers=answers, channel=Channel.OFFICER, assurance=Assurance.NONE, scope=row.region,
        asker=Asker(AskerKind.OFFICER, row.asked_by or row.actor), actor=row.asked_by or row.actor, **rest,
    )  # fmt: skip


def _client(row: models.Import) -> str:
    return f"import:{row.import_id}"
