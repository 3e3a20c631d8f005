"""The day's list: whose district it is, what is masked, what is noted, and that a long list costs no more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.channels.setting import Browser, at_work, text
from tests.field.conftest import ADDRESS, CONTACT, WEIYANG, YANTA, ask_for, tomorrow
from tests.office.world import NAME, enrol, number, serve
from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment, fsck, visits
from yikatong.office.staff import Posting
from yikatong.records import models

pytestmark = pytest.mark.django_db


def posting(region: str = YANTA) -> Posting:
    return Posting(1, 1, "w1", Channel.FIELD, region, "")


def test_the_list_is_of_the_district_and_the_day(holder: IdNumber, visit: str) -> None:
    away = ask_for(enrol(2), region=WEIYANG)
    later = ask_for(enrol(3), days=2)
    listed = [t.visit_id for t in visits.day_list(posting(), tomorrow())]
    assert listed == [visit]
    assert [t.visit_id for t in visits.day_list(posting(WEIYANG), tomorrow())] == [away]
    assert [t.visit_id for t in visits.day_list(posting(), tomorrow(2))] == [later]
    assert visits.day_list(posting("110000"), tomorrow()) == ()
    assert [count for _, count in visits.counts(posting())][:3] == [0, 1, 1]


def test_mornings_come_first_and_the_next_page_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "PAGE", 2)
    halves = ("afternoon", "morning", "afternoon", "morning", "morning")
    asked = [ask_for(enrol(n), half=half) for n, half in enumerate(halves, 1)]
    wanted = sorted((half != "morning", visit) for half, visit in zip(halves, asked, strict=True))
    seen: list[str] = []
    for _ in range(4):
        seen += [t.visit_id for t in visits.day_list(posting(), tomorrow(), seen[-1] if seen else "")]
    assert seen == [visit for _, visit in wanted]


def test_what_was_left_behind_stands_on_todays_list(worker: Browser, visit: str) -> None:
    deployment.advance(int(timedelta(days=3).total_seconds()))
    page = text(worker.get("/field/"))
    assert f"/field/visits/{visit}/" in page
    assert "原定" in page


def test_names_are_masked_and_each_look_is_noted(worker: Browser, holder: IdNumber, visit: str) -> None:
    page = text(worker.get(f"/field/?day={tomorrow()}"))
    assert ADDRESS in page
    assert NAME not in page
    assert holder.number not in page
    shown = text(worker.get(f"/field/visits/{visit}/"))
    assert CONTACT in shown
    assert NAME not in shown
    assert list(models.Look.objects.order_by("pk").values_list("purpose", flat=True)) == ["visit_day", "visit"]
    told = worker.get("/field/day.json").json()
    assert told["tasks"] == []  # nobody today
    assert (told["kept_hours"], told["queue_hours"]) == (12, 72)


def test_a_long_list_costs_no_more_statements_than_a_short_one(worker: Browser, visit: str) -> None:
    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert worker.get(f"/field/?day={tomorrow()}").status_code == 200
        return len(caught)

    statements()
    few = statements()
    for serial in range(10, 22):
        ask_for(enrol(serial))
    assert statements() == few


def test_the_address_lies_sealed_and_nowhere_else(visit: str) -> None:
    entry = models.Entry.objects.get(reference=visit)
    assert ADDRESS not in entry.events + entry.answer
    assert ADDRESS.encode() not in bytes(models.Personal.objects.get(reference=visit).sealed)
    assert not [m.body for m in models.Message.objects.all() if ADDRESS in m.body]


def test_fsck_compares_the_list_with_the_ledger(holder: IdNumber, visit: str) -> None:
    ask_for(enrol(2))
    assert fsck.check().findings == ()
    models.Visit.objects.filter(pk=visit).update(region=WEIYANG)
    assert [f.code for f in fsck.check().findings] == ["visit_differs"]
    models.Visit.objects.filter(pk=visit).delete()
    assert [f.code for f in fsck.check().findings] == ["visit_differs"]


def test_called_off_it_leaves_the_list(worker: Browser, holder: IdNumber, visit: str) -> None:
    assert serve("cancel_visit", holder, Channel.HOTLINE).granted
    assert visits.day_list(posting(), tomorrow()) == ()
    gone = worker.get(f"/field/visits/{visit}/")
    assert gone.status_code == 404
    assert "已经办结或取消" in text(gone)


def test_another_districts_worker_and_other_posts_find_nothing(visit: str) -> None:
    away = at_work(Channel.FIELD, WEIYANG)
    paths = (f"/field/visits/{visit}/", f"/field/visits/{visit}/services/track/")
    assert [away.get(path).status_code for path in paths] == [404, 404]
    assert at_work(Channel.DESK).get("/field/").status_code == 404
    assert Browser().get("/field/")["Location"].startswith("/staff/?next=")
    assert Browser().get("/field/shell/").status_code == 200
    assert models.Look.objects.count() == 0


def test_bad_addresses_are_pages(worker: Browser, visit: str) -> None:
    for path in (
        "/field/?day=tomorrow",
        "/field/?day=2026-13-40",
        "/field/?after=%00",
        "/field/?after=%ED%A0%80",
        "/field/?day=99999-01-01",
    ):
        assert worker.get(path).status_code == 200, path
    assert worker.get("/field/visits/none/").status_code == 404
    assert worker.get(f"/field/visits/{visit}/services/none/").status_code == 404
    assert number(1).number not in text(worker.get("/field/"))
