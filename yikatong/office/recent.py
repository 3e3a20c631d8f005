"""What was just done at a window, and what of it can still be taken back: five minutes, same clerk, same window."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from yikatong.cards.masking import mask_name
from yikatong.catalogue.channels import AskerKind, Channel
from yikatong.catalogue.undoing import Reverse, reverse_of
from yikatong.office import deployment, windows
from yikatong.office.ask import CounterFault
from yikatong.office.finding import words_place
from yikatong.office.pages import read_events
from yikatong.office.staff import Posting
from yikatong.office.windows import Shift
from yikatong.policies import regions
from yikatong.records import models
from yikatong.services import catalogue

UNDO_WITHIN = timedelta(minutes=5)
SHOWN = 8
COLUMNS = (
    "reference", "dossier_id", "dossier__words", "dossier__version", "version", "service", "asker", "region", "events",
    "at",
)  # fmt: skip


class UndoOver(CounterFault):
    code, status = "undo_over", 409
    words = (
        "现在不能撤销：撤销只能由同一人员在同一窗口、办理后五分钟内进行，其间没有办过别的业务。需要更正的，请另行办理。"
    )


@dataclass(frozen=True, slots=True)
class Done:
    """An act of this window. ``undo_s``: how many seconds are left to take it back, 0 for none."""

    reference: str
    person_id: str
    holder: str
    service: str
    name: str
    at: datetime
    undo_s: int
    undone_by: str
    prints: int


@dataclass(frozen=True, slots=True)
class Undo:
    """How an act is taken back. ``version``: of the record that the act left, which nothing may have changed since."""

    done: Done
    reverse: Reverse
    case_number: str
    version: int


def recent(posting: Posting, shift: Shift | None) -> tuple[Done, ...]:
    """The latest acts of this clerk at this window, or without a window of theirs today; in three statements.

    Noted as no look: each line is an act that this clerk did, and names are masked.
    """
    rows = models.Entry.objects.filter(client=posting.client, at__gte=_since(shift))
    rows = rows.order_by("-at", "-id")  # by "-id" alone a generic plan may read the ledger backwards for eight rows
    found = [row for row in rows.values(*COLUMNS)[:SHOWN] if regions.covers(posting.region, row["region"])]
    references = [row["reference"] for row in found]
    prints = models.Print.objects.filter(reference__in=references).values_list("reference").annotate(Count("id"))
    undone = models.Entry.objects.filter(client=posting.client, case_number__in=map(case_number_of, references))
    printed, by = dict(prints), dict(undone.values_list("case_number", "reference"))
    return tuple(_done(row, posting, shift, printed, by) for row in found)


def undo_of(posting: Posting, person_id: str, reference: str) -> Undo:
    """How this act is taken back, where it still may be. Errors: UndoOver."""
    shift = windows.shift_of(posting)
    rows = models.Entry.objects.filter(reference=reference, client=posting.client, dossier_id=person_id)
    row = rows.values(*COLUMNS).first()
    if row is None or not regions.covers(posting.region, row["region"]):
        raise UndoOver
    done, reverse = _done(row, posting, shift, {}, {}), _reverse(row)
    if reverse is None or not done.undo_s:
        raise UndoOver
    return Undo(done, reverse, case_number_of(reference), row["version"])


def undo_left_s(posting: Posting, reference: str) -> int:
    """How many seconds are left to take back this act, 0 for none."""
    row = models.Entry.objects.filter(reference=reference, client=posting.client).values(*COLUMNS).first()
    return _undo_s(row, posting, windows.shift_of(posting)) if row else 0


def undone_by(posting: Posting, reference: str) -> str:
    """The receipt number of what took this clerk's act back, or ""."""
    return undoing(posting.client, reference)


def undoing(client: str, reference: str) -> str:
    rows = models.Entry.objects.filter(client=client, case_number=case_number_of(reference))
    return rows.values_list("reference", flat=True).first() or ""


def case_number_of(reference: str) -> str:
    """The undoing's own number: a second click finds it done, and the list finds what undid an act."""
    return f"undo-{reference}"


def _since(shift: Shift | None) -> datetime:
    return shift.starts_at if shift else deployment.now() - timedelta(hours=12)


def _done(row: dict, posting: Posting, shift: Shift | None, prints: dict, undone: dict) -> Done:
    person_id, service = row["dossier_id"], catalogue().get(row["service"])
    words = json.loads(deployment.vault().open(bytes(row["dossier__words"]), words_place(person_id)))
    return Done(
        row["reference"], person_id, mask_name(words["name"]), row["service"],
        service.name if service else row["service"], row["at"], _undo_s(row, posting, shift),
        undone.get(case_number_of(row["reference"]), ""), prints.get(row["reference"], 0),
    )  # fmt: skip


def _undo_s(row: dict, posting: Posting, shift: Shift | None) -> int:
    """Computed at reading. Whatever came after it, the person's record has moved on and the act stays.

    An agent's act is not taken back so: the entry does not say who the agent was, and the reverse must ask.
    """
    left = row["at"] + UNDO_WITHIN - deployment.now()
    here = posting.channel is Channel.DESK and shift is not None and row["at"] >= shift.starts_at
    latest = row["version"] == row["dossier__version"] and row["asker"] == AskerKind.HOLDER.value
    possible = here and latest and left > timedelta(0) and _reverse(row) is not None
    return int(left.total_seconds()) if possible else 0


def _reverse(row: dict) -> Reverse | None:
    service = catalogue().get(row["service"])
    events = read_events(json.loads(row["events"])["events"], None)
    return reverse_of(service, catalogue(), events) if service else None
