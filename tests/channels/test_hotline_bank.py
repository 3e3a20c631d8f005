"""Hotline and bank: what each adds to the common pages, and what each must not show."""

import pytest

from tests.channels.setting import RIGHT, Browser, act, at_work, case_number, person_id, text, title
from tests.office.world import NAME, applied, enrol, enter, lose, number, registered
from yikatong.cards import events as e
from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Channel
from yikatong.records import models

pytestmark = pytest.mark.django_db


def test_before_the_check_the_hotline_shows_a_year_and_two_digits(hotline: Browser, holder: IdNumber) -> None:
    base = f"/hotline/people/{person_id(holder)}/"
    found = text(hotline.post("/hotline/", {"q": holder.number}))
    assert f'action="{base}caller/"' in found
    for path in (base, base + "services/report_loss/", base + "services/report_loss/check/?case_number=" + "0" * 32):
        assert hotline.get(path)["Location"] == base + "caller/"
    assert hotline.post(base + "unmask/", {"reason": "unmask_print"})["Location"] == base + "caller/"
    for page in (found, text(hotline.get(base + "caller/"))):
        assert f"******1970******{holder.number[-2:]}" in page
        for secret in (NAME, "赵*宁", "138", holder.number[:6], "社保功能"):
            assert secret not in page


@pytest.mark.parametrize(
    ("said", "passes"),
    [
        (RIGHT, True),
        ({"name": NAME, "mobile": "0000", "card_no": "0001"}, True),
        ({**RIGHT, "name": "钱二黎"}, False),
        ({**RIGHT, "mobile": "1111"}, False),
        ({"name": NAME, "born_on": "1970-01-01"}, False),
    ],
)
def test_the_name_and_two_items_verify_a_caller(hotline: Browser, holder: IdNumber, said, passes: bool) -> None:
    base = f"/hotline/people/{person_id(holder)}/"
    page = hotline.post(base + "caller/", said)
    assert (page.status_code == 302) is passes
    assert (hotline.get(base).status_code == 200) is passes


def test_five_failures_close_the_check_for_everybody(hotline: Browser, holder: IdNumber) -> None:
    path = f"/hotline/people/{person_id(holder)}/caller/"
    pages = [hotline.post(path, {**RIGHT, "mobile": "1111"}) for _ in range(5)]
    assert "2项中1项相符" in text(pages[0])
    assert hotline.post(path, RIGHT).status_code == 429
    assert at_work(Channel.HOTLINE, "610100").post(path, RIGHT).status_code == 429


def test_a_verified_caller_reports_a_loss_and_nothing_more(hotline: Browser, holder: IdNumber) -> None:
    base = f"/hotline/people/{person_id(holder)}/"
    hotline.post(base + "caller/", RIGHT)
    done = act(hotline, base + "services/report_loss/", function="social")
    assert title(done) == "挂失：已办理"
    assert models.Entry.objects.get(service="report_loss").assurance == 1
    assert hotline.get(base + "services/lift_loss/").status_code == 404


def test_a_bank_sees_the_holders_of_its_own_cards_alone(bank: Browser, holder: IdNumber) -> None:
    enter(number(8), registered(number(8)), applied("C8", bank="BJB"))
    assert bank.post("/bank/", {"q": holder.number})["Location"] == f"/bank/people/{person_id(holder)}/"
    assert "没有查到" in text(bank.post("/bank/", {"q": number(8).number}))
    assert bank.get(f"/bank/people/{person_id(number(8))}/").status_code == 404
    told = {"case_number": "0" * 32, "function": "social", "present": "on"}
    path = f"/bank/people/{person_id(number(8))}/services/report_loss/"
    assert bank.get(path).status_code == 404
    assert bank.post(path, told).status_code == 404


def test_of_two_cards_a_bank_sees_and_touches_its_own(bank: Browser) -> None:
    about = enrol(12)
    enter(about, e.ApplicationSubmitted(card_id="BJ9", region="610100", bank="BJB", outlet="XA-YT-01", reason="first"))
    base = f"/bank/people/{person_id(about)}/"
    page = text(bank.get(base))
    assert "京城银行" not in page
    assert "BJ9" not in page
    form = bank.get(base + "services/report_loss/?by=agent&card=BJ9")
    told = {"case_number": case_number(form), "card": "BJ9", "function": "social", "present": "on"}
    sent = bank.post(base + "services/report_loss/", told)
    bank.post(sent["Location"].split("?")[0], {"case_number": told["case_number"]})
    assert not models.Entry.objects.filter(service="report_loss", events__contains="BJ9").exists()


def test_what_waits_for_the_bank_is_listed_for_it_alone(bank: Browser, holder: IdNumber) -> None:
    lose(holder)
    reference = models.Entry.objects.get(service="report_loss").reference
    assert reference in text(bank.get("/bank/waiting/"))
    assert reference not in text(at_work(Channel.BANK, party="BJB").get("/bank/waiting/"))
    assert at_work(Channel.BANK, "610100").get("/bank/waiting/").status_code == 404
    assert bank.get("/bank/waiting/?after=nonsense").status_code == 200


def test_of_a_person_it_may_not_know_a_bank_may_only_ask_what_registers(bank: Browser) -> None:
    enter(number(8), registered(number(8)), applied("C8", bank="BJB"))
    page = text(bank.post("/bank/", {"q": number(8).number}))
    base = "/bank/people/new-" + page.split("/bank/people/new-")[1].split('"')[0]
    assert bank.get(base + "services/apply/").status_code == 200
    for path in ("services/report_loss/", "services/track/"):
        assert bank.get(base + path).status_code == 404
        assert bank.post(base + path, {"case_number": "0" * 32}).status_code == 404
    assert bank.post(base + "unmask/", {"reason": "unmask_print"}).status_code == 422
