"""Working a batch off. A row's ask has the batch and the row for its case number: whoever is killed in the middle, or
comes second, asks again and hears the counter's first answer."""

import json
from collections.abc import Callable, Mapping
from typing import Final

from yikatong.adapters.sheets.fault import SheetFault, SheetRefused
from yikatong.adapters.sheets.pictures import Pictures
from yikatong.cards.identity import read_id_number
from yikatong.cards.masking import mask_id_number_in_lists
from yikatong.catalogue.answers import NotUnderstood
from yikatong.catalogue.card_kinds import Roll, RollRow
from yikatong.catalogue.channels import Asker, AskerKind, Assurance, Channel
from yikatong.catalogue.decide import Granted
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.service import Errand
from yikatong.office import deployment
from yikatong.office.ask import Ask, CounterFault
from yikatong.office.batches import shelf
from yikatong.office.batches.answer import BatchAnswer, of_counter_fault, of_faults, of_not_understood, of_outcome
from yikatong.office.batches.intake import SERVICE
from yikatong.office.counter import serve
from yikatong.office.roll import OpenedRoll, open_photos, open_roll
from yikatong.records import models

OUTAGE: Final = 500  # a status from which on it is our fault, and trying again may help
Progress = Callable[[int, int], None]


def work(batch_id: str, progress: Progress = lambda done, total: None) -> shelf.BatchView:
    """Answer every row that has no answer yet. ``progress(rows done, rows)`` is told after each; what it raises
    stops the work where it is, to be resumed by another call.

    Errors: BatchUnknown; a CounterFault of 500 and more, LostError or a database error: nothing is lost, call again.
    """
    batch = shelf.taken(batch_id)
    if batch.finished_at is None:
        try:
            _answer(batch, progress)
        except NotUnderstood as fault:
            shelf.note_whole(batch_id, of_not_understood(fault))
        shelf.finish(batch_id)
    return shelf.view(batch_id)


def _answer(batch: models.Batch, progress: Progress) -> None:
    given = json.loads(batch.answers)
    opened = open_roll(shelf.file_of(batch, "roll") or b"", day_of(deployment.now()), given)
    outcome = serve(_ask_whole(batch, given, opened.roll))
    shelf.note_whole(batch.batch_id, of_outcome(outcome))
    if not isinstance(outcome.decision, Granted):
        return
    errands = {errand.id_number: errand for errand in outcome.decision.errands}
    done = shelf.answered(batch.batch_id)
    with open_photos(shelf.file_of(batch, "photos")) as photos:
        for count, row in enumerate(opened.roll.rows, 1):
            if row.number not in done:
                number = str(row.answers.get("id_number", ""))
                answer = _answer_row(batch, row, errands.get(number), opened, photos)
                shelf.note(batch.batch_id, row.number, mask_id_number_in_lists(number), answer)
            progress(count, len(opened.roll.rows))


def _ask_whole(batch: models.Batch, given: Mapping[str, object], roll: Roll) -> Ask:
    return Ask(
        service=SERVICE, answers={**given, "roll": roll}, channel=Channel.EMPLOYER, assurance=Assurance.NONE,
        client=batch.client, asker=_asker(batch), region=batch.region, actor=batch.actor,
    )  # fmt: skip


def _asker(batch: models.Batch) -> Asker:
    return Asker(AskerKind.EMPLOYER, batch.employer)


def _answer_row(
    batch: models.Batch, row: RollRow, errand: Errand | None, opened: OpenedRoll, photos: Pictures
) -> BatchAnswer:
    """The counter's answer to one row, or why it was not asked."""
    if errand is None:
        return of_faults(opened.faults.get(row.number, ()))
    answers = dict(errand.answers)
    missing: tuple[SheetFault, ...] = ()
    try:
        answers["photo"] = photos.read(opened.photo_names.get(row.number), errand.id_number, row.number)
    except SheetRefused as refused:
        missing = refused.faults
    return _served(_ask_row(batch, row, errand, answers), missing)


def _ask_row(batch: models.Batch, row: RollRow, errand: Errand, answers: Mapping[str, object]) -> Ask:
    return Ask(
        service=errand.service, answers=answers, channel=Channel.EMPLOYER, assurance=Assurance.NONE,
        client=f"batch:{batch.batch_id}", case_number=str(row.number), asker=_asker(batch), actor=batch.actor,
        about=read_id_number(errand.id_number, day_of(deployment.now())),
        region=str(errand.answers.get("region", batch.region)),
    )  # fmt: skip


def _served(ask: Ask, photo: tuple[SheetFault, ...]) -> BatchAnswer:
    try:
        return of_outcome(serve(ask))
    except NotUnderstood as fault:
        return of_not_understood(fault, photo)
    except CounterFault as fault:
        if fault.status >= OUTAGE:
            raise
        return of_counter_fault(fault)
