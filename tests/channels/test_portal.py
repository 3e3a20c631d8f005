"""The portal: what everybody sees, the home page, and a service from the form to its answer."""

import pytest

from tests.channels.setting import Browser, act, case_number, fill, signed_in, text, title
from tests.office.world import LONG_AGO, NAME, enrol, enter, number, person_of, waiting
from yikatong.adapters.demo.portraits import portrait
from yikatong.cards import events as e
from yikatong.cards.identity import IdNumber
from yikatong.cards.states import State
from yikatong.records import models

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(city) -> None: ...


def upload(name: str, content: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content, "image/jpeg")


def test_everybody_sees_guides_outlets_and_the_photo_check() -> None:
    browser = Browser()
    for path in ("/", "/guides/", "/guides/report_loss/", "/outlets/", "/photo/", "/services/"):
        assert browser.get(path).status_code == 200, path
    assert "雁塔区长安中路1号" in text(browser.get("/outlets/?region=610100"))
    found = browser.post("/services/find_outlet/", {"case_number": "0" * 32, "region": "610000"})
    assert "雁塔区长安中路1号" in text(found)


def test_a_guide_differs_by_region_and_names_its_sources() -> None:
    national, local = (text(Browser().get(f"/guides/report_loss/?region={r}")) for r in ("000000", "610100"))
    assert "适用于陕西省西安市" in local
    assert "陕西" not in national.split("规定和来源")[1].split("上级或全国")[0]
    assert "来源：《" in local
    assert "{" not in local.split("<main")[1]
    assert Browser().get("/guides/report_loss/?region=nonsense").status_code == 200
    assert Browser().get("/guides/nothing/").status_code == 404


def test_a_photo_is_checked_without_a_sign_in() -> None:
    browser = Browser()
    form = browser.get("/photo/")
    told = {"case_number": case_number(form), "region": "610100", "confirmed": "on"}
    good = browser.post("/services/check_photo/", {**told, "photo": upload("a.jpg", portrait(7))})
    assert "没有发现问题" in text(good)
    bad = browser.post("/services/check_photo/", {**told, "photo": upload("a.jpg", b"no picture")})
    assert bad.status_code == 200
    assert "还不能用" in text(bad)


def test_home_shows_both_functions_in_words_and_masks_the_holder(citizen: Browser, holder: IdNumber) -> None:
    page = text(citizen.get("/"))
    for words in ("社保功能 正常", "金融功能 正常", "一切正常", "全部事项"):
        assert words in page
    for secret in (holder.number, "A00000001", NAME):
        assert secret not in page
    shown = text(citizen.get("/?show=1"))
    for words in (holder.number, "A00000001", NAME):
        assert words in shown


def test_home_tells_until_when_and_what_next(citizen: Browser) -> None:
    act(citizen, "/services/report_loss/", function="social", kind="temporary")
    page = text(citizen.get("/"))
    assert "口头挂失" in page
    assert "还剩 " in page
    assert "自动恢复" in page
    assert "金融功能没有挂失" in page
    assert 'href="/services/lift_loss/?card=C1"' in page


def test_home_shows_a_running_application_and_its_stage() -> None:
    page = text(signed_in(waiting(3)).get("/"))
    assert "网点待领取" in page
    assert "等您办理" in page


def test_closed_services_stay_listed_with_reason_and_source(citizen: Browser) -> None:
    page = text(citizen.get("/services/"))
    assert "现在不能办的" in page
    assert "依据：《" in page


def test_a_loss_is_reported_once_however_often_it_is_clicked(citizen: Browser, holder: IdNumber) -> None:
    sent = fill(citizen, "/services/report_loss/", function="social", kind="temporary")
    check = citizen.get(sent["Location"])
    assert title(check) == "核对：挂失"
    assert "临时（口头）挂失" in text(check)
    told = {"case_number": case_number(check)}
    first, second = (citizen.post("/services/report_loss/check/", told) for _ in range(2))
    assert title(first) == title(second) == "挂失：已办理"
    entry = models.Entry.objects.get(service="report_loss")
    assert entry.reference in text(first)
    assert entry.reference in text(second)
    assert person_of(holder).cards[0].social.state is State.TEMP_LOST


def test_a_changed_form_under_the_same_number_is_told(citizen: Browser) -> None:
    sent = fill(citizen, "/services/report_loss/", function="social")
    told = {"case_number": sent["Location"].split("=")[-1]}
    citizen.post("/services/report_loss/check/", told)
    citizen.post("/services/report_loss/", {**told, "function": "financial"})
    again = citizen.post("/services/report_loss/check/", told)
    assert again.status_code == 422
    assert "这笔业务已经办过" in text(again)


