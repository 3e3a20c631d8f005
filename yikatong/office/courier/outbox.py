"""What the outbox holds, for those who run it. No personal words: who it is about is seen, and noted, on opening."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from yikatong.cards.events import Party
from yikatong.office import deployment
from yikatong.office.ask import CounterFault
from yikatong.office.courier.carried import Lane
from yikatong.office.courier.carriers import targets_carried
from yikatong.office.courier.settling import Outcome
from yikatong.policies import regions
from yikatong.records import models

PAGE = 50
ATTEMPTS_SHOWN = 50
COUNT_MAX = 1000


class MessageState(StrEnum):
    """How a message stands."""

    WAITING = "waiting"
    FAILING = "failing"
    DEAD = "dead"
    SENT = "sent"

    @property
    def words(self) -> str:
        return {"waiting": "待投递", "failing": "重试中", "dead": "死信", "sent": "已投递"}[self.value]


ALIVE = Q(sent_at__isnull=True, dead_at__isnull=True)
HOLDS = {
    MessageState.WAITING: ALIVE & Q(attempts=0),
    MessageState.FAILING: ALIVE & Q(attempts__gt=0),
    MessageState.DEAD: Q(dead_at__isnull=False),
    MessageState.SENT: Q(sent_at__isnull=False),
}


class MessageUnknown(CounterFault):
    code, words, status = "message_unknown", "没有这条消息，或不在您的业务范围内。", 404


@dataclass(frozen=True, slots=True)
class Line:
    """One message as it stands. ``is_carried``: its lane is open now; otherwise no courier takes it."""

    message_id: int
    reference: str
    person_id: str
    party: Party
    target: str
    kind: str
    at: datetime
    state: MessageState
    attempts: int
    due_at: datetime | None
    leased_until: datetime | None
    sent_at: datetime | None
    dead_at: datetime | None
    is_carried: bool

    @property
    def lane(self) -> Lane:
        """Of holders their id is no place: all share one lane."""
        return Lane(self.party, None if self.party is Party.HOLDER else self.target)


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """The latest first; ``older`` is where the next page goes on, None at the end."""

    lines: tuple[Line, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class AttemptLine:
    at: datetime
    outcome: Outcome
    status: int | None
    took_ms: int
    words: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message with its attempts, the latest first, and the earlier message that it has to wait for, if any."""

    line: Line
    attempts: tuple[AttemptLine, ...]
    behind: int | None


def outbox_page(
    state: MessageState, scope: str | None, lane: Lane | None = None, before: int | None = None
) -> OutboxPage:
    """The messages of one state, of a lane or all, within a region's subtree (None: everywhere). One statement,
    besides those that tell which lanes are open."""
    rows = within(models.Message.objects.filter(HOLDS[state]), scope, lane)
    rows = rows.filter(pk__lt=before) if before is not None else rows
    found, carried = list(rows.order_by("-pk")[: PAGE + 1]), targets_carried()
    lines = tuple(_line(row, carried) for row in found[:PAGE])
    return OutboxPage(lines, lines[-1].message_id if len(found) > PAGE else None)


def troubles(scope: str | None) -> dict[MessageState, int]:
    """How many fail now and how many are dead letters, counted up to 1,000. Two statements."""
    return {
        state: within(models.Message.objects.filter(HOLDS[state]), scope).order_by("-pk")[:COUNT_MAX].count()
        for state in (MessageState.FAILING, MessageState.DEAD)
    }


def message_view(message_id: int, scope: str | None) -> MessageView:
    """Three statements, besides those that tell which lanes are open. Errors: MessageUnknown."""
    row = within(models.Message.objects.filter(pk=message_id), scope).first()
    if row is None:
        raise MessageUnknown
    line = _line(row, targets_carried())
    tried = models.Attempt.objects.filter(message_id=message_id).order_by("-pk")[:ATTEMPTS_SHOWN]
    earlier = models.Message.objects.filter(
        ALIVE, dossier_id=row.dossier_id, party=row.party, target=row.target, pk__lt=row.pk
    )
    waits = line.state in (MessageState.WAITING, MessageState.FAILING)
    behind = earlier.order_by("pk").values_list("pk", flat=True).first() if waits else None
    attempts = tuple(AttemptLine(a.at, Outcome(a.outcome), a.status, a.took_ms, a.words) for a in tried)
    return MessageView(line, attempts, behind)


def within(rows: QuerySet, scope: str | None, lane: Lane | None = None) -> QuerySet:
    """Messages about people some of whose cards are within reach, and of one lane."""
    if lane is not None:
        rows = rows.filter(party=lane.party.value)
        rows = rows if lane.target is None else rows.filter(target=lane.target)
    if scope is None or regions.levels(scope)[0] == regions.NATION_LEVEL:
        return rows
    held = models.Holding.objects.filter(region__startswith=regions.levels(scope)[0])
    return rows.filter(dossier_id__in=held.values("dossier_id"))


def state_of(row: models.Message) -> MessageState:
    if row.sent_at is not None:
        return MessageState.SENT
    if row.dead_at is not None:
        return MessageState.DEAD
    return MessageState.FAILING if row.attempts else MessageState.WAITING


def _line(row: models.Message, carried: tuple[Lane, ...]) -> Line:
    party, now = Party(row.party), deployment.now()
    leased = row.leased_until if row.leased_until and row.leased_until > now else None
    is_carried = bool({Lane(party), Lane(party, row.target)} & {*carried})
    return Line(
        row.pk, row.reference, row.dossier_id, party, row.target, row.kind, row.at, state_of(row), row.attempts,
        row.due_at, leased, row.sent_at, row.dead_at, is_carried,
    )  # fmt: skip
