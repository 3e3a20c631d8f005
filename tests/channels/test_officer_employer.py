"""Officer, employer and demo: the queue and its photos, batches, and pages of the demonstration alone."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.channels.setting import Browser, act, application, at_work, case_number, fill, person_id, text, title
from tests.office.world import LONG_AGO, NAME, applied, enter, number, registered
from yikatong.cards import events as e
from yikatong.cards.identity import IdNumber
from yikatong.cards.stages import Stage
from yikatong.catalogue.channels import Channel
from yikatong.office import batches, deployment
from yikatong.records import models

pytestmark = pytest.mark.django_db


def test_the_queue_pages_by_key_and_shows_no_name(officer: Browser) -> None:
    for serial in range(200, 253):
        about = number(serial)
        enter(
            about,
            registered(about),
            applied(f"Q{serial}"),
            e.StageReached(card_id=f"Q{serial}", stage=Stage.VERIFYING),
            at=LONG_AGO,
        )
    first = text(officer.get("/officer/queue/"))
    assert NAME not in first
    more = re.search(r'href="\?(at=[^"]+)"', first)
    assert more
    second = text(officer.get("/officer/queue/?" + more[1].replace("&amp;", "&")))
    seen = [re.findall(r"/cards/(Q\d+)/", page) for page in (first, second)]
    assert [len(s) for s in seen] == [50, 3]
    assert len(set(seen[0] + seen[1])) == 53
    for bad in ("at=now", "at=2026-01-01", "at=2026-01-01T00:00:00%2B08:00&card=%00"):
        assert officer.get("/officer/queue/?" + bad).status_code == 404


def test_an_officer_sees_the_photo_and_approves_once(officer: Browser) -> None:
    person, card = application()
    path = f"/officer/people/{person}/cards/{card}/"
    assert f"{card}/" in text(officer.get("/officer/queue/"))
    page = officer.get(path)
    photo = officer.get(path + "photo/")
    assert photo["Content-Type"] == "image/jpeg"
    assert photo.content[:2] == b"\xff\xd8"
    assert "no-store" in photo["Cache-Control"]
    assert models.Look.objects.filter(purpose="photo").count() == 1
    action = f"/officer/people/{person}/services/review_application/"
    sent = officer.post(action, {"case_number": case_number(page), "card": card, "verdict": "approve"})
    told = {"case_number": case_number(page)}
    pages = [officer.post(sent["Location"].split("?")[0], told) for _ in range(2)]
    assert [title(p) for p in pages] == ["审核申请：已办理"] * 2
    assert models.Entry.objects.get(service="review_application").actor == "officer-610000-"
    assert card not in text(officer.get("/officer/queue/"))


def test_a_photo_out_of_scope_does_not_exist(officer: Browser) -> None:
    person, card = application()
    path = f"/officer/people/{person}/cards/{card}/"
    away = at_work(Channel.OFFICER, "110000")
    assert [away.get(p).status_code for p in (path, path + "photo/")] == [404, 404]
    assert card not in text(away.get("/officer/queue/"))
    assert officer.get(f"/officer/people/{person}/cards/none/photo/").status_code == 404
    assert at_work(Channel.DESK).get(path + "photo/").status_code == 404


def test_a_correction_needs_a_second_officer(officer: Browser, holder: IdNumber) -> None:
    base = f"/officer/people/{person_id(holder)}/"
    done = act(officer, base + "services/propose_correction/", part="mobile", value="13911112222", reason="更换号码")
    assert title(done).endswith("已办理"), text(done)
    page = text(officer.get(base))
    assert "等待复核的更正" in page
    assert "13911112222" not in page


def roll() -> SimpleUploadedFile:
    book, sink = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["姓名", "证件号码", "手机号码", "银行", "领卡网点", "照片"])
    book.active.append(["钱二黎", number(90).number, "13800000000", "CAB", "XA-YT-01", ""])
    book.save(sink)
    return SimpleUploadedFile("roll.xlsx", sink.getvalue())


def test_an_employer_hands_in_a_roll_once_and_sees_its_own_batches(employer: Browser) -> None:
    form = employer.get("/employer/")
    number_of_case = case_number(form)
    sent, book = [], roll().read()  # once: a workbook holds the second in which it was saved
    for _ in range(2):
        told = {"case_number": number_of_case, "region": "610100", "roll": SimpleUploadedFile("roll.xlsx", book)}
        response = employer.post("/employer/", told)
        assert response.status_code in (302, 422), text(response)
        sent.append(response)
    assert [r.status_code for r in sent] == [302, 302], text(sent[0])
    assert sent[0]["Location"] == sent[1]["Location"]
    for batch_id in batches.waiting():
        batches.work(batch_id)
    page = text(employer.get(sent[0]["Location"]))
    assert "逐人结果" in page or "已办结" in page
    assert number(90).number not in page
    csv = b"".join(employer.get(sent[0]["Location"] + "results.csv").streaming_content).decode()
    assert csv.startswith("\ufeff行号")
    other = at_work(Channel.EMPLOYER, party="EMP-2")
    assert other.get(sent[0]["Location"]).status_code == 404
    assert other.get(sent[0]["Location"] + "results.csv").status_code == 404
    assert sent[0]["Location"] not in text(other.get("/employer/"))


def test_a_bad_roll_is_told(employer: Browser) -> None:
    missing = fill(employer, "/employer/", region="610100")
    assert missing.status_code == 422
    assert "没有收到申领名单文件" in text(missing)
    bad = fill(employer, "/employer/", region="610100", roll=SimpleUploadedFile("a.xlsx", b"junk"))
    assert bad.status_code == 422


def test_the_demo_pages_show_who_can_sign_in_and_move_the_clock(holder: IdNumber, desk: Browser) -> None:
    page = text(Browser().get("/demo/"))
    assert holder.number in page
    assert "desk-610000-" in page
    before = deployment.now()
    assert Browser().post("/demo/clock/", {"seconds": "86400"}).status_code == 302
    assert (deployment.now() - before).total_seconds() >= 86400
    assert Browser().post("/demo/clock/", {"seconds": "-5"}).status_code == 404
    assert Browser().post("/demo/identity/", {"script": "refuse"}).status_code == 302
    refused = Browser().post("/sign-in/check/", {"number": holder.number, "name": NAME, "method": "face"})
    assert refused.status_code == 403
    assert "没有通过" in text(refused)
    Browser().post("/sign-in/", {"number": holder.number, "name": NAME})
    assert "138****0000" in text(Browser().get("/demo/messages/"))


def test_outside_demo_mode_the_demo_pages_do_not_exist(settings, holder: IdNumber) -> None:
    settings.DEMO = False
    browser = Browser()
    assert [browser.get(f"/demo/{p}").status_code for p in ("", "messages/", "identity/")] == [404] * 3
    assert browser.post("/demo/clock/", {"seconds": "3600"}).status_code == 404


def test_an_officer_reviews_one_after_the_other(officer: Browser) -> None:
    first, second = application(41), application(42)
    opened = officer.get("/officer/queue/next/")
    assert f"/cards/{first[1]}/" in opened["Location"]
    page = officer.get(opened["Location"])
    assert 'data-key="A"' in text(page)
    on = officer.post(opened["Location"], {"case_number": case_number(page), "verdict": "approve"})
    assert f"/cards/{second[1]}/" in officer.get(on["Location"])["Location"]
    again = officer.post(opened["Location"], {"case_number": case_number(page), "verdict": "approve"})
    assert again["Location"] == on["Location"]
    page = officer.get(officer.get(on["Location"])["Location"])
    assert "上一件已记录" in text(page)
    path = f"/officer/people/{second[0]}/cards/{second[1]}/"
    bare = officer.post(path, {"case_number": case_number(page), "verdict": "return_photo"})
    assert bare.status_code == 422
    assert "须写明理由" in text(bare)
    unfit = {"case_number": case_number(bare), "verdict": "return_photo", "reason": "no_local_tie"}
    assert "不相符" in text(officer.post(path, unfit))
    fit = unfit | {"reason": "photo_quality"}
    assert officer.post(path, fit)["Location"].startswith("/officer/queue/?done=YK")
    assert "没有待审核的申请" in text(officer.get("/officer/queue/"))
