"""Acting for a relative: by the mandate of this moment, always named, decided by the counter, and noted."""

import re
from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.http import HttpResponse

from tests.channels.setting import Browser, case_number, person_id, signed_in, text
from tests.office.world import NAME, enrol, lose, number, serve, waiting
from yikatong.cards.identity import IdNumber
from yikatong.cards.person import MandateKind
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment, family
from yikatong.office.ask import OutOfScope
from yikatong.office.cases import index_of
from yikatong.records import models

pytestmark = pytest.mark.django_db
AGENT = 70


@pytest.fixture(autouse=True)
def places(city) -> None: ...


def mandate(holder: IdNumber, days: int = 30, **answers: str) -> str:
    """The holder lets the agent act, from today on."""
    ends_on = day_of(deployment.now()) + timedelta(days=days)
    asked = {"kind": "agent", "agent_id_number": number(AGENT).number, "agent_name": "周若水", **answers}
    outcome = serve("register_mandate", holder, answers={**asked, "ends_on": ends_on.isoformat()})
    assert outcome.granted, outcome.decision
    return outcome.reference


@pytest.fixture
def agent(db) -> Browser:
    return signed_in(enrol(AGENT), NAME)


def test_the_list_names_whoever_asked_and_nobody_else(agent: Browser, holder: IdNumber) -> None:
    assert "现在没有人委托您办理" in text(agent.get("/family/"))
    mandate(holder)
    page = text(agent.get("/family/"))
    assert NAME in page
    assert f'href="/for/{person_id(holder)}/"' in page
    assert family.relatives(holder) == ()


def test_each_page_names_the_person_and_leads_back(agent: Browser, holder: IdNumber) -> None:
    mandate(holder)
    base = f"/for/{person_id(holder)}/"
    pages = ("", "services/", "progress/", "timeline/", "services/report_loss/", "services/card_status/")
    for path in pages:
        page = text(agent.get(base + path))
        assert "正在为他人办理" in page, path
        assert f"正在为 {NAME} 办理" in page, path
        assert "回到本人" in page, path
    assert holder.number not in text(agent.get(base + "?show=1"))


def book(agent: Browser, holder: IdNumber) -> HttpResponse:
    """Pick the first free half hour for a relative; where the confirmation is."""
    start = f"/for/{person_id(holder)}/services/book_collection/"
    form = agent.get(start)
    at = text(form).split('name="at" value="')[1].split('"')[0]
    sent = agent.post(start, {"case_number": case_number(form), "at": at})
    assert sent.status_code == 302, text(sent)
    return sent


def test_what_an_agent_does_is_the_agents_and_is_told_so(agent: Browser) -> None:
    holder = waiting(12)
    mandate(holder)
    sent = book(agent, holder)
    told = {"case_number": case_number(agent.get(sent["Location"]))}
    assert "已预约" in text(agent.post(sent["Location"].split("?")[0], told))
    entry = models.Entry.objects.get(service="book_collection")
    assert (entry.asker, entry.dossier_id) == ("agent", person_id(holder))
    assert "代理人办理" in text(signed_in(holder).get("/timeline/"))


def test_what_the_place_has_not_said_an_agent_may_not(agent: Browser, holder: IdNumber) -> None:
    mandate(holder)
    page = text(agent.get(f"/for/{person_id(holder)}/services/report_loss/"))
    assert "没有规定“挂失”能否代办" in page


def test_what_only_the_holder_may_ask_an_agent_may_not(agent: Browser, holder: IdNumber) -> None:
    mandate(holder)
    page = text(agent.get(f"/for/{person_id(holder)}/services/register_mandate/"))
    assert "这项业务只能由" in page
    told = {"case_number": "0" * 32, "kind": "agent", "agent_id_number": number(9).number, "agent_name": "周若水"}
    agent.post(f"/for/{person_id(holder)}/services/register_mandate/", {**told, "ends_on": "2027-01-01"})
    assert models.MandateRow.objects.count() == 1


def test_without_a_mandate_there_is_nobody(agent: Browser, holder: IdNumber) -> None:
    for path in ("", "services/", "progress/", "timeline/", "services/report_loss/", "services/track/"):
        assert agent.get(f"/for/{person_id(holder)}/{path}").status_code == 404, path
    assert agent.get("/for/nobody/").status_code == 404
    assert not models.Look.objects.exists()
    assert Browser().get(f"/for/{person_id(holder)}/").status_code == 302


def test_a_mandate_ends_with_its_last_day_and_at_once_when_revoked(agent: Browser, holder: IdNumber) -> None:
    reference = mandate(holder, days=3)
    found = family.relatives(number(AGENT))
    assert [r.mandate_id for r in found] == [reference]
    for days, count in ((3, 1), (4, 0)):
        with deployment.at(deployment.now() + timedelta(days=days)):
            assert len(family.relatives(number(AGENT))) == count
            if not count:
                with pytest.raises(OutOfScope):
                    family.acting_for(number(AGENT), person_id(holder))
    outcome = serve("revoke_mandate", holder, mandate=reference)
    assert outcome.granted, outcome.decision
    assert agent.get(f"/for/{person_id(holder)}/").status_code == 404


def test_a_form_opened_for_one_person_is_not_sent_for_another(agent: Browser) -> None:
    holder, other = waiting(12), waiting(13)
    mandate(holder)
    mandate(other)
    sent = book(agent, holder)
    moved = sent["Location"].replace(person_id(holder), person_id(other))
    assert agent.get(moved).status_code == 404
    assert agent.get(sent["Location"].replace(f"/for/{person_id(holder)}", "")).status_code == 404
    assert not models.Seat.objects.exists()


