"""What is one's own: looks, notices, the timeline, personal details, booking; pages by keys and constant counts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.channels.setting import Browser, account, case_number, person_id, signed_in, text, title
from tests.office.world import LONG_AGO, NAME, enrol, enter, lose, number, waiting
from yikatong.cards import events as e
from yikatong.cards.identity import IdNumber
from yikatong.cards.states import Function
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment, ledger, looks, notices, own_acts
from yikatong.office.wire import reading
from yikatong.records import models

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(city) -> None: ...


def look(about: IdNumber, times: int = 1, actor: str = "desk-610000-", purpose: str = "person") -> None:
    with reading() as wire:
        for n in range(times):
            at = deployment.now() + timedelta(seconds=n)
            ledger.note_look(wire, person_id(about), actor, "desk", purpose, at)


def queries(browser: Browser, path: str) -> int:
    deployment.start_afresh()  # what is kept for a second is read anew each time, else the second decides
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(path).status_code == 200, path
    return len(caught)


def test_looks_tell_place_and_reason_but_no_name(citizen: Browser, holder: IdNumber) -> None:
    account(Channel.DESK, name="clerk-zhang")
    assert "没有人查看过您的档案" in text(citizen.get("/looks/"))
    look(holder, actor="clerk-zhang", purpose="unmask_complaint")
    look(holder, actor="gone", purpose="report_loss")
    page = text(citizen.get("/looks/"))
    for words in ("社保卡服务网点", "陕西省", "处理投诉或差错", "办理“挂失”"):
        assert words in page
    assert "clerk-zhang" not in page
    assert "没有人查看过您的档案" in text(signed_in(enrol(9)).get("/looks/"))


def test_lists_go_on_where_the_page_ended(citizen: Browser, holder: IdNumber) -> None:
    look(holder, looks.PAGE + 5)
    first = looks.looks_at(holder)
    second = looks.looks_at(holder, first.older)
    assert (len(first.lines), len(second.lines), second.older) == (looks.PAGE, 5, None)
    assert f'href="?before={first.older}"' in text(citizen.get("/looks/"))
    for _ in range(own_acts.PAGE):
        enter(holder, e.PinAccepted(card_id="C1"))
    acts = own_acts.own_acts(holder)
    rest = own_acts.own_acts(holder, acts.older)
    assert [line.version for line in (*acts.lines, *rest.lines)] == list(range(own_acts.PAGE + 2, 0, -1))
    for path in ("/looks/", "/timeline/", "/notices/"):
        for before in ("x", "-1", "9" * 40, "%00", "１"):
            assert citizen.get(f"{path}?before={before}").status_code == 200, (path, before)


def test_notices_say_what_was_not_sent(citizen: Browser, holder: IdNumber) -> None:
    models.Message.objects.all().update(sent_at=LONG_AGO)
    assert "尚未发出" not in text(citizen.get("/notices/"))
    lose(holder)
    page = text(citizen.get("/notices/"))
    assert "您的社保卡社保功能已临时挂失。" in page
    assert "短信尚未发出" in page
    assert "短信已发出" in page
    assert notices.notices_for(holder, 0).lines == ()


def test_personal_details_are_masked_until_asked_for(citizen: Browser, holder: IdNumber) -> None:
    masked, shown = text(citizen.get("/me/")), text(citizen.get("/me/?show=1"))
    for secret in (holder.number, NAME):
        assert secret not in masked
        assert secret in shown


@pytest.mark.parametrize("path", ["/", "/services/", "/progress/", "/timeline/", "/me/", "/looks/", "/notices/"])
def test_a_page_costs_the_same_for_a_long_life(citizen: Browser, holder: IdNumber, path: str) -> None:
    account(Channel.DESK, name="clerk")
    look(holder, actor="clerk")
    citizen.get(path)
    before = queries(citizen, path)
    look(holder, 12)
    for _ in range(12):
        enter(holder, e.PinAccepted(card_id="C1"))
        enter(holder, e.LossReported(card_id="C1", function=Function.SOCIAL, formal=False))
        enter(holder, e.LossLifted(card_id="C1", function=Function.SOCIAL))
    assert queries(citizen, path) == before


def test_every_page_of_ones_own_is_a_page_for_a_newcomer_too() -> None:
    browser = signed_in(number(61), "钱二黎")
    for path in ("/", "/services/", "/progress/", "/timeline/", "/me/", "/looks/", "/notices/", "/family/"):
        assert browser.get(path).status_code == 200, path
    assert 'href="/services/apply/"' in text(browser.get("/"))
    lost = text(browser.get("/services/report_loss/"))
    assert "可由本人或单位申领" in lost
    assert 'href="/services/apply/"' in lost  # what is said can be done is also led to


def test_a_wrong_reference_is_told_to_its_holder_not_to_a_clerk(citizen: Browser) -> None:
    for path in ("/receipts/YK261122-AAAAAAAAAA/", "/receipts/YK261122-AAAAAAAAAA/pdf/"):
        answer = citizen.get(path)
        assert (answer.status_code, "receipt_unknown" in text(answer), "参保人" in text(answer)) == (404, True, False)


def booked(seats: int, at) -> None:
    for seat in range(seats):
        models.Seat.objects.create(appointment_id=f"A{seat}", outlet="XA-YT-01", at=at, seat=seat)


def test_a_time_to_collect_is_picked_checked_and_booked() -> None:
    browser = signed_in(waiting(5))
    form = browser.get("/services/book_collection/")
    page = text(form)
    assert "1. 选日期" in page
    assert "西安市雁塔区人社服务大厅" in page
    at = page.split('name="at" value="')[1].split('"')[0]
    sent = browser.post("/services/book_collection/", {"case_number": case_number(form), "at": at})
    assert sent.status_code == 302, text(sent)
    told = {"case_number": case_number(browser.get(sent["Location"]))}
    assert "已预约" in text(browser.post("/services/book_collection/check/", told))
    assert "已预约领卡" in text(browser.get("/"))
    assert "您已预约" in text(browser.get("/services/book_collection/"))


def test_full_half_hours_cannot_be_picked_and_cost_nothing(django_assert_num_queries) -> None:
    from yikatong.catalogue.channels import Assurance
    from yikatong.office.ask import Ask
    from yikatong.office.booking import booking

    about = waiting(6)
    ask = Ask("book_collection", {}, Channel.PORTAL, Assurance.CODE, "t", about=about)
    free = booking(ask, None)
    first = free.slots[0]
    booked(first.free, first.at)
    again = booking(ask, None)
    assert (again.slots[0].at, again.slots[0].free) == (first.at, 0)
    assert again.days[0].free == free.days[0].free - first.free
    assert booking(ask, again.days[-1].day).day == again.days[-1].day
    assert booking(ask, LONG_AGO.date()).day == again.day
    counts = []
    for _ in range(2):
        deployment.start_afresh()
        with CaptureQueriesContext(connection) as caught:
            booking(ask, None)
        counts.append(len(caught))
        booked_more = first.at + timedelta(minutes=30)
        models.Seat.objects.create(
            appointment_id=f"B{len(counts)}", outlet="XA-YT-01", at=booked_more, seat=len(counts)
        )
    assert counts[0] == counts[1]


def test_garbage_in_the_booking_is_a_page() -> None:
    browser = signed_in(waiting(7))
    for day in ("", "x", "2026-13-01", "9999-12-31", "%00"):
        assert browser.get(f"/services/book_collection/?day={day}&card=x").status_code in (200, 404), day
    assert title(signed_in(enrol(11)).get("/services/book_collection/")).startswith("现在还不能")
