"""The queue of the hall: numbers taken, called, called again, served or missed. By outlet and day, without names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max, Q

from yikatong.cards.identity import InputFault
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment
from yikatong.office.ask import Busy, CounterFault
from yikatong.office.windows import Shift
from yikatong.records import models

TRIES = 20
NUMBER_MAX = 999
SHOWN = 8


class TicketKind(StrEnum):
    """For what somebody waits: no more than a clerk must know beforehand."""

    COLLECT = "A"
    LOSS = "B"
    PIN = "C"
    OTHER = "D"

    @property
    def words(self) -> str:
        return {"A": "领卡、启用", "B": "挂失、解挂、补换卡", "C": "社保密码", "D": "申领和其他业务"}[self]


class TicketsUsedUp(CounterFault):
    code, words, status = "tickets_used_up", "今天这类业务的号已经取完，请咨询现场工作人员。", 409


class NobodyCalled(CounterFault):
    code, words, status = "nobody_called", "本窗口现在没有正在办理的号，请先呼叫下一位。", 409


@dataclass(frozen=True, slots=True)
class Ticket:
    """``name`` is what is printed and called: A012."""

    ticket_id: int
    name: str
    kind: TicketKind
    state: str
    window: int | None
    calls: int
    taken_at: datetime
    called_at: datetime | None
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class Hall:
    """An outlet's queue today: those at windows (the last called first), the next ones, and counts."""

    called: tuple[Ticket, ...]
    next: tuple[Ticket, ...]
    waiting: Mapping[str, int]
    done: int
    absent: int

    @property
    def waiting_in_all(self) -> int:
        return sum(self.waiting.values())


def take(outlet: str, kind: str) -> Ticket:
    """A new number. Two who ask at once get two numbers: the table allows each but once.

    Errors: InputFault, TicketsUsedUp, Busy.
    """
    if kind not in set(TicketKind):
        raise InputFault("ticket_kind", "没有选择办理什么业务。", "请选择一类业务后取号。")
    now = deployment.now()
    today = models.Ticket.objects.filter(outlet=outlet, day=day_of(now))
    for _ in range(TRIES):
        last = today.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
        if last >= NUMBER_MAX:
            raise TicketsUsedUp
        try:
            with transaction.atomic():
                row = models.Ticket.objects.create(
                    outlet=outlet, day=day_of(now), kind=kind, number=last + 1, taken_at=now
                )
        except IntegrityError:
            continue
        return _ticket(row, today.filter(state="waiting", kind=kind, number__lt=row.number).count())
    raise Busy


def call_next(shift: Shift, after: int | None = None, kinds: tuple[str, ...] = ()) -> Ticket | None:
    """Call whoever waits longest to this window; who was served there before is done. None when nobody waits.

    ``after`` is the ticket that the clerk saw at the window: a second click finds another one there and calls nobody.
    The row is locked and those that others are just calling are passed over, so that no two windows call the same.
    """
    now = deployment.now()
    with transaction.atomic():
        models.Shift.objects.select_for_update().filter(pk=shift.shift_id).first()
        here = _at_window(shift).first()
        if here and here.pk != after:
            return _ticket(here)
        _at_window(shift).update(state="done", ended_at=now)
        waiting = _today(shift).select_for_update(skip_locked=True).filter(state="waiting")
        row = (waiting.filter(kind__in=kinds) if kinds else waiting).order_by("taken_at", "id").first()
        if row is None:
            return None
        row.state, row.window, row.calls, row.called_at = "called", shift.window, 1, now
        row.save(update_fields=["state", "window", "calls", "called_at"])
    return _ticket(row)


def recall(shift: Shift) -> Ticket:
    """Call the same number again. Errors: NobodyCalled."""
    _at_window(shift).update(calls=F("calls") + 1, called_at=deployment.now())
    return _current(shift)


def close(shift: Shift, absent: bool = False) -> None:
    """Served, or not there after being called. Errors: NobodyCalled."""
    ended = _at_window(shift).update(state="absent" if absent else "done", ended_at=deployment.now())
    if not ended:
        raise NobodyCalled


def hall(outlet: str) -> Hall:
    """What stands on the display, in three statements."""
    today = models.Ticket.objects.filter(outlet=outlet, day=day_of(deployment.now()))
    counts = {(kind, state): n for kind, state, n in today.values_list("kind", "state").annotate(Count("id"))}
    called = today.filter(state="called").order_by("-called_at")[:SHOWN]
    waiting = today.filter(state="waiting").order_by("taken_at", "id")[:SHOWN]
    return Hall(
        tuple(_ticket(row) for row in called), tuple(_ticket(row) for row in waiting),
        {m.value: counts.get((m.value, "waiting"), 0) for m in TicketKind},
        sum(n for (_, state), n in counts.items() if state == "done"),
        sum(n for (_, state), n in counts.items() if state == "absent"),
    )  # fmt: skip


def current(shift: Shift) -> Ticket | None:
    """The number being served at this window."""
    row = _at_window(shift).first()
    return _ticket(row) if row else None


def _current(shift: Shift) -> Ticket:
    found = current(shift)
    if found is None:
        raise NobodyCalled
    return found


def _today(shift: Shift):  # type: ignore[no-untyped-def]  # a queryset
    return models.Ticket.objects.filter(outlet=shift.outlet, day=day_of(deployment.now()))


def _at_window(shift: Shift):  # type: ignore[no-untyped-def]  # a queryset
    return _today(shift).filter(Q(state="called", window=shift.window))


def _ticket(row: models.Ticket, ahead: int = 0) -> Ticket:
    return Ticket(
        row.pk, f"{row.kind}{row.number:03}", TicketKind(row.kind), row.state, row.window, row.calls, row.taken_at,
        row.called_at, ahead,
    )  # fmt: skip
