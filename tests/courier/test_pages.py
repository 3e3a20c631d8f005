"""The officers' pages of the outbox."""

import pytest

from tests.channels.setting import at_work, text, title
from tests.courier.messages import BJB, CAB, HOLDER, later, people, post, row
from tests.office.world import BEIJING, NAME, NOW, number
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment
from yikatong.office.courier import desk, outbox
from yikatong.records import models

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_lanes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outbox, "targets_carried", lambda: (CAB, HOLDER))
    monkeypatch.setattr(desk, "targets_carried", lambda: (CAB, HOLDER))
    with deployment.at(NOW):
        yield


@pytest.fixture
def officer(db):
    return at_work(Channel.OFFICER)


def test_the_list_begins_with_what_fails_and_counts_the_troubles(officer) -> None:
    (a,) = people(1)
    failing, dead, waiting = post(a, attempts=2, due_at=later(60)), post(a, dead_at=NOW), post(a, BJB)
    shown = text(officer.get("/officer/outbox/"))
    assert f"/officer/outbox/{failing}/" in shown
    assert f"/officer/outbox/{dead}/" not in shown
    assert "重试中 1" in shown
    assert "死信 1" in shown
    shown = text(officer.get("/officer/outbox/?state=waiting&to=bank:BJB"))
    assert f"/officer/outbox/{waiting}/" in shown
    assert "不由信使投递" in shown


def test_nobody_is_named(officer) -> None:
    (a,) = people(1)
    told = post(a, HOLDER, attempts=1)
    for path in ("/officer/outbox/", f"/officer/outbox/{told}/"):
        shown = text(officer.get(path))
        assert NAME not in shown
        assert number().number not in shown
    assert not models.Look.objects.exists()


@pytest.mark.parametrize("query", ["state=lost", "state="])
def test_an_unknown_state_is_no_page(officer, query: str) -> None:
    assert officer.get(f"/officer/outbox/?{query}").status_code == 404


@pytest.mark.parametrize("query", ["to=nobody", "to=%00", "before=x", "before=99999999999999999999", "to=bank:x%00"])
def test_what_is_not_understood_is_left_out(officer, query: str) -> None:
    assert officer.get(f"/officer/outbox/?{query}").status_code == 200


def test_a_message_tells_why_and_is_resent(officer) -> None:
    (a,) = people(1)
    stuck = post(a, dead_at=NOW, attempts=1)
    models.Attempt.objects.create(message_id=stuck, at=NOW, outcome="dead", status=410, took_ms=31, words="接收方。")
    page = officer.get(f"/officer/outbox/{stuck}/")
    assert title(page) == "消息"
    assert "410" in text(page)
    sent = officer.post(f"/officer/outbox/{stuck}/anew/", {"act": "resend"}, follow=True)
    assert "已排入投递" in text(sent)
    assert row(stuck).dead_at is None
    act = models.StaffAct.objects.get()
    assert (act.act, act.subject) == ("resent", str(stuck))


def test_what_may_not_be_done_is_not_offered_and_refused(officer) -> None:
    (a,) = people(1)
    told = post(a, HOLDER, sent_at=NOW)
    assert "anew/" not in text(officer.get(f"/officer/outbox/{told}/"))
    refused = officer.post(f"/officer/outbox/{told}/anew/", {"act": "replay"})
    assert refused.status_code == 409
    assert "不能重放" in text(refused)
    assert row(told).sent_at == NOW
    assert not models.StaffAct.objects.exists()
    assert officer.post(f"/officer/outbox/{told}/anew/", {"act": "drop"}).status_code == 404


def test_dead_letters_are_recovered_and_it_is_written_down(officer) -> None:
    a, b = people(2)
    dead, elsewhere = post(a, dead_at=NOW), post(b, BJB, dead_at=NOW)
    form = {"act": "recover", "since": "2026-11-23T09:00", "to": "bank:CAB"}
    done = officer.post("/officer/outbox/recovery/", form, follow=True)
    assert "1 条消息已排入投递" in text(done)
    assert (row(dead).dead_at, row(elsewhere).dead_at) == (None, NOW)
    assert models.StaffAct.objects.get().act == "recovered"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"act": "recover", "since": ""}, "起始时间不完整"),
        ({"act": "recover", "since": "2026-13-45T99:99"}, "起始时间不完整"),
        ({"act": "replay", "since": "2026-11-23T09:00"}, "没有选择接收方"),
        ({"act": "replay", "since": "2026-11-23T09:00", "to": "nobody"}, "没有选择接收方"),
    ],
)
def test_a_form_that_is_not_understood_says_so(officer, form, words: str) -> None:
    number = post(people()[0], sent_at=NOW)
    answered = officer.post("/officer/outbox/recovery/", form)
    assert answered.status_code == 422
    assert words in text(answered)
    assert row(number).sent_at == NOW


def test_replay_for_one_receiver(officer) -> None:
    number = post(people()[0], sent_at=NOW)
    form = {"act": "replay", "since": "2026-11-23T09:00", "to": "bank:CAB"}
    assert "1 条消息已排入投递" in text(officer.post("/officer/outbox/recovery/", form, follow=True))
    assert row(number).sent_at is None
    refused = officer.post("/officer/outbox/recovery/", form | {"to": "holder"})
    assert refused.status_code == 409


def test_other_regions_do_not_exist(officer) -> None:
    people(1, BEIJING)
    there = post(models.Dossier.objects.get().pk, dead_at=NOW)
    assert f"/{there}/" not in text(officer.get("/officer/outbox/?state=dead"))
    assert officer.get(f"/officer/outbox/{there}/").status_code == 404
    assert officer.post(f"/officer/outbox/{there}/anew/", {"act": "resend"}).status_code == 404
    form = {"act": "recover", "since": "2026-11-01T00:00"}
    assert "0 条消息已排入投递" in text(officer.post("/officer/outbox/recovery/", form, follow=True))
    assert row(there).dead_at == NOW
