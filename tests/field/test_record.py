"""What was found at the door: by the plain form and by the telephone's queue, once, with consent, nothing automatic."""

import base64
import json
import secrets
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.channels.setting import Browser, at_work, case_number, person_id, text, title
from tests.field.conftest import WEIYANG, YANTA, ask_for
from tests.office.world import enrol, lose, person_of, serve
from yikatong.adapters.demo.portraits import portrait
from yikatong.cards.identity import IdNumber
from yikatong.cards.visits import VisitOutcome
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.moments import CHINA
from yikatong.office import deployment
from yikatong.records import models

pytestmark = pytest.mark.django_db
PLACE = "34.213451,108.943200,23"


def now() -> str:
    return f"{deployment.now().astimezone(CHINA):%Y-%m-%dT%H:%M}"


def sent(browser: Client, visit: str, number: str = "", version: int | None = None, **answers: Any) -> HttpResponse:
    """One record out of the queue."""
    told = {
        "case_number": number or secrets.token_hex(16), "visit": visit, "version": version,
        "answers": {"outcome": "not_home", "visited_at": now(), **answers},
    }  # fmt: skip
    return browser.post("/field/records/", json.dumps(told), content_type="application/json")


def test_the_plain_form_records_and_says_what_is_missing(worker: Browser, holder: IdNumber, visit: str) -> None:
    page = worker.get(f"/field/visits/{visit}/")
    answers = {"case_number": case_number(page), "visited_at": now(), "version": str(person_of(holder).version)}
    empty = worker.post(f"/field/visits/{visit}/", answers)
    assert empty.status_code == 422
    assert "没有填写" in text(empty)
    unseen = worker.post(f"/field/visits/{visit}/", answers | {"outcome": "met"})
    assert "须当面核对身份证件" in text(unseen)
    picture = SimpleUploadedFile("p.jpg", portrait(1), "image/jpeg")
    full = {"outcome": "met", "document_seen": "true", "photo": picture, "photo_consent": "true"}
    done = worker.post(f"/field/visits/{visit}/", answers | full)
    assert title(done) == "登记上门结果：已办理", text(done)
    entry = models.Entry.objects.get(service="record_visit")
    assert (entry.assurance, entry.asker, entry.channel) == (Assurance.PRESENT, "officer", "field")
    assert models.Picture.objects.filter(dossier_id=entry.dossier_id).exists()
    assert person_of(holder).visits[0].outcome is VisitOutcome.MET


def test_a_closed_door_takes_nothing_away(worker: Browser, holder: IdNumber, visit: str) -> None:
    before = person_of(holder)
    told = sent(worker, visit).json()
    after = person_of(holder)
    assert told["result"] == "granted"
    assert "待遇和社保卡不受影响" in told["words"][0]
    assert (after.cards, after.words, after.mandates) == (before.cards, before.words, before.mandates)
    assert models.Entry.objects.get(service="record_visit").assurance == Assurance.NONE
    assert ask_for(holder)  # another visit may be asked for at once


def test_the_same_record_sent_twice_is_recorded_once(worker: Browser, visit: str) -> None:
    number, at = secrets.token_hex(16), now()
    first, again = (sent(worker, visit, number, visited_at=at).json() for _ in range(2))
    assert first == again
    assert models.Entry.objects.filter(service="record_visit").count() == 1
    other = sent(worker, visit, number, visited_at=at, outcome="moved")
    assert (other.status_code, other.json()["code"]) == (422, "case_number_reused")


def test_a_changed_dossier_is_a_conflict_until_the_worker_has_seen_it(
    worker: Browser, holder: IdNumber, visit: str
) -> None:
    version, number = person_of(holder).version, secrets.token_hex(16)
    assert lose(holder).granted
    conflict = sent(worker, visit, number, version)
    assert conflict.status_code == 412
    told = conflict.json()
    assert [act["name"] for act in told["since"]] == ["挂失"]
    assert told["version"] == version + 1
    assert not models.Entry.objects.filter(service="record_visit").exists()
    assert sent(worker, visit, number, told["version"]).json()["result"] == "granted"


def test_the_plain_form_shows_both_sides_too(worker: Browser, holder: IdNumber, visit: str) -> None:
    page = worker.get(f"/field/visits/{visit}/")
    answers = {"case_number": case_number(page), "visited_at": now(), "version": str(person_of(holder).version)}
    assert lose(holder).granted
    conflict = worker.post(f"/field/visits/{visit}/", answers | {"outcome": "moved", "note": "邻居说搬走了"})
    assert conflict.status_code == 412
    assert "挂失" in text(conflict)
    assert "邻居说搬走了" in text(conflict)
    again = answers | {"outcome": "moved", "version": str(person_of(holder).version)}
    assert title(worker.post(f"/field/visits/{visit}/", again)).endswith("已办理")