def test_every_look_at_a_relative_is_noted_and_shown_to_them(agent: Browser, holder: IdNumber) -> None:
    reference = mandate(holder)
    agent.get(f"/for/{person_id(holder)}/")
    look = models.Look.objects.get(dossier_id=person_id(holder))
    assert (look.actor, look.purpose) == (f"mandate:{reference}", "by_mandate")
    assert "受委托或作为监护人代办" in text(signed_in(holder).get("/looks/"))


def test_one_row_a_mandate_and_the_widest_is_used(agent: Browser, holder: IdNumber) -> None:
    mandate(holder, matter="track")
    assert family.relatives(number(AGENT))[0].matter_names == ("查询制卡进度",)
    whole = mandate(holder, days=2)
    (relative,) = family.relatives(number(AGENT))
    assert (relative.mandate_id, relative.matters) == (whole, frozenset())
    rows = models.MandateRow.objects.values_list("agent", flat=True)
    assert set(rows) == {index_of(number(AGENT)).hex()}
    assert len(rows) == 2


def test_the_holder_sees_whom_they_let_act_and_takes_it_back(holder: IdNumber) -> None:
    reference = mandate(holder, matter="track")
    browser = signed_in(holder)
    page = text(browser.get("/family/"))
    for words in ("周若水", "查询制卡进度", reference, "撤销"):
        assert words in page
    sent = browser.post(
        "/services/revoke_mandate/", {"case_number": case_number(browser.get("/family/")), "mandate": reference}
    )
    told = {"case_number": case_number(browser.get(sent["Location"]))}
    browser.post(sent["Location"].split("?")[0], told)
    assert reference not in text(browser.get("/family/"))
    assert family.relatives(number(AGENT)) == ()


@pytest.mark.parametrize("path", ["progress/", "timeline/", "services/report_loss/", "services/book_collection/"])
def test_leave_for_one_matter_shows_nothing_beyond_it(agent: Browser, holder: IdNumber, path: str) -> None:
    mandate(holder, matter="track")
    assert agent.get(f"/for/{person_id(holder)}/{path}").status_code == 404
    mandate(holder)
    assert agent.get(f"/for/{person_id(holder)}/{path}").status_code == 200


def test_the_first_page_of_one_matter_is_what_may_be_done(agent: Browser, holder: IdNumber) -> None:
    mandate(holder, matter="track")
    base = f"/for/{person_id(holder)}/"
    assert agent.get(base)["Location"] == f"{base}services/"
    page = text(agent.get(f"{base}services/"))
    assert "正在为 赵*宁 办理" in page
    assert NAME not in page
    assert set(re.findall(rf"{base}services/(\w+)/", page)) == {"track"}
    assert f"{base}progress/" not in page
    assert agent.get(f"{base}services/track/").status_code == 200


def test_receipts_of_other_matters_are_nobodys(agent: Browser, holder: IdNumber) -> None:
    lost = lose(holder).reference
    paths = [f"/for/{person_id(holder)}/receipts/{lost}/{end}" for end in ("", "pdf/")]
    mandate(holder, matter="track")
    assert [agent.get(path).status_code for path in paths] == [404, 404]
    mandate(holder, matter="report_loss")
    assert [agent.get(path).status_code for path in paths] == [200, 200]


def test_two_mandates_for_a_matter_each_are_leave_for_both(holder: IdNumber) -> None:
    mandate(holder, matter="track")
    mandate(holder, matter="report_loss")
    (relative,) = family.relatives(number(AGENT))
    assert relative.limits == {"track", "report_loss"}
    assert replace(relative, kind=MandateKind.GUARDIAN).limits == frozenset()


def test_mandates_that_ended_hide_none_that_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(family, "RELATIVES_MAX", 2)
    standing = enrol(30)
    mandate(standing)
    for serial in range(31, 34):
        holder = enrol(serial)
        assert serve("revoke_mandate", holder, mandate=mandate(holder)).granted
    models.MandateRow.objects.filter(dossier_id=person_id(standing)).update(mandate_id="A-before-all")
    assert [r.person_id for r in family.relatives(number(AGENT))] == [person_id(standing)]


def test_an_erased_name_is_left_out(holder: IdNumber) -> None:
    mandate(holder)
    assert [given.agent_name for given in family.given_by(holder)] == ["周若水"]
    models.Personal.objects.update(sealed=b"")
    assert [given.agent_name for given in family.given_by(holder)] == [""]


def test_mandates_from_before_the_table_are_pointed_to(holder: IdNumber) -> None:
    reference = mandate(holder)
    enrol(14)
    models.MandateRow.objects.all().delete()
    assert family.relatives(number(AGENT)) == ()
    migration = import_module("yikatong.records.migrations.0007_mandates")
    for _ in range(2):
        migration.point_to_mandates(apps, None)
        assert [r.mandate_id for r in family.relatives(number(AGENT))] == [reference]


@pytest.mark.parametrize("people", [1, 6])
def test_the_list_costs_the_same_however_many(agent, people, django_assert_num_queries, db) -> None:
    for serial in range(20, 20 + people):
        mandate(enrol(serial))
    with django_assert_num_queries(2):
        found = family.relatives(number(AGENT))
    assert len(found) == people
