"""Who sits where: taking a window, relieving, handing over, and what the summary says."""

from datetime import timedelta

import pytest

from tests.channels.setting import Browser, account, act, at_work, person_id, text, verified
from tests.office.world import waiting
from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment
from yikatong.records import models

pytestmark = pytest.mark.django_db
SEAT = {"outlet": "XA-YT-01", "window": "3"}


def other_clerk() -> Browser:
    return verified(account(Channel.DESK, name="another"))


def test_the_top_bar_says_who_sits_where(desk: Browser) -> None:
    assert "还没有选择窗口" in text(desk.get("/desk/"))
    assert desk.post("/desk/shift/", SEAT)["Location"] == "/desk/"
    page = text(desk.get("/desk/"))
    assert "西安市雁塔区人社服务大厅" in page
    assert "3号窗口" in page
    assert "还没有选择窗口" not in page


@pytest.mark.parametrize("told", [
    {}, {"outlet": "XA-YT-01"}, {"outlet": "XA-YT-01", "window": "0"}, {"outlet": "XA-YT-01", "window": "１"},
    {"outlet": "XA-YT-01", "window": "100"}, {"outlet": "XA-BK-01", "window": "1"}, {"outlet": "BJ-01", "window": "1"},
    {"outlet": "x\0", "window": "-1"},
])  # fmt: skip
def test_what_is_no_window_of_ours_is_told(desk: Browser, told: dict[str, str]) -> None:
    assert desk.post("/desk/shift/", told).status_code == 422
    assert not models.Shift.objects.exists()


def test_a_taken_window_is_only_relieved_expressly(desk: Browser) -> None:
    desk.post("/desk/shift/", SEAT)
    other = other_clerk()
    refused = other.post("/desk/shift/", SEAT)
    assert refused.status_code == 409
    assert "接班" in text(refused)
    assert other.post("/desk/shift/", {**SEAT, "relieve": "on"}).status_code == 302
    assert "还没有选择窗口" in text(desk.get("/desk/"))
    assert [s.actor for s in models.Shift.objects.filter(ends_at__isnull=True)] == ["another"]


def test_moving_to_another_window_ends_the_first(desk: Browser) -> None:
    desk.post("/desk/shift/", SEAT)
    desk.post("/desk/shift/", {**SEAT, "window": "4"})
    assert list(models.Shift.objects.filter(ends_at__isnull=True).values_list("window", flat=True)) == [4]


def test_a_shift_that_nobody_handed_over_ends_with_its_day(desk: Browser) -> None:
    desk.post("/desk/shift/", SEAT)
    with deployment.at(deployment.now() + timedelta(days=1)):
        assert "还没有选择窗口" in text(desk.get("/desk/"))
        assert other_clerk().post("/desk/shift/", SEAT).status_code == 302
    ended = models.Shift.objects.get(ends_at__isnull=False)
    assert ended.ends_at - ended.starts_at <= timedelta(days=1)


def test_handing_over_gives_a_summary_of_ones_own_shift(desk: Browser, holder: IdNumber) -> None:
    assert desk.post("/desk/shift/hand-over/").status_code == 409
    desk.post("/desk/shift/", SEAT)
    base = f"/desk/people/{person_id(holder)}/"
    act(desk, f"{base}services/report_loss/", function="social", present="on")
    reference = models.Entry.objects.get(service="report_loss").reference
    desk.post(f"{base}receipts/{reference}/print/")
    desk.post("/desk/queue/take/", {"kind": "A"})
    desk.post("/desk/queue/call/", {"act": "next"})
    place = desk.post("/desk/shift/hand-over/")["Location"]
    page = " ".join(text(desk.get(place)).split())
    assert '<td>挂失</td><td class="number">1</td>' in page
    assert reference in page
    assert "<dt>叫号办结</dt><dd>1</dd>" in page
    assert "<dt>打印次数</dt><dd>1</dd>" in page
    assert other_clerk().get(place).status_code == 404
    assert desk.get("/desk/shift/").status_code == 200
    assert desk.post("/desk/shift/hand-over/").status_code == 409


def test_only_desks_have_windows() -> None:
    assert at_work(Channel.HOTLINE).get("/desk/shift/").status_code == 404
    assert at_work(Channel.OFFICER).post("/desk/queue/call/", {"act": "next"}).status_code == 404
    assert Browser().get("/desk/queue/").status_code == 302


def test_where_the_clerk_sits_is_filled_in(desk: Browser) -> None:
    about = waiting(3, region="610300")
    path = f"/desk/people/{person_id(about)}/services/collect/"
    assert 'value="XA-YT-01" selected' not in text(desk.get(path))
    desk.post("/desk/shift/", {"outlet": "XA-YT-01", "window": "3"})
    assert 'value="XA-YT-01" selected' in text(desk.get(path))
