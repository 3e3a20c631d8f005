"""What holds for all pages: CSRF, escaping, headers, secrets, garbage, and a form for every service."""

import json
import logging
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.channels.setting import RIGHT, Browser, at_work, case_number, fill, person_id, signed_in, text, title
from tests.office.world import NAME, applied, enrol, enter, number, registered
from yikatong.cards import events as e
from yikatong.cards.identity import IdNumber
from yikatong.cards.stages import Stage
from yikatong.catalogue.channels import Channel
from yikatong.channels.derive import drafts
from yikatong.services import catalogue

pytestmark = pytest.mark.django_db
STAFFED = (Channel.DESK, Channel.BANK, Channel.HOTLINE, Channel.OFFICER)


def browser_of(channel: Channel, about: IdNumber, **checks) -> tuple[Browser, str]:
    """Somebody who may ask about the person on this channel, and where that person's pages begin."""
    if channel is Channel.PORTAL:
        return signed_in(about), "/"
    browser = at_work(channel, party="CAB" if channel is Channel.BANK else "", **checks)
    base = f"/{channel.value}/people/{person_id(about)}/"
    if channel is Channel.HOTLINE:
        browser.post(base + "caller/", RIGHT)
    return browser, base


class Wellformed(HTMLParser):
    """Every input has its label, every id is there once, every description exists."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.inputs: list[str] = []
        self.described: list[str] = []
        self.styles = 0

    def handle_starttag(self, tag: str, attrs) -> None:
        found = dict(attrs)
        self.ids += [found["id"]] if "id" in found else []
        self.labelled |= {found["for"]} if tag == "label" else set()
        self.described += (found.get("aria-describedby") or found.get("aria-labelledby") or "").split()
        inline = tag == "style" or tag == "script" and "src" not in found
        self.styles += "style" in found or inline or any(a.startswith("on") for a in found)
        if tag in ("input", "select", "textarea") and found.get("type") != "hidden":
            self.inputs.append(found.get("id", f"without id: {found}"))

    def faults(self) -> list[str]:
        twice = [i for i in self.ids if self.ids.count(i) > 1]
        unlabelled = [i for i in self.inputs if i not in self.labelled]
        missing = [i for i in self.described if i not in self.ids]
        return twice + unlabelled + missing + ["inline style or script"] * self.styles


def faults_of(page: str) -> list[str]:
    parser = Wellformed()
    parser.feed(page)
    return parser.faults()


def test_the_checker_of_pages_sees_faults() -> None:
    assert faults_of('<input id="a"><label for="b"></label>') == ["a"]
    assert faults_of('<p id="a" style="x"></p><p id="a" aria-describedby="z"></p>')
    assert faults_of('<label for="a"></label><input id="a"><script defer src="/x.js"></script>') == []
    assert faults_of("<script>x</script>")


@pytest.mark.parametrize("channel", [Channel.PORTAL, *STAFFED])
def test_every_service_has_its_page_on_every_channel_that_offers_it(channel: Channel, holder: IdNumber) -> None:
    browser, base = browser_of(channel, holder)
    offered = [s for s in catalogue().values() if channel in s.channels and not s.by_program]
    assert offered
    for service in offered:
        start = base if service.about_person or channel is Channel.PORTAL else f"/{channel.value}/"
        page = browser.get(f"{start}services/{service.code}/?by=agent", follow=True)  # no questions: on to the check
        assert page.status_code == 200, service.code
        assert service.name in title(page), service.code
        assert faults_of(text(page)) == [], service.code


@pytest.mark.parametrize("channel", [Channel.PORTAL, *STAFFED])
def test_garbage_is_refused_and_never_an_error(channel: Channel, holder: IdNumber) -> None:
    browser, base = browser_of(channel, holder)
    bodies = (
        {},
        {"case_number": "x"},
        {"case_number": "0" * 32, "confirmed": "on"},
        {"case_number": "0" * 32, **dict.fromkeys(("function", "photo", "bank", "at", "new_pin", "kind"), "\0\ud7ff")},
        {"case_number": "0" * 32, "confirmed": "on", "card": "\0", "region": "99", "asker": "x", "agent_number": "\0"},
        {"case_number": "0" * 32, "photo": SimpleUploadedFile("x", b"\0"), "roll": SimpleUploadedFile("y", b"")},
    )
    for service in catalogue().values():
        start = base if service.about_person or channel is Channel.PORTAL else f"/{channel.value}/"
        path = f"{start}services/{service.code}/"
        for body in bodies:
            assert browser.post(path, body).status_code < 500, (path, body)
        for address in (path, f"{path}check/"):
            assert 400 <= browser.post(address, {"case_number": "garbage"}).status_code < 500, address
        raw = browser.post(path, b"\xff\x00garbage", content_type="multipart/form-data; boundary=x")
        assert 400 <= raw.status_code < 500


def test_addresses_that_are_no_addresses_are_not_found(desk: Browser) -> None:
    for path in ("/desk/people/a%00b/", "/desk/people/../", "/services/%00/", "/officer/people/x/cards/%ff/", "/x"):
        assert desk.get(path).status_code == 404, path


def test_of_a_card_no_more_is_kept_than_an_id_can_be(
    citizen: Browser, holder: IdNumber, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = []
    monkeypatch.setattr(drafts, "keep", lambda *told: kept.append(told[-1].card_id))
    fill(citizen, "/services/report_loss/", function="social", kind="temporary", card="C" * 100_000)
    citizen.get("/services/enable/?card=" + "C" * 3000)
    assert kept
    assert all(len(card_id or "") <= 100 for card_id in kept)


def test_too_much_is_told_with_a_page(citizen: Browser, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    page = citizen.post("/services/report_loss/", {"function": "x" * 2000})
    assert (page.status_code, title(page)) == (413, "上传的内容太大")
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    assert citizen.post("/services/report_loss/", dict.fromkeys("abcdef", "1")).status_code == 413


def test_a_bug_has_a_page_too(citizen: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    from yikatong.channels.portal import home

    def broken(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr(home, "open_dossier", broken)
    citizen.raise_request_exception = False
    page = citizen.get("/")
    assert page.status_code == 500
    assert "12333" in text(page)
    assert "planted" not in text(page)


def test_every_post_needs_its_token(holder: IdNumber) -> None:
    signed = signed_in(holder)
    browser = Browser(enforce_csrf_checks=True)
    browser.cookies = signed.cookies
    for path in ("/services/report_loss/", "/services/report_loss/check/", "/sign-out/", "/step-up/", "/sign-in/"):
        page = browser.post(path, {})
        assert (page.status_code, title(page)) == (403, "页面已过期"), path
    staff, base = browser_of(Channel.DESK, holder, enforce_csrf_checks=True)
    for path in ("/desk/", base + "unmask/", base + "services/report_loss/", "/staff/posts/", "/staff/sign-out/"):
        assert staff.post(path, {}).status_code == 403, path
    for path in ("/staff/", "/demo/clock/", "/demo/identity/", "/sign-in/check/", "/sign-in/code/"):
        assert Browser(enforce_csrf_checks=True).post(path, {}).status_code == 403, path


def test_words_of_people_are_never_markup(desk: Browser) -> None:
    about, evil = number(40), "<script>alert(1)</script>"
    person = registered(about)
    enter(about, e.PersonRegistered(id_kind=person.id_kind, name=evil, id_number=about.number, mobile=evil,
          address=evil, born_on="1970-01-01"), applied("C40"),
          e.StageReached(card_id="C40", stage=Stage.PHOTO_RETURNED, note=evil),
          answer=json.dumps({"next": [], "region": "610104", "words": evil}))  # fmt: skip
    base = f"/desk/people/{person_id(about)}/"
    pages = [
        desk.get(base), desk.post(base + "unmask/", {"reason": "unmask_print"}), desk.post("/desk/", {"q": evil}),
        at_work(Channel.OFFICER).get(base.replace("desk", "officer")),
        fill(desk, base + "services/resubmit_photo/?by=agent", agent_number=evil, asker="agent"),
        Browser().post("/sign-in/", {"number": evil, "name": evil, "next": f"/{evil}"}),
        Browser().post("/staff/", {"username": evil, "password": evil, "otp_token": evil, "next": f'/"{evil}'}),
        Browser().get(f"/{evil}"), Browser().get("/guides/report_loss/", {"region": evil}),
    ]  # fmt: skip
    assert "&lt;script&gt;" in text(pages[1])
    assert all("<script>" not in text(page) for page in pages)


def test_personal_pages_are_kept_by_no_cache_and_all_have_the_headers(citizen: Browser, desk: Browser) -> None:
    for page in (citizen.get("/"), citizen.get("/services/track/"), desk.get("/desk/"), Browser().get("/nowhere")):
        assert page["Cache-Control"] == "no-store, private"
        assert "default-src 'self'" in page["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert page["X-Frame-Options"] == "DENY"
        assert page["X-Content-Type-Options"] == "nosniff"
        assert page["Referrer-Policy"] == "same-origin"
        assert '<html lang="zh-Hans" dir="ltr"' in text(page)


def test_main_pages_are_well_formed(citizen: Browser, desk: Browser, holder: IdNumber) -> None:
    pages = [citizen.get(p) for p in ("/", "/guides/", "/guides/apply/", "/sign-in/", "/sign-in/check/", "/step-up/")]
    pages += [desk.get(p) for p in ("/desk/", f"/desk/people/{person_id(holder)}/", "/staff/posts/", "/demo/")]
    assert [faults_of(text(p)) for p in pages] == [[]] * len(pages)


def test_no_number_or_pin_in_sessions_addresses_or_logs(holder: IdNumber, caplog, desk: Browser) -> None:
    caplog.set_level(logging.DEBUG)
    agent, addresses = enrol(5), []
    base = desk.post("/desk/", {"q": holder.number})["Location"]
    told = {"function": "social", "present": "on", "asker": "agent", "agent_number": agent.number}
    addresses.append(fill(desk, base + "services/report_loss/", **told)["Location"])
    citizen = signed_in(holder)
    form = citizen.get("/services/change_pin/")
    pins = {"current_pin": "470916", "new_pin": "582930", "confirmed": "on", "case_number": case_number(form)}
    assert title(citizen.post("/services/change_pin/", pins)).endswith("已办理")
    mandate = {"kind": "agent", "agent_id_number": agent.number, "agent_name": "钱二黎", "ends_on": "2027-01-01"}
    sent = fill(citizen, "/services/register_mandate/", **mandate)
    addresses.append(sent["Location"])
    kept = repr([dict(browser.session) for browser in (desk, citizen)]) + repr(addresses) + caplog.text
    for secret in (holder.number, agent.number, "470916", "582930", NAME, "钱二黎"):
        assert secret not in kept
