"""Where imports lie. The only module that touches their tables; the file itself is sealed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from yikatong.office import deployment
from yikatong.office.ask import CounterFault
from yikatong.office.batches.answer import BatchAnswer, page
from yikatong.office.staff import Posting
from yikatong.policies import regions
from yikatong.records import models

PAGE: Final = 30
PHASES: Final = {"trying": "try", "committing": "commit", "undoing": "undo"}
"""What the worker does in which state, by the phase under which it keeps the rows' answers."""
AFTER: Final = {"trying": "tried", "committing": "committed", "undoing": "undone"}


class ImportUnknown(CounterFault):
    """No such import within reach. The same words whether or not it is another place's."""

    code, words, status = "import_not_found", "没有查到这一批导入。", 404


class ImportMoved(CounterFault):
    """The step does not follow from where the import stands: somebody else was faster, or the page is old."""

    code, words, status = "import_moved", "这一批已经到了别的环节，没有重复办理。请打开这一批，按现在的状态办理。", 409


@dataclass(frozen=True, slots=True)
class Step:
    act: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """How many rows of one phase were granted and how many refused so far, of how many."""

    granted: int
    refused: int
    total: int

    @property
    def answered(self) -> int:
        return self.granted + self.refused


@dataclass(frozen=True, slots=True)
class ImportView:
    """Where an import stands. ``asked_by`` asked for what waits for a second officer; ``ground``: why it is undone."""

    import_id: str
    actor: str
    region: str
    file_name: str
    state: str
    header: tuple[str, ...]
    columns: Mapping[str, int]
    uploaded_at: datetime
    committed_at: datetime | None
    asked_by: str
    ground: str
    tried: Done
    committed: Done
    undone: Done
    steps: tuple[Step, ...]


def keep(row: models.Import, sheet: bytes) -> None:
    """Store a new import with its file sealed."""
    row.sheet = deployment.vault().seal(sheet, _place(row.import_id))
    with transaction.atomic():
        row.save(force_insert=True)
        _note(row.import_id, "uploaded", row.actor)


def taken(import_id: str) -> models.Import:
    """The row with its file, to be worked on. Errors: ImportUnknown."""
    row: models.Import | None = models.Import.objects.filter(import_id=import_id).first()
    if row is None:
        raise ImportUnknown
    return row


def sheet_of(row: models.Import) -> bytes:
    """The file, unsealed. Errors: ImportMoved where it has been dropped."""
    if row.sheet is None:
        raise ImportMoved("这一批的文件已经删除，请重新上传。")
    return deployment.vault().open(bytes(row.sheet), _place(row.import_id))


def move(import_id: str, states: tuple[str, ...], to: str, act: str, actor: str = "", **columns: Any) -> None:
    """One step on, noted; two at once are one. Errors: ImportMoved where it stands in none of ``states``."""
    if to in ("committed", "dropped"):
        columns["sheet"] = None
    with transaction.atomic():
        here = models.Import.objects.filter(import_id=import_id, state__in=states)
        if not here.update(state=to, **columns):
            raise ImportMoved
        _note(import_id, act, actor)


def note(import_id: str, phase: str, number: int, masked: str, answer: BatchAnswer) -> None:
    """The answer to a row. The first one stays: the counter gives it again to whoever asks again."""
    code = answer.reasons[0].code[:40] if answer.reasons else ""
    told: dict[str, Any] = {"masked": masked[:40], "granted": answer.granted, "code": code, "answer": page(answer)}
    row = models.ImportRow(of_id=import_id, phase=phase, number=number, **told)
    models.ImportRow.objects.bulk_create([row], ignore_conflicts=True)


def rows(import_id: str, phase: str) -> "QuerySet[models.ImportRow]":
    return models.ImportRow.objects.filter(of_id=import_id, phase=phase).order_by("number")


def numbers(import_id: str, phase: str, granted_only: bool = False) -> set[int]:
    found = rows(import_id, phase).filter(granted=True) if granted_only else rows(import_id, phase)
    return set(found.values_list("number", flat=True))


def waiting() -> list[str]:
    """What the worker has to go on with, the oldest first."""
    found = models.Import.objects.filter(state__in=tuple(PHASES)).order_by("uploaded_at", "import_id")
    return list(found.values_list("import_id", flat=True))


def outdated(before: datetime, states: tuple[str, ...]) -> list[str]:
    found = models.Import.objects.filter(state__in=states, uploaded_at__lt=before)
    return list(found.values_list("import_id", flat=True))


def view(import_id: str, posting: Posting) -> ImportView:
    """Errors: ImportUnknown, also for one outside the post's reach."""
    found = _views(models.Import.objects.filter(import_id=import_id))
    if not found or not regions.covers(posting.region, found[0].region):
        raise ImportUnknown
    return found[0]


def recent(posting: Posting, before: datetime | None = None) -> list[ImportView]:
    """The latest imports within reach, the newest first; those older than ``before`` for the next page."""
    found = models.Import.objects.filter(_within(posting.region)).order_by("-uploaded_at", "import_id")
    return _views((found.filter(uploaded_at__lt=before) if before else found)[:PAGE])


def asked(posting: Posting) -> list[ImportView]:
    """Those within reach that wait for a second officer, the oldest first; so many at most as a page has."""
    found = models.Import.objects.filter(_within(posting.region), state__in=("commit_asked", "undo_asked"))
    return _views(found.order_by("uploaded_at", "import_id")[:PAGE])


def _within(region: str) -> Q:
    level = regions.levels(region)[0]
    return Q() if level == regions.NATION_LEVEL else Q(region__startswith=level)


def _views(found: "QuerySet[models.Import]") -> list[ImportView]:
    """Three statements, whatever the number of imports; the files stay where they are."""
    imports = list(found.defer("sheet"))
    ids = [row.import_id for row in imports]
    counted = models.ImportRow.objects.filter(of_id__in=ids).values_list("of_id", "phase", "granted")
    counts = {(of, phase, granted): n for of, phase, granted, n in counted.annotate(n=Count("id"))}
    steps: dict[str, list[Step]] = {import_id: [] for import_id in ids}
    for act in models.ImportAct.objects.filter(of_id__in=ids).order_by("id"):
        steps[act.of_id].append(Step(act.act, act.actor, act.at))
    return [_view(row, counts, tuple(steps[row.import_id])) for row in imports]


def _view(row: models.Import, counts: Mapping[tuple[str, str, bool], int], steps: tuple[Step, ...]) -> ImportView:
    done, total = {}, row.total
    for phase in PHASES.values():
        granted, refused = counts.get((row.import_id, phase, True), 0), counts.get((row.import_id, phase, False), 0)
        done[phase], total = Done(granted, refused, total), granted
    return ImportView(
        row.import_id, row.actor, row.region, row.file_name, row.state, tuple(json.loads(row.header)),
        json.loads(row.columns) if row.columns else {}, row.uploaded_at, row.committed_at, row.asked_by, row.ground,
        done["try"], done["commit"], done["undo"], steps,
    )  # fmt: skip


def _note(import_id: str, act: str, actor: str) -> None:
    models.ImportAct.objects.create(of_id=import_id, act=act, actor=actor, at=deployment.now())


def _place(import_id: str) -> str:
    return f"records_import|sheet|{import_id}"
