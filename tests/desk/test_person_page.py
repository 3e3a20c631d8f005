"""The person's page at a desk, receipts and prints, what others did meanwhile, and the keys."""

from datetime import timedelta

import pytest

from tests.channels.setting import Browser, act, at_work, case_number, fill, person_id, text, title
from tests.office.world import NAME, enrol, serve, waiting
from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment, ledger
from yikatong.office.wire import writing
from yikatong.records import models

pytestmark = pytest.mark.django_db


def at(about: IdNumber) -> str:
    return f"/desk/people/{person_id(about)}/"


def lose(browser: Browser, about: IdNumber) -> str:
    act(browser, f"{at(about)}services/report_loss/", function="social", present="on")
    return models.Entry.objects.get(service="report_loss").reference


def look(about: IdNumber, actor: str, seconds: int, channel: str = "hotline") -> None:
    with writing() as wire:
        ledger.note_look(
            wire, person_id(about), actor, channel, "person", deployment.now() - timedelta(seconds=seconds)
        )


def test_in_reading_order_search_then_operations_then_recent(desk: Browser, holder: IdNumber) -> None:
    page = text(desk.get(at(holder)))
    places = [page.index(mark) for mark in ('id="find-q"', 'class="person"', 'class="operations"', 'class="recent"')]
    assert places == sorted(places)
    assert "autofocus" not in page
    assert "autofocus" in text(desk.get("/desk/"))


def test_half_a_loss_is_remarked(desk: Browser, holder: IdNumber) -> None:
    assert "金融功能未挂失" not in text(desk.get(at(holder)))
    lose(desk, holder)
    assert "社保功能已挂失，金融功能未挂失" in text(desk.get(at(holder)))


def test_a_card_that_waits_is_remarked(desk: Browser) -> None:
    assert "可以领取" in text(desk.get(at(waiting(7))))


def test_a_clerk_is_told_that_another_was_just_here(desk: Browser, holder: IdNumber) -> None:
    look(holder, "desk-610000-", 5)
    look(holder, "clerk9", 130)
    assert "也打开了这份档案" not in text(desk.get(at(holder)))
    look(holder, "clerk9", 30)
    page = text(desk.get(at(holder)))
    assert "秒前，12333热线也打开了这份档案" in page
    assert "clerk9" not in page


def test_a_form_that_others_overtook_is_not_done_and_says_why(desk: Browser, holder: IdNumber) -> None:
    path = f"{at(holder)}services/report_loss/"
    sent = fill(desk, path, function="social", present="on")
    check = desk.get(sent["Location"])
    assert serve("report_loss", holder, Channel.BANK, function="financial", actor="bank1").granted
    late = desk.post(path + "check/", {"case_number": case_number(check)})
    assert late.status_code == 412
    assert "state_changed" in text(late)
    assert "挂失" in text(late)
    assert "社保卡服务银行" in text(late)
    assert not models.Entry.objects.filter(service="report_loss", channel="desk").exists()
    assert title(act(desk, path, function="social", present="on")) == "挂失：已办理"


def test_ones_own_second_act_is_not_stale(desk: Browser, holder: IdNumber) -> None:
    lose(desk, holder)
    done = act(desk, f"{at(holder)}services/lift_loss/", function="social", present="on")
    assert title(done) == "解挂：已办理"


def test_a_receipt_is_printed_again_and_each_print_is_noted(desk: Browser, holder: IdNumber) -> None:
    desk.post("/desk/shift/", {"outlet": "XA-YT-01", "window": "3"})
    place = f"{at(holder)}receipts/{lose(desk, holder)}/"
    page = text(desk.get(place))
    assert "还没有打印过" in page
    assert "3号窗口" in page
    assert "挂失：已办理" in page
    assert NAME not in page
    assert "print.js" not in page
    assert desk.get(place + "print/")["Location"] == place
    assert "print.js" in text(desk.post(place + "print/"))
    desk.post(place + "print/")
    assert [p.actor for p in models.Print.objects.all()] == ["desk-610000-"] * 2
    assert text(desk.get(place)).count("desk-610000-") >= 3
    assert "补打回执" in text(desk.get("/desk/"))
    assert models.Look.objects.filter(purpose="receipt").exists()


def test_receipts_stay_within_the_scope(desk: Browser, holder: IdNumber) -> None:
    place = f"{at(holder)}receipts/{lose(desk, holder)}/"
    away, other = at_work(Channel.DESK, "110000"), enrol(2)
    assert away.get(place).status_code == 404
    assert away.post(place + "print/").status_code == 404
    assert desk.get(place.replace(person_id(holder), person_id(other))).status_code == 404
    assert desk.get(f"{at(holder)}receipts/nothing/").status_code == 404
    assert not models.Print.objects.exists()


def test_the_roll_is_chosen_in_this_browser(desk: Browser, holder: IdNumber) -> None:
    place = f"{at(holder)}receipts/{lose(desk, holder)}/"
    assert 'class="receipt a5"' in text(desk.get(place))
    desk.post("/staff/preferences/", {"paper": "roll"})
    assert 'class="receipt roll"' in text(desk.get(place))
    desk.cookies["yk_paper"] = "<b>"
    assert 'class="receipt a5"' in text(desk.get(place))


def test_keys_can_be_switched_off(desk: Browser) -> None:
    assert 'id="keys"' in text(desk.get("/desk/"))
    assert desk.post("/staff/preferences/", {"keys": "off"})["Location"] == "/staff/preferences/?kept=1"
    assert 'id="keys"' not in text(desk.get("/desk/"))
    assert desk.post("/staff/preferences/", {"keys": "sideways"}).status_code == 302
    assert 'id="keys"' not in text(desk.get("/desk/"))
    desk.post("/staff/preferences/", {"keys": "on"})
    assert 'id="keys"' in text(desk.get("/desk/"))
    assert Browser().get("/staff/preferences/").status_code == 302


@pytest.mark.parametrize("path", ["/desk/people/nobody/", "/desk/nothing/", "/desk/shift/999999/"])
def test_what_is_not_there_leads_back_to_work(desk: Browser, path: str) -> None:
    page = desk.get(path)
    assert page.status_code == 404
    assert 'href="/desk/">回到工作页' in text(page)


def test_the_page_costs_the_same_for_many_acts(desk: Browser, holder: IdNumber, django_assert_max_num_queries) -> None:
    for _ in range(6):
        serve("report_loss", holder, Channel.BANK, function="financial", actor="b", client="desk:0")
        serve("lift_loss", holder, Channel.BANK, function="financial", actor="b", client="desk:0")
    with django_assert_max_num_queries(24):
        desk.get(at(holder))
