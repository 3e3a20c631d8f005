"""An accepted file, row by row at the counter. A row's case number is its own: a worker that was killed in the middle
asks again and hears the first answer."""

from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from yikatong.cards.stages import Stage
from yikatong.catalogue.answers import NotUnderstood
from yikatong.catalogue.channels import Asker, AskerKind, Assurance, Channel
from yikatong.catalogue.decide import Granted
from yikatong.office import deployment
from yikatong.office.ask import Ask, CounterFault
from yikatong.office.counter import serve
from yikatong.office.plant.claiming import give_up
from yikatong.records import models

PAGE: Final = 200
OUTAGE: Final = 500  # a status from which on it is our fault, and trying again may help
STAGES: Final = {
    "making": Stage.MAKING,
    "made": Stage.PERSONALISED,
    "remake": Stage.REMAKE,
    "failed": Stage.REMAKE,
    "released": Stage.PROVINCE_RELEASED,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """``code`` is empty where the row was granted."""

    code: str
    words: str


def apply_all() -> int:
    """Every accepted file in its turn; how many were finished. Errors: a CounterFault of 500 and more: call again."""
    accepted = models.PlantFile.objects.filter(state="accepted").order_by("plant", "sequence")
    count = 0
    for file in accepted:
        _apply(file)
        count += 1
    return count


def _apply(file: models.PlantFile) -> None:
    waiting = models.PlantFileRow.objects.filter(of=file, code__isnull=True).order_by("line")
    while rows := list(waiting[:PAGE]):
        for row in rows:
            _note(row, _served(file, row))
    done = {"state": "taken_in", "finished_at": deployment.now(), "receipt_at": None}
    models.PlantFile.objects.filter(pk=file.pk, state="accepted").update(**done)


def _served(file: models.PlantFile, row: models.PlantFileRow) -> Answer:
    try:
        decision = serve(_ask(file, row)).decision
    except NotUnderstood as fault:
        return Answer(fault.faults[0].code, "".join(f.words for f in fault.faults))
    except CounterFault as fault:
        if fault.status >= OUTAGE:
            raise
        return Answer(fault.code, fault.words)
    if isinstance(decision, Granted):
        return Answer("", decision.words)
    return Answer(decision.refusals[0].code, "".join(refusal.words for refusal in decision.refusals))


def _ask(file: models.PlantFile, row: models.PlantFileRow) -> Ask:
    answers: dict[str, Any] = {"stage": STAGES[row.result].value}
    answers |= {"card_no": row.card_no} if row.card_no else {}
    answers |= {"note": row.reason} if row.reason else {}
    client = f"plant:{file.plant}"
    return Ask(
        service="record_production", answers=answers, channel=Channel.PLANT, assurance=Assurance.NONE, client=client,
        about=row.dossier_id, card_id=row.card_id, asker=Asker(AskerKind.PARTY, file.plant), region=row.region,
        case_number=f"{file.name}-{row.line}", actor=client,
    )  # fmt: skip


def _note(row: models.PlantFileRow, answer: Answer) -> None:
    """The row's answer, and with it the card's return to those that wait, where the plant could not make it."""
    with transaction.atomic():
        waiting = models.PlantFileRow.objects.filter(pk=row.pk, code__isnull=True)
        first = waiting.update(code=answer.code[:40], words=answer.words)
        if first and row.result == "failed" and not answer.code:
            give_up(row.card_id)
