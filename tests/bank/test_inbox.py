"""The inbox: what is open and nothing else, of this bank and region alone, the longest waiting first."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.bank.people import cancelled, collected
from tests.channels.setting import Browser, at_work, text
from tests.office.world import applied, enrol, enter, lose, made, number, person_of, registered, serve
from yikatong.cards import events as e
from yikatong.cards.stages import Stage
from yikatong.catalogue.channels import Asker, AskerKind, Channel
from yikatong.office import deployment
from yikatong.office.ask import OutOfScope
from yikatong.office.staff import Posting
from yikatong.office.waiting import Matter, waiting_for
from yikatong.records import models

pytestmark = pytest.mark.django_db

CAB = Posting(1, 1, "teller", Channel.BANK, "610000", "CAB")
BANK = Asker(AskerKind.PARTY, "CAB")


def waiting(matter: Matter, posting: Posting = CAB) -> list[str]:
    """The cards that wait for one matter, in the order of the inbox."""
    return [work.card.card_id for work in waiting_for(posting, (matter,))[0].works]


def everything(posting: Posting = CAB) -> dict[str, list[str]]:
    return {page.matter.value: [w.card.card_id for w in page.works] for page in waiting_for(posting) if page.works}


def test_each_matter_has_its_own_and_is_over_when_it_is_done() -> None:
    about = collected(1)
    opening = number(2)
    enter(opening, registered(opening), applied("C2"), e.StageReached(card_id="C2", stage=Stage.BANK_OPENING))
    lost = enrol(3)
    lose(lost)
    cancelled(4, "left_province")
    cancelled(5, "no_local_services")
    cancelled(6, "left_province", settled=True)
    assert everything() == {
        "activation": ["C1"], "opening": ["C2"], "loss": ["C3"], "transfer_out": ["C4"], "payout": ["C5"],
        "closing": ["C6"],
    }  # fmt: skip
    serve("activate_account", about, Channel.BANK, asker=BANK, party="CAB")
    serve("record_production", opening, Channel.BANK, asker=BANK, party="CAB", stage="batched")
    serve("report_loss", lost, Channel.BANK, party="CAB", function="financial")
    serve("settle_funds", number(4), Channel.BANK, asker=BANK, party="CAB", function="financial")
    serve("close_account", number(6), Channel.BANK, asker=BANK, party="CAB")
    assert everything() == {"payout": ["C5"], "closing": ["C4"]}
    assert models.Message.objects.filter(party="bank", sent_at__isnull=True).count() > 6


def test_a_loss_that_has_lapsed_waits_no_more(monkeypatch) -> None:
    lose(enrol(3))
    assert waiting(Matter.LOSS) == ["C3"]
    later = deployment.now() + timedelta(days=7, seconds=1)
    monkeypatch.setattr(deployment, "now", lambda: later)
    assert waiting(Matter.LOSS) == []
    lose(enrol(4))
    page = waiting_for(CAB, (Matter.LOSS,), page=1)[0]
    assert [work.card.card_id for work in page.works] == ["C4"]
    assert page.more is None


def test_a_loss_without_an_end_waits_for_as_long_as_it_stands(monkeypatch) -> None:
    """Beijing has set no days, so that nothing lapses there."""
    lose(enrol(3, "110101"))
    later = deployment.now() + timedelta(days=400)
    monkeypatch.setattr(deployment, "now", lambda: later)
    works = waiting_for(Posting(1, 1, "t", Channel.BANK, "000000", "BJB"), (Matter.LOSS,))[0].works
    assert [(work.card.card_id, work.until) for work in works] == [("C3", None)]


def test_a_loss_reported_anew_is_one_row_and_counts_from_then() -> None:
    about = enrol(3)
    first = lose(about)
    serve("lift_loss", about, Channel.DESK, function="social")
    again = lose(about)
    works = waiting_for(CAB, (Matter.LOSS,))[0].works
    assert first.reference != again.reference
    assert [w.reference for w in works] == [again.reference]
    assert works[0].until


def test_other_banks_and_other_places_do_not_exist_here() -> None:
    collected(1)
    collected(2, bank="BJB")
    collected(3, "110101")
    assert waiting(Matter.ACTIVATION) == ["C1"]
    assert waiting(Matter.ACTIVATION, Posting(1, 1, "t", Channel.BANK, "000000", "BJB")) == ["C2", "C3"]
    assert waiting(Matter.ACTIVATION, Posting(1, 1, "t", Channel.BANK, "610200", "CAB")) == []
    for nobody in (Posting(1, 1, "t", Channel.DESK, "610000", ""), Posting(1, 1, "t", Channel.BANK, "610000", "")):
        with pytest.raises(OutOfScope):
            waiting_for(nobody)


def test_one_card_of_two_is_not_taken_for_the_other() -> None:
    """C1 is told of; C11 of the same person, at the same bank, is not."""
    about = collected(1)
    enter(about, applied("C11", "110101", bank="CAB"), *made("C11", "B00000011", Stage.COLLECTED))
    assert len(person_of(about).cards) == 2
    assert waiting(Matter.ACTIVATION) == ["C1"]


def test_page_after_page_the_longest_waiting_first() -> None:
    for serial in (3, 1, 5, 2, 4):
        collected(serial)
    seen, after = [], 0
    while True:
        page = waiting_for(CAB, (Matter.ACTIVATION,), after, page=2)[0]
        seen += [work.card.card_id for work in page.works]
        if page.more is None:
            break
        after = page.more
    assert seen == ["C1", "C2", "C3", "C4", "C5"]
    ats = [work.at for work in waiting_for(CAB, (Matter.ACTIVATION,))[0].works]
    assert ats == sorted(ats)


def test_the_statements_of_an_inbox_do_not_grow() -> None:
    counts = []
    for serials in (range(1, 2), range(2, 7)):
        for serial in serials:
            collected(serial)
        with CaptureQueriesContext(connection) as captured:
            waiting_for(CAB)
        counts.append(len(captured))
    assert counts[1] <= counts[0] < 12


def test_an_account_to_open_has_the_limit_of_its_application_and_the_others_have_none(bank: Browser) -> None:
    opening = number(2)
    enter(opening, registered(opening), applied("C2"), e.StageReached(card_id="C2", stage=Stage.BANK_OPENING))
    collected(1)
    page = text(bank.get("/bank/waiting/"))
    assert "10个工作日" in page
    assert "无时限规定" in page


def test_a_row_opens_the_matching_form_in_two_taps_and_names_nobody(bank: Browser) -> None:
    about = collected(1)
    page = text(bank.get("/bank/waiting/?matter=activation"))
    person_id = person_of(about).person_id
    path = f"/bank/people/{person_id}/services/activate_account/?card=C1"
    assert f'href="{path}"' in page
    assert "赵" not in page
    assert about.number not in page
    assert bank.get(path).status_code == 200
    assert not models.Look.objects.filter(purpose="waiting").exists()


@pytest.mark.parametrize("query", ["after=nonsense", "after=" + "9" * 40, "after=-1", "matter=loss&after=3"])
def test_whatever_stands_in_the_address_is_answered(bank: Browser, query: str) -> None:
    assert bank.get(f"/bank/waiting/?{query}").status_code == 200


def test_an_unknown_matter_is_told_so(bank: Browser) -> None:
    page = bank.get("/bank/waiting/?matter=nonsense")
    assert page.status_code == 422
    assert "没有这一类待办" in text(page)


def test_at_other_posts_there_is_no_inbox() -> None:
    assert at_work(Channel.BANK, "610100").get("/bank/waiting/").status_code == 404
    assert at_work(Channel.DESK).get("/bank/waiting/").status_code == 404


def test_the_settled_mark_is_spelt_as_the_statement_reads_it() -> None:
    """The inbox tells settled cards apart in SQL: this is the spelling that it looks for."""
    cancelled(7, "left_province", settled=True)
    facts = models.Holding.objects.get(card_id="C7").facts
    assert '"settled":["financial"' in facts
    both = json.loads(facts)["settled"] + ["social"]
    assert sorted(both)[0] == "financial"
