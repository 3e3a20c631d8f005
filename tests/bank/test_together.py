"""Several confirmed together: looked through first, done one by one, told row by row, and done once."""

import re

import pytest
from django.http import HttpResponse

from tests.bank.people import cancelled, collected, opening
from tests.channels.setting import Browser, at_work, case_number, person_id, text
from tests.office.world import enrol, lose, person_of, serve
from yikatong.catalogue.channels import Asker, AskerKind, Channel
from yikatong.office import together
from yikatong.office.ask import Busy
from yikatong.records import models

pytestmark = pytest.mark.django_db

OPENING = {"matter": "opening", "value": ""}
PILLS = {"已办理": "granted", "可以办理": "granted", "刚才已经办好": "already", "不能办理": "refused"}


def results(page: HttpResponse) -> list[str]:
    found = re.findall(r'class="pill [a-z]+">.*?</svg>([^<]+)</span>', text(page), re.S)
    return [PILLS.get(words, words) for words in found]


def confirmed(bank: Browser, ticked: dict, check: HttpResponse, **told: str) -> HttpResponse:
    cards = re.findall(r'name="card" value="([^"]+)"', text(check))
    return bank.post("/bank/waiting/confirm/", {**ticked, "card": cards, "case_number": case_number(check), **told})


def entries(service: str) -> list[str]:
    return list(models.Entry.objects.filter(service=service).values_list("reference", flat=True))


def test_three_accounts_with_one_click_each_with_its_reference(bank: Browser) -> None:
    people = [opening(serial) for serial in (1, 2, 3)]
    ticked = {**OPENING, "card": ["C1", "C2", "C3"]}
    check = bank.post("/bank/waiting/check/", ticked)
    assert results(check) == ["granted"] * 3
    assert "赵*宁" in text(check)
    assert people[0].number not in text(check)
    assert entries("record_production") == []
    looks = models.Look.objects.filter(purpose="record_production", channel="bank")
    assert {look.dossier_id for look in looks} == {person_id(about) for about in people}
    done = confirmed(bank, OPENING, check)
    assert results(done) == ["granted"] * 3
    assert all(reference in text(done) for reference in entries("record_production"))
    assert len(entries("record_production")) == 3


def test_a_double_click_is_done_once_and_says_so(bank: Browser) -> None:
    opening(1)
    opening(2)
    check = bank.post("/bank/waiting/check/", {**OPENING, "card": ["C1", "C2"]})
    pages = [confirmed(bank, OPENING, check) for _ in range(2)]
    assert [results(page) for page in pages] == [["granted"] * 2, ["already"] * 2]
    assert len(entries("record_production")) == 2
    assert all(reference in text(pages[1]) for reference in entries("record_production"))


def test_what_needs_the_holder_is_never_confirmed_for_several(bank: Browser) -> None:
    """One tick is no look at fifty identity documents: there is nothing to tick, and no way past the page."""
    collected(1)
    page = text(bank.get("/bank/waiting/?matter=activation"))
    assert "逐人办理" in page
    assert 'name="card"' not in page
    told = {"matter": "activation", "value": "", "card": ["C1"], "case_number": "0" * 32, "present": "on"}
    for path in ("check", "confirm"):
        refused = bank.post(f"/bank/waiting/{path}/", told)
        assert refused.status_code == 422
        assert "not_together" in text(refused)
    assert entries("activate_account") == []


def test_what_was_done_stays_done_whatever_becomes_of_the_next(bank: Browser) -> None:
    """One of three was registered elsewhere between the check and the click."""
    people = [opening(serial) for serial in (1, 2, 3)]
    check = bank.post("/bank/waiting/check/", {**OPENING, "card": ["C1", "C2", "C3"]})
    by_bank = {"asker": Asker(AskerKind.PARTY, "CAB"), "party": "CAB"}
    serve("record_production", people[1], Channel.BANK, stage="batched", **by_bank)
    page = confirmed(bank, OPENING, check)
    assert results(page) == ["granted", "refused", "granted"]
    assert "办好2人，1人没有办理" in text(page)


def test_what_the_counter_could_not_decide_is_told_as_not_done(bank: Browser, monkeypatch) -> None:
    opening(1)
    opening(2)
    check = bank.post("/bank/waiting/check/", {**OPENING, "card": ["C1", "C2"]})
    served = together.serve

    def busy_for_one(ask):  # type: ignore[no-untyped-def]
        if ask.card_id == "C1":
            raise Busy
        return served(ask)

    monkeypatch.setattr(together, "serve", busy_for_one)
    page = confirmed(bank, OPENING, check)
    assert results(page) == ["这次没有办理", "granted"]
    assert 'data-code="busy"' in text(page)
    monkeypatch.undo()
    assert results(confirmed(bank, OPENING, check)) == ["granted", "already"]


def test_only_what_would_be_granted_is_confirmed(bank: Browser) -> None:
    opening(1)
    enrol(2)
    check = bank.post("/bank/waiting/check/", {**OPENING, "card": ["C1", "C2"]})
    assert results(check) == ["granted", "refused"]
    assert re.findall(r'name="card" value="([^"]+)"', text(check)) == ["C1"]


def test_the_state_of_several_accounts_is_the_clerk_s_choice(bank: Browser) -> None:
    lose(enrol(1))
    lose(enrol(2))
    ticked = {"matter": "loss", "value": "locked"}
    check = bank.post("/bank/waiting/check/", {**ticked, "card": ["C1", "C2"]})
    assert results(confirmed(bank, ticked, check)) == ["granted"] * 2
    assert "没有待处理的通知" in text(bank.get("/bank/waiting/"))


def test_funds_paid_out_make_an_account_ready_to_close(bank: Browser) -> None:
    about = cancelled(1, "left_province")
    ticked = {"matter": "transfer_out", "value": ""}
    check = bank.post("/bank/waiting/check/", {**ticked, "card": ["C1"]})
    assert results(confirmed(bank, ticked, check)) == ["granted"]
    page = text(bank.get("/bank/waiting/"))
    assert "待销户" in page
    assert f"/bank/people/{person_of(about).person_id}/services/close_account/?card=C1" in page


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({**OPENING}, "nothing_ticked"),
        ({**OPENING, "card": [f"C{n}" for n in range(51)]}, "too_many_ticked"),
        ({"matter": "closing", "value": "", "card": ["C1"]}, "not_together"),
        ({"matter": "loss", "value": "nonsense", "card": ["C1"]}, "not_together"),
        ({"matter": "nonsense", "card": ["C1"]}, "matter_unknown"),
    ],
)
def test_what_cannot_be_confirmed_together_is_a_clear_page(bank: Browser, told: dict, code: str) -> None:
    """Closing cannot be undone: that is done one by one."""
    opening(1)
    for path in ("check", "confirm"):
        page = bank.post(f"/bank/waiting/{path}/", {**told, "case_number": "0" * 32})
        assert page.status_code == 422
        assert code in text(page)
    assert bank.post("/bank/waiting/confirm/", told).status_code == 400


def test_a_card_of_another_bank_or_place_cannot_be_ticked(bank: Browser) -> None:
    opening(1)
    opening(2, bank="BJB")
    elsewhere = at_work(Channel.BANK, "110000", "CAB")
    for browser, card in ((bank, "C2"), (bank, "C9"), (bank, "C\0"), (elsewhere, "C1")):
        told = {**OPENING, "card": [card], "case_number": "0" * 32}
        assert browser.post("/bank/waiting/check/", told).status_code == 404
        assert browser.post("/bank/waiting/confirm/", told).status_code == 404
    assert entries("record_production") == []
