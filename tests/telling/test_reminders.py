"""Reminders: at the right moment, once a matter, in constant statements over pages of cards."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.office.world import applied, enrol, enter, made, number, registered, serve, waiting
from yikatong.cards import events as e
from yikatong.cards.stages import Stage
from yikatong.cards.states import Function
from yikatong.office import deployment, outside
from yikatong.office.courier.carrying import carry_due
from yikatong.office.telling import reminders
from yikatong.records import models

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")


def remind(at: datetime = NOW, **rest) -> dict[str, int]:
    with deployment.at(at):
        return reminders.remind(**rest)


def lost(serial: int, until: datetime, function: Function = Function.SOCIAL) -> None:
    about = enrol(serial)
    enter(about, e.LossReported(card_id=f"C{serial}", function=function, formal=False, until=until), at=NOW)


def expiring(serial: int, on: date) -> None:
    about = number(serial)
    card = e.CardMade(card_id=f"C{serial}", card_no=f"A{serial:08}", issued_on=date(2017, 1, 1), valid_until=on)
    collected = e.StageReached(card_id=f"C{serial}", stage=Stage.COLLECTED)
    enter(about, registered(about), applied(f"C{serial}"), card, collected, e.FunctionEnabled(card_id=f"C{serial}"))


def told(kind: str) -> list[str]:
    return sorted(models.Message.objects.filter(kind=kind).values_list("reference", flat=True))


def test_a_loss_report_is_reminded_of_the_day_before_it_lapses_and_once() -> None:
    lost(1, NOW + timedelta(hours=30))
    lost(2, NOW + timedelta(days=4))
    lost(3, NOW + timedelta(hours=30), Function.FINANCIAL)
    assert remind()["reminder_lapse"] == 2
    assert told("reminder_lapse") == ["C1", "C3"]
    assert remind(NOW + timedelta(hours=1))["reminder_lapse"] == 0
    assert remind(NOW + timedelta(days=3))["reminder_lapse"] == 1
    assert told("reminder_lapse") == ["C1", "C2", "C3"]


def test_a_report_that_was_lifted_or_made_formal_is_not_reminded_of() -> None:
    lost(1, NOW + timedelta(hours=30))
    enter(number(1), e.LossLifted(card_id="C1", function=Function.SOCIAL), at=NOW)
    lost(2, NOW + timedelta(hours=30))
    enter(number(2), e.LossReported(card_id="C2", function=Function.SOCIAL, formal=True), at=NOW)
    assert remind()["reminder_lapse"] == 0


def test_a_report_made_anew_is_another_matter() -> None:
    lost(1, NOW + timedelta(hours=30))
    assert remind()["reminder_lapse"] == 1
    again = e.LossReported(card_id="C1", function=Function.SOCIAL, formal=False, until=NOW + timedelta(days=9))
    enter(number(1), again, at=NOW + timedelta(days=2))
    assert remind(NOW + timedelta(days=8))["reminder_lapse"] == 1


def test_a_card_is_reminded_of_within_the_window_of_its_place_and_not_when_it_is_being_renewed() -> None:
    expiring(1, date(2026, 11, 22))  # the window is 60 days; gone already
    expiring(2, date(2026, 11, 23))
    expiring(3, date(2027, 1, 22))  # in 60 days
    expiring(4, date(2027, 1, 23))
    expiring(5, date(2027, 1, 1))
    enter(number(5), applied("C5-next", predecessor="C5"))
    assert remind()["reminder_expiry"] == 2
    assert told("reminder_expiry") == ["C2", "C3"]
    assert remind(NOW + timedelta(days=1))["reminder_expiry"] == 1  # the fourth alone


def test_a_card_that_waits_too_long_at_the_outlet_is_reminded_of_once() -> None:
    waiting(1)  # has waited since January, for so long that a reminder would be a reproach
    about = number(2)
    enter(about, registered(about), applied("C2"), *made("C2", "A2"), at=NOW - timedelta(days=7))
    about = number(3)
    enter(about, registered(about), applied("C3"), *made("C3", "A3"), at=NOW - timedelta(days=6))
    assert remind()["reminder_collect"] == 1
    assert told("reminder_collect") == ["C2"]
    assert remind()["reminder_collect"] == 0


def test_a_page_costs_three_statements_however_many_cards_there_are() -> None:
    for serial in range(10, 31):
        lost(serial, NOW + timedelta(hours=20, seconds=serial))
    kind = reminders.KINDS[:1]
    remind(kinds=kind, page=5)
    models.Reminder.objects.all().delete()

    def statements(page: int) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert remind(kinds=kind, page=page)["reminder_lapse"] == 21
        models.Reminder.objects.all().delete()
        return len([q for q in caught if "SAVEPOINT" not in q["sql"]])

    many, few = statements(3), statements(7)
    assert (many - 1) / 7 == (few - 1) / 3 == 3  # the last page is empty, and one statement


def test_the_index_is_used_and_no_card_is_scanned() -> None:
    lost(1, NOW + timedelta(hours=20))
    with CaptureQueriesContext(connection) as caught:
        remind()
    reads = [q["sql"] for q in caught if 'FROM "records_holding"' in q["sql"] and q["sql"].startswith("SELECT")]
    if connection.vendor == "sqlite":
        plans = []
        for sql in reads:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                plans += [row[-1] for row in cursor.fetchall()]
        assert not [plan for plan in plans if plan.startswith("SCAN")], plans
        assert not [plan for plan in plans if "TEMP B-TREE" in plan], plans


def test_two_workers_at_once_remind_once() -> None:
    lost(1, NOW + timedelta(hours=20))
    kind = reminders.KINDS[0]
    cards = list(models.Holding.objects.filter(card_id="C1"))
    assert reminders._write(kind, cards, NOW) == 1
    assert reminders._write(kind, cards, NOW) == 0  # another read the same page at the same moment
    assert len(told("reminder_lapse")) == 1


def test_without_the_key_somebody_would_be_reminded_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    lost(1, NOW + timedelta(hours=20))
    monkeypatch.setattr(reminders, "_claimed", lambda rows: {row[1] for row in rows})  # a planted defect
    remind()
    remind()
    assert len(told("reminder_lapse")) == 2


def test_reminders_ring_by_day_and_say_what_to_do(settings, tmp_path) -> None:
    settings.VAR = tmp_path
    lost(1, NOW + timedelta(hours=30))
    models.Message.objects.all().update(sent_at=NOW)
    night = datetime.fromisoformat("2026-11-24T02:00:00+08:00")
    assert remind(night)["reminder_lapse"] == 1
    with deployment.at(night):
        carry_due()
    assert outside.demo_messages().latest() == []
    with deployment.at(night + timedelta(hours=6)):
        carry_due()
    (shown,) = outside.demo_messages().latest()
    assert "社保功能挂失将于11月24日16:00自动解除" in shown.words
    assert "编号C1" in shown.words


def test_a_reminder_is_no_act() -> None:
    lost(1, NOW + timedelta(hours=20))
    entries, version = models.Entry.objects.count(), models.Dossier.objects.get().version
    remind()
    assert (models.Entry.objects.count(), models.Dossier.objects.get().version) == (entries, version)
    assert serve("lift_loss", number(1), function="social") is not None
