"""The queue of the hall: numbers, calls, the display, and two windows at the same instant."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from tests.channels.setting import Browser, account, text, verified
from tests.office.world import open_city
from tests.races.at_once import at_once
from yikatong.cards.identity import InputFault
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment, limits, tickets, windows
from yikatong.office.staff import Posting
from yikatong.records import models

HALL, OTHER = "XA-YT-01", "XA-WY-01"


def posting(number: int = 1) -> Posting:
    return Posting(number, number, f"clerk{number}", Channel.DESK, "610000", "")


def seat(number: int, outlet: str = HALL) -> windows.Shift:
    return windows.sit(posting(number), outlet, str(number))


@pytest.mark.django_db
def test_numbers_run_by_kind_outlet_and_day() -> None:
    names = [tickets.take(HALL, kind).name for kind in ("A", "A", "B")]
    assert names == ["A001", "A002", "B001"]
    assert tickets.take(OTHER, "A").name == "A001"
    with deployment.at(deployment.now() + timedelta(days=1)):
        assert tickets.take(HALL, "A").name == "A001"
        assert tickets.hall(HALL).waiting_in_all == 1
    assert tickets.take(HALL, "A").ahead == 2


@pytest.mark.django_db
def test_a_kind_that_is_not_and_a_day_that_is_full() -> None:
    with pytest.raises(InputFault):
        tickets.take(HALL, "Z")
    now = deployment.now()
    last = {"outlet": HALL, "kind": "A", "number": tickets.NUMBER_MAX, "taken_at": now}
    models.Ticket.objects.create(day=tickets.day_of(now), **last)
    with pytest.raises(tickets.TicketsUsedUp):
        tickets.take(HALL, "A")


@pytest.mark.django_db
def test_the_life_of_a_ticket() -> None:
    for kind in "AAB":
        tickets.take(HALL, kind)
    first, second = seat(1), seat(2)
    assert tickets.call_next(first).name == "A001"
    assert tickets.call_next(second).name == "A002"
    assert tickets.recall(first).calls == 2
    tickets.close(first, absent=True)
    with pytest.raises(tickets.NobodyCalled):
        tickets.recall(first)
    with pytest.raises(tickets.NobodyCalled):
        tickets.close(first)
    assert tickets.call_next(first, kinds=("C",)) is None
    called = tickets.call_next(first, kinds=("B",))
    assert called.name == "B001"
    assert tickets.call_next(first, after=called.ticket_id) is None
    hall = tickets.hall(HALL)
    assert ([t.name for t in hall.called], hall.done, hall.absent) == (["A002"], 1, 1)


@pytest.mark.django_db
def test_a_second_click_calls_nobody_else() -> None:
    for _ in range(3):
        tickets.take(HALL, "A")
    shift = seat(1)
    names = [tickets.call_next(shift).name, tickets.call_next(shift).name]
    assert names == ["A001", "A001"]
    assert tickets.hall(HALL).waiting_in_all == 2


def race(call: Callable[[windows.Shift], Any], number: int = 6) -> Counter[str]:
    """How often each number was called, when as many windows call as people wait."""
    models.Ticket.objects.all().delete()
    for _ in range(number):
        tickets.take(HALL, "A")
    shifts = [seat(n) for n in range(1, number + 1)]
    return Counter(t.name for t in at_once([lambda shift=shift: call(shift) for shift in shifts]) if t)


@pytest.mark.django_db(transaction=True)
def test_two_windows_never_call_the_same_number() -> None:
    open_city()
    for _ in range(4):
        assert race(tickets.call_next) == Counter({f"A00{n}": 1 for n in range(1, 7)})


def call_without_a_lock(shift: windows.Shift) -> Any:
    """The same without the lock on the row, and with a breath between reading and writing."""
    row = models.Ticket.objects.filter(outlet=shift.outlet, state="waiting").order_by("taken_at", "id").first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.05)")
    models.Ticket.objects.filter(pk=row.pk).update(state="called", window=shift.window)
    return tickets._ticket(row)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_do() -> None:
    open_city()
    assert max(race(call_without_a_lock).values()) > 1


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_at_once_differ() -> None:
    open_city()
    names = [t.name for t in at_once([lambda: tickets.take(HALL, "A")] * 8)]
    assert sorted(names) == [f"A00{n}" for n in range(1, 9)]


@pytest.mark.django_db(transaction=True)
def test_two_clerks_cannot_sit_at_one_window() -> None:
    open_city()

    def sit(number: int) -> str:
        try:
            return windows.sit(posting(number), HALL, "7").actor
        except windows.WindowTaken:
            return "taken"

    seated = Counter(at_once([lambda n=n: sit(n) for n in range(1, 5)]))
    assert seated["taken"] == 3
    assert models.Shift.objects.filter(ends_at__isnull=True).count() == 1


@pytest.mark.django_db
def test_the_desk_calls_and_the_display_shows_it(desk: Browser) -> None:
    assert desk.get("/desk/queue/")["Location"] == "/desk/shift/"
    assert desk.post("/desk/queue/call/", {"act": "next"}).status_code == 409
    desk.post("/desk/shift/", {"outlet": HALL, "window": "3"})
    assert "没有人在等候" in text(desk.post("/desk/queue/call/", {"act": "next"}))
    assert "A001" in text(desk.post("/desk/queue/take/", {"kind": "A"}))
    assert desk.post("/desk/queue/take/", {"kind": "Z"}).status_code == 422
    assert desk.post("/desk/queue/call/", {"act": "next", "seen": ""}).status_code == 302
    assert "A001" in text(desk.get("/desk/queue/"))
    display = text(Browser().get(f"/desk/display/{HALL}/"))
    assert "A001" in display
    assert "请到3号窗口" in display
    part = Browser().get(f"/desk/display/{HALL}/", headers={"HX-Request": "true"})
    assert text(part).startswith('<div id="hall"')
    for act in ("again", "absent"):
        assert desk.post("/desk/queue/call/", {"act": act}).status_code == 302
    assert "过号1个" in text(desk.get("/desk/queue/"))
    assert desk.post("/desk/queue/call/", {"act": "done"}).status_code == 409


@pytest.mark.django_db
def test_the_machine_gives_numbers_without_a_name(desk: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    guest = Browser()
    for asked in (guest.get("/desk/tickets/"), guest.post(f"/desk/tickets/{HALL}/", {"kind": "B"})):
        assert asked["Location"].startswith("/staff/?next=")
    assert not models.Ticket.objects.exists()
    assert guest.get("/desk/display/nowhere/").status_code == 404
    assert desk.get("/desk/tickets/").status_code == 200
    assert desk.get("/desk/tickets/XA-BK-01/").status_code == 404
    assert desk.post(f"/desk/tickets/{HALL}/", {"kind": "Q"}).status_code == 422
    assert "B001" in text(desk.post(f"/desk/tickets/{HALL}/", {"kind": "B"}))
    limits.forget()
    monkeypatch.setitem(limits.LIMITS, "ticket_address", limits.Limit(1, 600))
    codes = [desk.post(f"/desk/tickets/{HALL}/", {"kind": "B"}).status_code for _ in range(3)]
    limits.forget()
    assert 429 in codes


@pytest.mark.django_db
def test_another_windows_ticket_cannot_be_closed(desk: Browser) -> None:
    tickets.take(HALL, "A")
    desk.post("/desk/shift/", {"outlet": HALL, "window": "1"})
    desk.post("/desk/queue/call/", {"act": "next"})
    other = verified(account(Channel.DESK, name="another"))
    other.post("/desk/shift/", {"outlet": HALL, "window": "2"})
    assert other.post("/desk/queue/call/", {"act": "done"}).status_code == 409
    with transaction.atomic():
        assert models.Ticket.objects.get().state == "called"