def test_giving_up_is_noted_with_its_reason(worker: Browser, visit: str) -> None:
    told = json.dumps({"visit": visit, "reason": "visit_dropped_again"})
    assert worker.post("/field/dropped/", told, content_type="application/json").json()["result"] == "dropped"
    assert models.Look.objects.get().purpose == "visit_dropped_again"
    plain = worker.post(f"/field/visits/{visit}/", {"dropped": "visit_dropped_wrong"})
    assert "内容填写有误" in text(plain)
    bad = worker.post("/field/dropped/", json.dumps({"visit": visit, "reason": "no"}), content_type="application/json")
    assert bad.status_code == 422


def test_the_holder_called_it_off_while_the_telephone_was_silent(worker: Browser, holder: IdNumber, visit: str) -> None:
    assert serve("cancel_visit", holder, Channel.HOTLINE).granted
    refused = sent(worker, visit)
    assert refused.status_code == 409
    assert "已取消" in refused.json()["words"][0]


def test_place_and_picture_only_by_consent(worker: Browser, visit: str) -> None:
    photo = base64.b64encode(portrait(1)).decode()
    met = {"outcome": "met", "document_seen": "true", "photo": photo, "location": PLACE}
    refused = sent(worker, visit, **met)
    assert refused.status_code == 409
    assert len(refused.json()["words"]) == 2
    done = sent(worker, visit, **met, photo_consent="true", location_consent="true").json()
    assert done["result"] == "granted"
    entry = models.Entry.objects.get(service="record_visit")
    assert "34.21" not in entry.events  # a place is a personal word: sealed apart, erasable
    assert models.Personal.objects.filter(reference=entry.reference).exists()


def test_another_district_and_another_channel_record_nothing(visit: str) -> None:
    assert sent(at_work(Channel.FIELD, WEIYANG), visit).status_code == 404
    assert sent(at_work(Channel.DESK), visit).status_code == 404
    assert Browser().post("/field/records/", "{}", content_type="application/json").status_code == 302
    assert not models.Entry.objects.filter(service="record_visit").exists()


def test_a_page_of_another_site_sends_nothing(visit: str) -> None:
    strict = at_work(Channel.FIELD, YANTA, enforce_csrf_checks=True)
    assert sent(strict, visit).status_code == 403
    token = strict.get("/field/day.json").json()["csrf"]
    told = {"case_number": "a" * 32, "visit": visit, "answers": {"outcome": "moved", "visited_at": now()}}
    headers = {"X-CSRFToken": token}
    good = strict.post("/field/records/", json.dumps(told), content_type="application/json", headers=headers)
    assert good.json()["result"] == "granted"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"{", b'{"answers": 5}', b'{"visit": null, "answers": {}}', b"\xff\xfe", b"[" * 5000,
        b'{"visit": "VISIT", "case_number": "x", "answers": {"outcome": "met"}}',
        b'{"visit": "VISIT", "case_number": "' + b"0" * 32 + b'", "answers": {"outcome": {"a": 1}, "x": []}}',
        b'{"visit": "VISIT", "case_number": "' + b"0" * 32 + b'", "answers": {"outcome": "met", "photo": "@@"}}',
        b'{"visit": "VISIT", "version": 1e400, "case_number": "' + b"0" * 32 + b'", "answers": {"photo": 7}}',
        b'{"visit": "VISIT", "case_number": "' + b"0" * 32 + b'", "answers": {"note": "\\ud800", "outcome": "moved"}}',
        b'{"visit": "VISIT", "reason": []}', b'{"visit": "VISIT", "reason": {"a": 1}}',
        *(b'{"visit": "' + bad + b'", "reason": "visit_dropped_wrong", "case_number": "' + b"0" * 32
          + b'", "answers": {"outcome": "moved"}}' for bad in (b"\\ud800", b"\\u0000", b"x" * 500)),
    ],
)  # fmt: skip
def test_whatever_is_sent_is_answered(worker: Browser, visit: str, body: bytes) -> None:
    raw = body.replace(b"VISIT", visit.encode())
    for path in ("/field/records/", "/field/dropped/"):
        response = worker.post(path, BytesIO(raw).read(), content_type="application/json")
        assert response.status_code in (400, 404, 422), (path, response.content)
        assert response.json()["words"][0]


def test_services_at_the_table_are_those_of_the_channel(worker: Browser, holder: IdNumber, visit: str) -> None:
    """Wherever the card was issued: the visit is the leave to see its holder."""
    page = text(worker.get(f"/field/visits/{visit}/"))
    assert f"/field/visits/{visit}/services/card_status/" in page
    assert "正常" in text(worker.get(f"/field/visits/{visit}/services/card_status/"))
    form = worker.get(f"/field/visits/{visit}/services/cancel_visit/")
    unseen = worker.post(
        f"/field/visits/{visit}/services/cancel_visit/", {"case_number": case_number(form), "card": ""}
    )
    assert unseen.status_code in (302, 422)
    assert worker.get(f"/field/visits/{visit}/services/report_account_state/").status_code == 404
    assert models.Look.objects.filter(dossier_id=person_id(holder), purpose="card_status").exists()


def test_somebody_of_another_province_is_visited_where_they_live(worker: Browser) -> None:
    away = ask_for(enrol(5, region="110101"))
    assert worker.get(f"/field/visits/{away}/").status_code == 200
    assert sent(worker, away).json()["result"] == "granted"
