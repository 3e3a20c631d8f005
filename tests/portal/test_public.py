"""What everybody sees: sign-in faults by the field, outlets and distance, the photo check, the installable parts."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.channels.setting import Browser, text
from tests.office.world import enrol
from yikatong.adapters.demo.portraits import portrait

pytestmark = pytest.mark.django_db
HERE = {"latitude": "39.930", "longitude": "116.420"}


@pytest.fixture(autouse=True)
def places(city) -> None: ...


def test_what_is_empty_is_told_as_empty() -> None:
    page = text(Browser().post("/sign-in/", {"number": " ", "name": ""}))
    assert "没有填写证件号码" in page
    assert "姓名没有填写" in page
    assert "应为 18 位" not in page
    assert 'aria-invalid="true"' in page
    assert "应为 18 位" in text(Browser().post("/sign-in/", {"number": "1234", "name": "赵一宁"}))
    assert "没有填写验证码" in text(Browser().post("/sign-in/code/", {"code": " "}))


def test_outlets_are_filtered_and_the_nearest_first() -> None:
    browser = Browser()
    page = text(browser.get("/outlets/?bank=CAB&region=610000"))
    assert "小寨东路2号" in page
    assert "长安中路1号" not in page
    near = text(browser.post("/outlets/", HERE))
    assert near.index("东四北大街5号") < near.index("长安中路1号")
    assert "公里" in near
    assert "公里" not in text(browser.get("/outlets/"))
    unplaced = text(browser.post("/outlets/", {**HERE, "region": "510000"}))
    assert "没有登记位置" in unplaced


@pytest.mark.parametrize(
    "asked",
    [{"region": "99"}, {"service": "x y"}, {"bank": "\0"}, {"open_now": "x", "step_free": "maybe"}, {"latitude": "x"}],
)
def test_garbage_in_the_filters_is_a_page(asked: dict[str, str]) -> None:
    for method in (Browser().get, Browser().post):
        assert method("/outlets/", asked).status_code in (200, 422), asked


def test_a_photo_is_checked_before_the_form_is_sent() -> None:
    good = SimpleUploadedFile("a.jpg", portrait(7), "image/jpeg")
    assert "没有发现问题" in text(Browser().post("/photo/check/", {"photo": good}))
    bad = SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")
    assert "还不能用" in text(Browser().post("/photo/check/", {"photo": bad}))
    assert Browser().post("/photo/check/", {}).status_code == 422
    assert Browser().get("/photo/check/").status_code == 405
    assert 'width="358" height="441"' in text(Browser().get("/photo/frame/"))


@pytest.mark.parametrize("words", ["长辈版", "关爱版", "大字"])
def test_searching_for_large_letters_turns_them_on(words: str) -> None:
    browser = Browser()
    page = browser.get("/services/", {"q": words}, follow=True)
    assert 'data-size="elder"' in text(page)


def test_a_search_finds_by_what_people_say_and_says_when_it_does_not() -> None:
    page = text(Browser().get("/services/", {"q": "卡丢了"}))
    assert 'href="/services/report_loss/"' in page
    assert 'href="/services/renew/"' not in page
    assert "没有找到" in text(Browser().get("/services/", {"q": "<b>zz</b>"}))
    assert "<b>zz</b>" not in text(Browser().get("/services/", {"q": "<b>zz</b>"}))


def test_the_portal_can_be_installed() -> None:
    found = json.loads(Browser().get("/manifest.webmanifest").content)
    assert (found["start_url"], found["scope"], found["display"]) == ("/", "/", "standalone")
    assert {icon["sizes"] for icon in found["icons"]} == {"192x192", "512x512"}
    worker = Browser().get("/sw.js")
    assert worker["Content-Type"].startswith("text/javascript")
    kept = text(worker).split("SHELL = [")[1].split("]")[0]
    assert "/offline/" in kept
    assert all("/static/" in path or "/offline/" in path for path in kept.split(", "))


def test_the_offline_page_is_about_nobody(citizen: Browser) -> None:
    enrol(3)
    mine, strangers = (text(browser.get("/offline/")) for browser in (citizen, Browser()))
    strip = [page.split("<main")[1].split("</main>")[0] for page in (mine, strangers)]
    assert strip[0] == strip[1]
