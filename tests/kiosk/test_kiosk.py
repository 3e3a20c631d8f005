"""The hall's screen: who may stand before it, what they may do, and that nothing of them stays."""

import re
import time

import pytest
from django.http import HttpResponse

from tests.channels.setting import Browser, at_work, case_number, fill, text, title
from tests.office.world import NAME, enrol, number, person_of
from yikatong.adapters.demo.identity import Script
from yikatong.cards.identity import IdNumber
from yikatong.cards.masking import mask_id_number_in_lists
from yikatong.cards.states import State
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.channels.kiosk import visitor
from yikatong.office import deployment, outside
from yikatong.office.cases import index_of
from yikatong.records import models

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'value="[A-Za-z0-9]{64}"')
MINE = "/kiosk/mine/"


def arrive(screen: Browser, about: IdNumber, method: str = "face", **more: str) -> HttpResponse:
    """The card is read, the person checked."""
    read = screen.post("/kiosk/identify/", {"number": about.number, "next": more.pop("next", "")})
    assert read["Location"] == "/kiosk/confirm/", text(read)
    return screen.post("/kiosk/confirm/", {"method": method, **more})


def test_the_start_page_has_large_tiles_for_everybody(screen: Browser) -> None:
    page = screen.get("/kiosk/")
    assert page.status_code == 200
    assert 'data-size="elder"' in text(page)
    for words in ("查询卡状态", "挂失", "查询制卡进度", "修改社保密码", "网点查询", "取号排队"):
        assert words in text(page)
    assert "no-store" in page["Cache-Control"]


def test_card_and_face_lead_to_what_was_chosen(screen: Browser, holder: IdNumber) -> None:
    done = arrive(screen, holder, next=f"{MINE}services/card_status/")
    assert done["Location"] == f"{MINE}services/card_status/"
    assert "正常" in text(screen.get(done["Location"]))
    home = text(screen.get(MINE))
    assert NAME not in home
    assert holder.number not in home


@pytest.mark.parametrize(
    "next_page", ["https://example.org/", "//example.org", "/desk/", "/kiosk/mine/../../desk/", ""]
)
def test_where_to_go_on_stays_within_the_visit(screen: Browser, holder: IdNumber, next_page: str) -> None:
    assert arrive(screen, holder, next=next_page)["Location"] == MINE


def test_a_service_is_done_with_the_assurance_of_the_check(screen: Browser, holder: IdNumber) -> None:
    arrive(screen, holder, method="video")
    path = f"{MINE}services/report_loss/"
    sent = fill(screen, path, function="social", kind="temporary")
    assert sent.status_code == 302, text(sent)
    shown = screen.get(sent["Location"])
    done = screen.post(sent["Location"], {"case_number": case_number(shown)})
    assert title(done).endswith("已办理"), text(done)
    entry = models.Entry.objects.get(service="report_loss")
    assert (entry.channel, entry.assurance, entry.asker) == ("kiosk", Assurance.FACE, "holder")
    assert person_of(holder).cards[0].social.at(deployment.now()).state is State.TEMP_LOST


def test_nobody_learns_who_is_on_record(screen: Browser, holder: IdNumber) -> None:
    """Not recognised, and not on record: the same page in the same words, which asks for the name."""
    outside.identity().choose(Script.REFUSE)
    pages = []
    for about in (number(99), holder):
        screen.get("/kiosk/")
        refused = arrive(screen, about)
        assert refused.status_code == 403
        pages.append(TOKEN.sub("", text(refused)).replace(mask_id_number_in_lists(about.number), ""))
    assert pages[0] == pages[1]
    assert "姓名" in pages[0]


def test_somebody_new_types_the_name_and_may_apply(screen: Browser) -> None:
    stranger = number(98)
    assert arrive(screen, stranger).status_code == 403
    passed = screen.post("/kiosk/confirm/", {"method": "face", "name": "孙新来"})
    assert passed["Location"] == MINE
    page = text(screen.get(MINE))
    assert "还没有社保卡记录" in page
    assert "申领" in page


def test_ending_leaves_nothing_behind(screen: Browser, holder: IdNumber) -> None:
    arrive(screen, holder)
    fill(screen, f"{MINE}services/report_loss/", function="social", kind="temporary")
    assert screen.session["drafts"]
    ended = screen.post("/kiosk/end/")
    assert ended["Location"] == "/kiosk/"
    assert not {*visitor.KEPT} & {*screen.session.keys()}
    assert not models.SignIn.objects.filter(assurance__gt=0).exists()
    for path in (MINE, f"{MINE}services/card_status/", "/kiosk/confirm/"):
        assert screen.get(path)["Location"] == "/kiosk/"
    assert screen.get("/kiosk/").status_code == 200  # the screen itself stays open


def test_opening_the_start_page_ends_the_visit_without_scripts(screen: Browser, holder: IdNumber) -> None:
    arrive(screen, holder)
    screen.get("/kiosk/")
    assert screen.get(MINE)["Location"] == "/kiosk/"


