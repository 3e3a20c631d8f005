"""Who sits at which window: taking a seat, handing over, and what was done in between."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from yikatong.cards.directory import Outlet
from yikatong.cards.identity import InputFault
from yikatong.catalogue.moments import CHINA, day_of
from yikatong.office import deployment
from yikatong.office.ask import CounterFault, OutOfScope
from yikatong.office.staff import Posting
from yikatong.policies import regions
from yikatong.records import models

WINDOW_MAX = 99


class WindowTaken(CounterFault):
    code, status = "window_taken", 409
    words = "这个窗口正由别人值班，请另选窗口；对方已经离开的，勾选“接班”后再选。"


class NotSeated(CounterFault):
    code, status = "not_seated", 409
    words = "您还没有选择窗口，请先选择网点和窗口号。"


@dataclass(frozen=True, slots=True)
class Shift:
    """Who sat where, from when to when; ``ends_at`` is None while it goes on."""

    shift_id: int
    outlet: str
    place: str
    window: int
    actor: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What was done in a shift: acts by service code, their receipt numbers (the latest first), tickets, prints."""

    shift: Shift
    services: Mapping[str, int]
    references: tuple[str, ...]
    tickets_done: int
    tickets_absent: int
    prints: int


REFERENCES_MAX = 300


def outlets_of(posting: Posting) -> tuple[Outlet, ...]:
    """The bureau's outlets within the post's region."""
    every = deployment.directory().outlets.values()
    mine = (o for o in every if o.bank is None and regions.covers(posting.region, o.region))
    return tuple(sorted(mine, key=lambda o: o.code))


def shift_of(posting: Posting) -> Shift | None:
    """Where the clerk of this post sits now. A shift that nobody handed over has ended with its day."""
    row = models.Shift.objects.filter(client=posting.client, ends_at__isnull=True).first()
    if row is None or _midnight_after(row.starts_at) <= deployment.now():
        return None
    return _shift(row)


def seated(posting: Posting) -> Shift:
    """Errors: NotSeated."""
    shift = shift_of(posting)
    if shift is None:
        raise NotSeated
    return shift


def sit(posting: Posting, outlet: str, window: str, relieve: bool = False) -> Shift:
    """Take a window, leaving the one before. ``relieve`` ends the shift of whoever went away without handing over.

    Errors: InputFault, WindowTaken.
    """
    number, now = _window_number(window), deployment.now()
    if outlet not in {o.code for o in outlets_of(posting)}:
        raise InputFault("outlet_not_offered", "没有选择网点，或这个网点不在您的业务范围内。", "请从列表中选择网点。")
    here = Q(outlet=outlet, window=number)
    try:
        with transaction.atomic():
            open_shifts = models.Shift.objects.select_for_update().filter(ends_at__isnull=True)
            for row in open_shifts.filter(here | Q(client=posting.client)):
                if row.client == posting.client or relieve or _midnight_after(row.starts_at) <= now:
                    row.ends_at = min(now, _midnight_after(row.starts_at))
                    row.save(update_fields=["ends_at"])
            return _shift(
                models.Shift.objects.create(
                    outlet=outlet, window=number, client=posting.client, actor=posting.actor, starts_at=now
                )
            )
    except IntegrityError:
        raise WindowTaken from None


def hand_over(posting: Posting) -> Shift:
    """End the shift; a ticket that was being served is done with it. Errors: NotSeated."""
    shift, now = seated(posting), deployment.now()
    with transaction.atomic():
        models.Shift.objects.filter(pk=shift.shift_id, ends_at__isnull=True).update(ends_at=now)
        called = models.Ticket.objects.filter(outlet=shift.outlet, window=shift.window, state="called")
        called.update(state="done", ended_at=now)
    return shift


def summary(posting: Posting, shift_id: int) -> Summary:
    """What was done in one's own shift. Errors: OutOfScope for another's."""
    row = models.Shift.objects.filter(pk=shift_id, client=posting.client).first()
    if row is None:
        raise OutOfScope("没有这个班次，或不是您的班次。")
    until = row.ends_at or deployment.now()
    within = Q(client=row.client, at__gte=row.starts_at, at__lte=until)
    acts = models.Entry.objects.filter(within)
    counted = acts.values_list("service").annotate(Count("id")).order_by("service")
    tickets = models.Ticket.objects.filter(
        outlet=row.outlet, window=row.window, ended_at__gte=row.starts_at, ended_at__lte=until
    ).aggregate(done=Count("id", filter=Q(state="done")), absent=Count("id", filter=Q(state="absent")))
    prints = models.Print.objects.filter(actor=row.actor, at__gte=row.starts_at, at__lte=until).count()
    references = tuple(acts.order_by("-id").values_list("reference", flat=True)[:REFERENCES_MAX])
    return Summary(_shift(row), dict(counted), references, tickets["done"], tickets["absent"], prints)


def latest(posting: Posting) -> tuple[Shift, ...]:
    """One's own shifts, the latest first."""
    rows = models.Shift.objects.filter(client=posting.client).order_by("-starts_at")[:10]
    return tuple(_shift(row) for row in rows)


def _window_number(typed: str) -> int:
    if typed.isascii() and typed.isdigit() and len(typed) < 4 and 1 <= int(typed) <= WINDOW_MAX:
        return int(typed)
    raise InputFault("window_number", f"窗口号应为1到{WINDOW_MAX}的整数。", "请填写柜台上标的窗口号。")


def _midnight_after(moment: datetime) -> datetime:
    return datetime.combine(day_of(moment) + timedelta(days=1), time(), CHINA)


def _shift(row: models.Shift) -> Shift:
    outlet = deployment.directory().outlets.get(row.outlet)
    place = outlet.name if outlet else row.outlet
    return Shift(row.pk, row.outlet, place, row.window, row.actor, row.starts_at, row.ends_at)
