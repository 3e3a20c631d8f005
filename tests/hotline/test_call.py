"""A call from the number to its end: shortest way to a loss, nothing before the check, nothing after the end."""

import re
import time

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.channels.setting import RIGHT, Browser, at_work, person_id, text
from tests.office.world import NAME, enrol, lose, number
from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.caller import VERIFIED_FOR_S
from yikatong.office import calls
from yikatong.records import models

pytestmark = pytest.mark.django_db


class Counting(Client):
    """A browser that counts what it asks for, redirects and all."""

    sent = 0

    def request(self, **asked):  # type: ignore[no-untyped-def]
        self.sent += 1
        return super().request(**asked)


def field(page: HttpResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', text(page))
    assert found, text(page)
    return found[1]


def base_of(about: IdNumber) -> str:
    return f"/hotline/people/{person_id(about)}/"


def verified(browser: Browser, about: IdNumber) -> HttpResponse:
    browser.post("/hotline/", {"q": about.number})
    return browser.post(base_of(about) + "caller/", RIGHT, follow=True)


def stop(browser: Browser, console: HttpResponse, about: IdNumber, **changes: str) -> HttpResponse:
    told = {"loss": "C1 social", "repeated": "on", "case_number": field(console, "case_number"), **changes}
    return browser.post(base_of(about) + "loss/", told)


def purposes(about: IdNumber) -> list[str]:
    looks = models.Look.objects.filter(dossier_id=person_id(about)).order_by("pk")
    return list(looks.values_list("purpose", flat=True))


def test_a_loss_in_four_requests_redirects_counted(hotline: Browser, holder: IdNumber) -> None:
    browser = Counting()
    browser.cookies = hotline.cookies
    page = browser.post("/hotline/", {"q": holder.number})
    page = browser.post(re.findall(r'action="([^"]+caller/)"', text(page))[0], RIGHT, follow=True)
    done = stop(browser, page, holder)
    assert browser.sent == 4
    assert "挂失：已办理" in text(done)
    entry = models.Entry.objects.get(service="report_loss")
    assert (entry.channel, entry.assurance, entry.actor) == ("hotline", 1, "hotline-610000-")
    groups = "".join(re.findall(r"<b>([0-9A-Z]+)", text(done).split('class="groups">')[1].split("</span>")[0]))
    assert groups == entry.reference.replace("-", "")


def test_the_same_click_twice_is_one_loss(hotline: Browser, holder: IdNumber) -> None:
    console = verified(hotline, holder)
    references = [re.findall(r"<b>YK", text(stop(hotline, console, holder))) for _ in range(2)]
    assert references[0] == references[1] != []
    assert models.Entry.objects.filter(service="report_loss").count() == 1


@pytest.mark.parametrize(("changes", "told"), [({"repeated": ""}, "f-repeated"), ({"loss": ""}, "f-loss")])
def test_what_was_not_said_back_is_not_done(hotline: Browser, holder: IdNumber, changes, told: str) -> None:
    page = stop(hotline, verified(hotline, holder), holder, **changes)
    assert page.status_code == 422
    assert f'href="#{told}"' in text(page)
    assert not models.Entry.objects.filter(service="report_loss").exists()


@pytest.mark.parametrize("loss", ["C1 nonsense", "C9 social", "social", "' OR 1 social"])
def test_a_choice_that_was_not_offered_is_a_clear_page(hotline: Browser, holder: IdNumber, loss: str) -> None:
    page = stop(hotline, verified(hotline, holder), holder, loss=loss)
    assert page.status_code in (200, 422)
    assert not models.Entry.objects.filter(service="report_loss").exists()


def test_shaanxi_stops_the_account_at_the_bank_alone(hotline: Browser, holder: IdNumber) -> None:
    console = verified(hotline, holder)
    assert re.search(r'value="C1 financial"[^>]* disabled', text(console))
    refused = stop(hotline, console, holder, loss="C1 financial")
    assert "temporary_loss_elsewhere" in text(refused)
    assert "95500" in text(refused)
    assert "口头挂失" in text(console)


def test_the_end_of_a_call_ends_the_verification(hotline: Browser, holder: IdNumber) -> None:
    base = base_of(holder)
    verified(hotline, holder)
    assert hotline.get(base).status_code == 200
    assert "只咨询" in text(hotline.post("/hotline/end/"))
    for path in (base, base + "as-citizen/", base + "services/report_loss/"):
        assert hotline.get(path)["Location"] == base + "caller/"
    assert hotline.post(base + "loss/", {"case_number": "0" * 32})["Location"] == base + "caller/"
    assert NAME[:1] + "*" not in text(hotline.post("/hotline/", {"q": holder.number}))


def test_the_next_caller_s_clerk_never_sees_the_one_before(hotline: Browser, holder: IdNumber) -> None:
    other = enrol(2)
    verified(hotline, holder)
    hotline.post("/hotline/", {"q": other.number})
    assert hotline.get(base_of(holder))["Location"] == base_of(holder) + "caller/"
    assert purposes(holder)[-1] == "call_asked"
    page = verified(hotline, other)
    assert "no-store" in page["Cache-Control"]
    assert hotline.get(base_of(holder)).status_code == 302


def test_a_quarter_of_an_hour_and_no_longer(hotline: Browser, holder: IdNumber, monkeypatch) -> None:
    left = re.search(r'data-left="(\d+)"', text(verified(hotline, holder)))
    assert left
    assert VERIFIED_FOR_S - 20 < int(left[1]) <= VERIFIED_FOR_S
    later = time.time() + VERIFIED_FOR_S
    monkeypatch.setattr(time, "time", lambda: later)
    assert hotline.get(base_of(holder)).status_code == 302


def test_a_call_is_on_record_from_its_beginning_to_what_came_of_it(hotline: Browser, holder: IdNumber) -> None:
    stop(hotline, verified(hotline, holder), holder)
    hotline.post("/hotline/end/")
    assert purposes(holder) == ["call_began", "caller_passed", "console", "console", "call_acted"]
    call = calls.calls_of(person_id(holder))[0]
    assert re.fullmatch(r"TH\d{6}-\d+", call.reference)
    assert (call.actor, call.outcome) == ("hotline-610000-", calls.CallOutcome.ACTED)
    assert call.ended_at
    assert call.began_at < call.ended_at
    verified(hotline, holder)
    assert calls.calls_of(person_id(holder))[0].ended_at is None


def test_a_caller_who_fails_leaves_a_trace_too(hotline: Browser, holder: IdNumber) -> None:
    hotline.post("/hotline/", {"q": holder.number})
    hotline.post(base_of(holder) + "caller/", {**RIGHT, "name": "钱二黎"})
    hotline.post("/hotline/end/")
    assert purposes(holder) == ["call_began", "caller_failed", "call_unverified"]


def test_looking_at_the_questions_begins_no_call(hotline: Browser, holder: IdNumber) -> None:
    page = text(hotline.get(base_of(holder) + "caller/"))
    assert "姓名" in page
    assert holder.number[-2:] + "</p>" not in page
    assert "call" not in hotline.session
    assert purposes(holder) == []
    hotline.post(base_of(holder) + "caller/", RIGHT)
    assert purposes(holder) == ["call_began", "caller_passed"]


def test_searching_twice_before_the_check_is_one_call(hotline: Browser, holder: IdNumber) -> None:
    for _ in range(2):
        hotline.post("/hotline/", {"q": holder.number})
    assert purposes(holder) == ["call_began"]


def test_what_the_holder_reads_is_shown_without_links(hotline: Browser, holder: IdNumber) -> None:
    lose(holder)
    verified(hotline, holder)
    page = text(hotline.get(base_of(holder) + "as-citizen/"))
    assert "解挂" in page
    assert "/services/lift_loss/" not in page
    assert NAME not in page
    assert purposes(holder)[-1] == "as_citizen"


def test_unknown_and_out_of_scope_are_told_the_same(holder: IdNumber, db) -> None:
    elsewhere = at_work(Channel.HOTLINE, "110000")
    pages = [text(elsewhere.post("/hotline/", {"q": q})) for q in (holder.number, number(77).number)]
    hidden = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert hidden.sub("", pages[0]) == hidden.sub("", pages[1])
    assert "95500" in pages[0]
    assert elsewhere.get(base_of(holder) + "caller/").status_code == 404
    assert elsewhere.post(base_of(holder) + "caller/", RIGHT).status_code == 404


@pytest.mark.parametrize("typed", ["", " ", "\0", "1" * 500, "赵一宁", "13800000000", "A00000001"])
def test_whatever_is_typed_is_answered(hotline: Browser, holder: IdNumber, typed: str) -> None:
    assert hotline.post("/hotline/", {"q": typed}).status_code in (200, 422)


def test_the_statements_of_a_console_do_not_grow(hotline: Browser, django_assert_max_num_queries) -> None:
    about = enrol(1)
    verified(hotline, about)
    for _ in range(4):
        lose(about)
        hotline.post("/hotline/end/")
        verified(hotline, about)
    with django_assert_max_num_queries(26):
        hotline.get(base_of(about))