@pytest.mark.parametrize(("waited", "stays"), [(100, True), (visitor.IDLE_S + 1, False)])
def test_three_idle_minutes_end_it(
    screen: Browser, holder: IdNumber, monkeypatch: pytest.MonkeyPatch, waited: int, stays: bool
) -> None:
    arrive(screen, holder)
    later = time.time() + waited
    monkeypatch.setattr(visitor.time, "time", lambda: later)
    assert screen.get(MINE).status_code == (200 if stays else 302)


@pytest.mark.parametrize(("waited", "stays"), [(100, True), (visitor.IDLE_S + 1, False)])
def test_whoever_is_not_checked_in_three_minutes_is_forgotten(
    screen: Browser, holder: IdNumber, monkeypatch: pytest.MonkeyPatch, waited: int, stays: bool
) -> None:
    screen.post("/kiosk/identify/", {"number": holder.number})
    later = time.time() + waited
    monkeypatch.setattr(visitor.time, "time", lambda: later)
    assert screen.get("/kiosk/confirm/").status_code == (200 if stays else 302)
    assert ("arriving" in screen.session) is stays


@pytest.mark.parametrize("script", Script)
def test_unknown_and_known_ask_the_same_of_the_check(
    screen: Browser, holder: IdNumber, monkeypatch: pytest.MonkeyPatch, script: Script
) -> None:
    """By the way it goes nobody learns who is on record: whoever waits for the check waits for both."""
    outside.identity().choose(script)
    port, asked = type(outside.identity()), []
    verify = port.verify
    monkeypatch.setattr(port, "verify", lambda self, *told: (asked.append(told[0]), verify(self, *told))[1])
    told = [arrive(screen, about).status_code for about in (number(99), holder)]
    assert asked == [number(99).number, holder.number]
    assert told[0] == (403 if told[1] == 302 else told[1])
    assert not models.SignIn.objects.filter(assurance__gt=0, number_index=index_of(number(99))).exists()
    assert models.SignIn.objects.count() == len(asked)  # both count towards the limit


def test_ten_minutes_end_it_however_busy(screen: Browser, holder: IdNumber, monkeypatch: pytest.MonkeyPatch) -> None:
    arrive(screen, holder)
    start = time.time()
    for minute in range(2, 12, 2):
        monkeypatch.setattr(visitor.time, "time", lambda at=start + 60 * minute: at)
        answered = screen.get(MINE).status_code
    assert answered == 200
    monkeypatch.setattr(visitor.time, "time", lambda: start + visitor.WHOLE_S + 1)
    assert screen.get(MINE).status_code == 302


def test_the_next_person_is_not_the_one_before(screen: Browser, holder: IdNumber) -> None:
    other = enrol(2)
    arrive(screen, holder)
    mine = models.SignIn.objects.get(assurance__gt=0).pk
    arrive(screen, other)
    assert not models.SignIn.objects.filter(pk=mine).exists()


def test_the_number_lies_sealed_in_the_session(screen: Browser, holder: IdNumber) -> None:
    screen.post("/kiosk/identify/", {"number": holder.number})
    kept = str(dict(screen.session.items()))
    assert holder.number not in kept
    arrive(screen, holder)
    assert holder.number not in str(dict(screen.session.items()))


def test_a_number_is_taken_without_a_name(screen: Browser) -> None:
    first = text(screen.post("/kiosk/ticket/", {"kind": "B"}))
    second = text(screen.post("/kiosk/ticket/", {"kind": "B"}))
    assert "B001" in first
    assert "B002" in second
    assert "前面还有1人" in second
    assert screen.post("/kiosk/ticket/", {"kind": "Z"}).status_code == 422
    nowhere = at_work(Channel.KIOSK, "610113")
    assert "取号排队" not in text(nowhere.get("/kiosk/"))
    assert nowhere.get("/kiosk/ticket/").status_code == 302


def test_the_screen_is_for_its_post_alone(screen: Browser) -> None:
    assert Browser().get("/kiosk/")["Location"].startswith("/staff/?next=")
    desk = at_work(Channel.DESK)
    assert [desk.get(p).status_code for p in ("/kiosk/", MINE, "/kiosk/identify/", "/kiosk/ticket/")] == [404] * 4
    assert at_work(Channel.KIOSK, "610112").get(MINE)["Location"] == "/kiosk/"


@pytest.mark.parametrize("typed", ["", "610113", "x" * 5000, "\x00", "６１０１１３", "<script>"])
def test_what_is_no_number_is_told(screen: Browser, typed: str) -> None:
    told = screen.post("/kiosk/identify/", {"number": typed})
    assert told.status_code == 422
    assert "<script>alert" not in text(told)


@pytest.mark.parametrize("sent", [{}, {"method": "magic"}, {"method": "face", "name": "\x00"}])
def test_a_bad_check_is_told(screen: Browser, holder: IdNumber, sent: dict[str, str]) -> None:
    screen.post("/kiosk/identify/", {"number": holder.number})
    assert screen.post("/kiosk/confirm/", sent).status_code == 422


def test_personal_services_are_not_among_the_public_ones(screen: Browser) -> None:
    assert screen.get("/kiosk/services/find_outlet/").status_code == 200
    assert [screen.get(f"/kiosk/services/{code}/").status_code for code in ("card_status", "none")] == [404, 404]