def test_a_refusal_shows_why_the_source_and_where_to_go(citizen: Browser) -> None:
    page = fill(citizen, "/services/report_loss/", function="social", kind="formal")
    told = text(citizen.get(page["Location"]))
    assert title(citizen.get(page["Location"])) == "现在还不能挂失"
    for words in ("正式挂失须持有效身份证件", "依据：", "可以这样办", "12333"):
        assert words in told
    assert 'href="/services/find_outlet/"' in told


def test_wrong_answers_are_listed_and_linked(citizen: Browser) -> None:
    form = citizen.get("/services/report_loss/")
    page = citizen.post("/services/report_loss/", {"case_number": case_number(form), "function": "both"})
    assert page.status_code == 422
    assert 'href="#f-function"' in text(page)
    assert 'id="f-function"' in text(page)
    missing = citizen.post("/services/report_loss/", {"case_number": case_number(form)})
    assert "这一项没有填写" in text(missing)


def test_what_needs_a_check_leads_there_and_back(holder: IdNumber) -> None:
    from tests.channels.test_sign_in import sent_code

    browser = Browser()
    browser.post("/sign-in/", {"number": holder.number, "name": NAME})
    browser.post("/sign-in/code/", {"code": sent_code()})
    straight = browser.get("/services/reset_pin/?card=C1")["Location"]
    assert straight == "/step-up/?next=/services/reset_pin/%3Fcard%3DC1"
    assert "办理“重置社保密码”前，请先确认是您本人" in text(browser.get(straight))
    assert "先核验本人" in text(browser.get("/services/"))
    page = text(browser.get("/step-up/?next=/services/reset_pin/"))
    assert "人脸核验" in page
    assert "不使用人脸识别" in page
    assert browser.post("/step-up/", {"method": "palm"}).status_code == 422
    passed = browser.post("/step-up/", {"method": "video", "next": "/services/reset_pin/?card=C1"})
    assert passed["Location"] == "/services/reset_pin/?card=C1"
    assert title(browser.get(passed["Location"])) == "重置社保密码"


def test_a_pin_goes_straight_to_the_act_with_a_confirmation(citizen: Browser) -> None:
    form = citizen.get("/services/change_pin/")
    told = {"case_number": case_number(form), "current_pin": "470916", "new_pin": "582930"}
    unconfirmed = citizen.post("/services/change_pin/", told)
    assert unconfirmed.status_code == 422
    assert "还没有确认" in text(unconfirmed)
    assert "582930" not in text(unconfirmed)
    pages = [citizen.post("/services/change_pin/", {**told, "confirmed": "on"}) for _ in range(2)]
    assert [title(p) for p in pages] == ["修改社保密码：已办理"] * 2
    assert models.Entry.objects.filter(service="change_pin").count() == 1


def test_somebody_without_a_record_may_apply(db) -> None:
    browser = signed_in(number(60), "钱二黎")
    assert "没有查到您的社保卡" in text(browser.get("/"))
    form = browser.get("/services/apply/")
    told = {
        "case_number": case_number(form), "confirmed": "on", "region": "610100", "name": "钱二黎",
        "mobile": "13800000000", "bank": "CAB", "outlet": "XA-YT-01", "photo": upload("p.jpg", portrait(3)),
    }  # fmt: skip
    page = browser.post("/services/apply/", told)
    assert title(page) == "申领：已办理", text(page)
    assert "申请已受理" in text(browser.get("/"))


def test_a_draft_of_another_person_or_service_is_gone(citizen: Browser) -> None:
    sent = fill(citizen, "/services/report_loss/", function="social")
    assert citizen.get(sent["Location"].replace("report_loss", "lift_loss")).status_code == 404
    drafts = citizen.session["drafts"]
    other = signed_in(enrol(9))
    session = other.session
    session["drafts"] = drafts
    session.save()
    assert other.get(sent["Location"]).status_code == 404


def test_only_the_channels_services_exist(citizen: Browser) -> None:
    for code in ("instant_issue", "review_application", "nothing"):
        assert citizen.get(f"/services/{code}/").status_code == 404, code


def test_several_cards_are_shown_one_at_a_time(db) -> None:
    about = enrol(4)
    event = e.ApplicationSubmitted(
        card_id="C44", region="110101", bank="BJB", outlet="BJ-01", reason="first", photo="d" * 64
    )
    enter(about, event, at=LONG_AGO)
    browser = signed_in(about)
    first, second = text(browser.get("/")), text(browser.get("/?card=C44"))
    for page in (first, second):
        assert page.count('class="card-face') == 1
        assert 'href="/?card=C4"' in page
        assert 'href="/?card=C44"' in page
    assert "社保功能 正常" in first
    assert "申请已受理" in second.split("</article>")[0]
