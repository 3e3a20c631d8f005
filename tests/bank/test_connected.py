"""A connected bank's inbox: its own system answers, so that nothing is confirmed for it which would be refused."""

from unittest.mock import patch

import pytest

from tests.bank.people import cancelled, opening
from tests.channels.setting import Browser, text
from tests.office.world import enrol, lose
from yikatong.channels.bank import matters
from yikatong.office import bank_links
from yikatong.records import models

pytestmark = pytest.mark.django_db

CONNECTED = "本行已联网"
TOLD = {"opening": "", "loss": "locked"}


@pytest.fixture
def connected(bank: Browser) -> Browser:
    opening(1)
    lose(enrol(2))
    cancelled(3, "left_province")
    bank_links.connect("CAB", "https://bank.example.com/cards")
    return bank


def refused_together(browser: Browser) -> set[str]:
    """The matters for which the page offers to confirm several, and each of them is then refused."""
    cards, found = {"opening": "C1", "loss": "C2"}, set()
    for matter, value in TOLD.items():
        page = text(browser.get(f"/bank/waiting/?matter={matter}"))
        assert cards[matter] in page  # it waits, and can be opened
        if 'name="card"' not in page:
            continue
        check = text(browser.post("/bank/waiting/check/", {"matter": matter, "value": value, "card": [cards[matter]]}))
        found |= {matter} if "bank_answers_itself" in check else set()
    return found


def test_what_its_system_tells_is_not_confirmed_here(connected: Browser) -> None:
    assert refused_together(connected) == set()
    page = text(connected.get("/bank/waiting/"))
    assert CONNECTED in page
    assert "/services/track/?card=C1" in page
    assert "/services/report_loss/?card=C2" in page
    assert "/services/record_production/" not in page


def test_buttons_that_are_always_refused_are_found_out(connected: Browser) -> None:
    with patch.dict(matters.CONNECTED, clear=True):
        assert refused_together(connected) == {"opening", "loss"}


def test_nobody_gets_past_the_page(connected: Browser) -> None:
    for matter, value in TOLD.items():
        told = {"matter": matter, "value": value, "card": ["C1"], "case_number": "0" * 32}
        for path in ("check", "confirm"):
            page = connected.post(f"/bank/waiting/{path}/", told)
            assert (page.status_code, "not_together" in text(page)) == (422, True)
    assert not models.Entry.objects.filter(service__in=("record_production", "report_account_state")).exists()


def test_an_order_can_still_be_sent_for_several(connected: Browser) -> None:
    """Paying out is wished here, and done by the bank."""
    page = text(connected.get("/bank/waiting/?matter=transfer_out"))
    assert 'name="card"' in page


def test_an_unconnected_bank_s_clerks_speak_for_it(bank: Browser) -> None:
    opening(1)
    page = text(bank.get("/bank/waiting/"))
    assert CONNECTED not in page
    assert 'name="card"' in page
