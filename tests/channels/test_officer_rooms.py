"""The officer's other rooms: figures, staff and posts, what was done and seen, and what waits for a second officer."""

import csv
import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.utils import translation

from tests.channels.setting import Browser, account, at_work, case_number, person_id, text, verified
from tests.office.world import BEIJING, NAME, OFFICER, enrol, lose, serve
from yikatong.adapters.sheets.writing import as_csv
from yikatong.catalogue.channels import Channel
from yikatong.channels.officer.figures import LABELS, WIDTH, _view
from yikatong.office import deployment, figures, roster, staff
from yikatong.office.hiring import hire, unopened
from yikatong.office.staff import Posting
from yikatong.records import models

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(db) -> Browser:
    return verified(account(Channel.OFFICER, "610000", name="second"))


def posting(region: str = "610000") -> Posting:
    return Posting(1, 1, "officer-x", Channel.OFFICER, region, "")


def counts(charts, code: str) -> dict:
    return {f.label: f.count for c in charts if c.code == code for f in c.figures}


def test_figures_count_what_is_within_reach(django_assert_num_queries) -> None:
    for serial in range(6):
        enrol(serial)
    enrol(7, region=BEIJING)
    lose(enrol(8), kind="temporary")
    deployment.now()
    with django_assert_num_queries(6):
        found = figures.charts(posting())
    with django_assert_num_queries(0):  # whoever asks again within the minute is answered from what was counted
        assert figures.charts(posting()) == found
    figures.forget()
    with django_assert_num_queries(1):
        assert figures.chart(posting(), "days") in found
    assert figures.chart(posting(), "people") is None
    assert counts(found, "stages") == {"已领取": 7}
    assert counts(found, "social") == {"正常": 6, "临时挂失": 1}
    assert sum(counts(found, "days").values()) == counts(found, "services")["挂失"] == 1
    assert len(counts(found, "days")) == figures.DAYS


def test_figures_are_counted_anew_every_minute_and_for_every_place() -> None:
    now = deployment.now()
    with deployment.at(now):
        assert counts(figures.charts(posting()), "stages") == {}
        enrol(1)
        assert counts(figures.charts(posting()), "stages") == {}
        assert counts(figures.charts(posting("610104")), "stages") == {"已领取": None}
    with deployment.at(now + timedelta(seconds=60)):
        assert counts(figures.charts(posting()), "stages") == {"已领取": 1}


def test_a_county_is_not_told_of_few() -> None:
    lose(enrol(1), kind="temporary")
    assert counts(figures.charts(posting("610104")), "social") == {"临时挂失": None}


def test_the_dashboard_and_its_files(officer: Browser) -> None:
    enrol(1)
    page = text(officer.get("/officer/figures/"))
    assert "<rect" in page
    assert NAME not in page
    for kind in ("csv", "xlsx"):
        file = officer.post("/officer/figures/export/", {"chart": "stages", "kind": kind})
        assert file.status_code == 200
        assert "attachment" in file["Content-Disposition"]
    rows = list(openpyxl.load_workbook(io.BytesIO(file.content)).active.values)
    assert rows[1] == ("已领取", 1)
    assert models.StaffAct.objects.filter(act="exported").count() == 2
    assert officer.post("/officer/figures/export/", {"chart": "people", "kind": "csv"}).status_code == 404
    assert officer.get("/officer/figures/export/").status_code == 405


def test_a_long_label_has_room_in_each_language() -> None:
    chart = figures.Chart("stages", "", (figures.Figure("超期未领或拒收，已退回", 4), figures.Figure("已领取", 2)))
    with translation.override("zh-hans"):
        assert _view(chart).labels == LABELS
    with translation.override("en"):
        view = _view(chart)
    assert view.labels >= 16 + 7 * max(len(bar.label) for bar in view.bars)
    assert all(view.labels + bar.length < bar.count_x <= WIDTH - 60 for bar in view.bars)


def test_no_cell_is_a_formula() -> None:
    told = as_csv([("=1+1", "@x", "-2", 5)]).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(told))) == ["'=1+1", "'@x", "'-2", "5"]


PASSWORD = r"初始密码</dt><dd><code>([^<]+)"
NEW = {"username": "wang-li", "channel": "desk", "region": "610100", "party": ""}


def propose(officer: Browser, **changes: str) -> int:
    response = officer.post("/officer/staff/propose/", NEW | changes)
    assert response.status_code == 200, text(response)
    return models.StaffProposal.objects.latest("pk").pk


def decided(officer: Browser, number: int, verdict: str = "approve") -> HttpResponse:
    return officer.post(f"/officer/staff/proposals/{number}/", {"verdict": verdict})


def test_a_new_post_needs_two(officer: Browser, second: Browser) -> None:
    shown = text(officer.post("/officer/staff/propose/", NEW))
    password = re.search(PASSWORD, shown)[1]
    assert "otpauth://" not in shown
    user, number = User.objects.get(username="wang-li"), models.StaffProposal.objects.get().pk
    assert user.check_password(password)
    assert unopened(user)
    assert officer.post("/officer/staff/propose/", NEW).status_code == 302  # asked again, nothing is shown again
    assert decided(officer, number).status_code == 409
    given = text(decided(second, number))
    assert "otpauth://" in given
    assert not re.search(PASSWORD, given)
    user.refresh_from_db()
    assert user.is_active
    assert user.check_password(password)
    assert staff.is_enrolled(user)
    assert decided(second, number).status_code == 409
    assert "wang-li" in text(officer.get("/officer/staff/"))


def test_nobody_is_shown_both_halves_of_an_account(officer: Browser, second: Browser) -> None:
    """By a second proposal for the same name, or by a new key, the proposer would come to the second factor too."""
    first = propose(officer)
    assert second.post("/officer/staff/propose/", NEW | {"region": "610104"}).status_code == 302
    other = models.StaffProposal.objects.latest("pk").pk
    told = decided(officer, other)
    assert told.status_code == 409
    assert "password_known" in text(told)
    told = text(decided(second, first))
    assert "otpauth://" in told
    assert "data:image/svg+xml" in told  # the same as a picture, to be scanned
    second.post("/officer/staff/change/", {"act": "key", "username": "wang-li"})
    key = models.StaffProposal.objects.latest("pk").pk
    assert "password_known" in text(decided(officer, key))
    assert decided(officer, other).status_code == 302  # the account is open: a further post hands out nothing


def test_what_was_declined_leaves_no_account(officer: Browser, second: Browser) -> None:
    number = propose(officer)
    second.post("/officer/staff/propose/", NEW | {"region": "610104"})
    decided(second, number, "decline")
    assert User.objects.filter(username="wang-li").exists()  # still wanted by another proposal
    decided(second, models.StaffProposal.objects.latest("pk").pk, "decline")
    assert not User.objects.filter(username="wang-li").exists()
    account(Channel.DESK, "610000", name="at-work")
    officer.post("/officer/staff/propose/", NEW | {"username": "at-work"})
    decided(second, models.StaffProposal.objects.latest("pk").pk, "decline")
    assert User.objects.filter(username="at-work", is_active=True).exists()


def test_a_kiosk_shares_its_account_with_no_other_post(officer: Browser, second: Browser) -> None:
    kiosk = {"channel": "kiosk", "party": "K-1"}
    post, machine = propose(officer), propose(officer, username="kiosk-1", **kiosk)
    officer.post("/officer/staff/propose/", NEW | kiosk)
    mixed = models.StaffProposal.objects.latest("pk").pk
    assert decided(second, post).status_code == decided(second, machine).status_code == 200
    late = decided(second, mixed)  # the desk's post came first
    assert late.status_code == 422
    assert "kiosk_alone" in text(late)
    for told in (NEW | kiosk, NEW | {"username": "kiosk-1"}):
        refused = officer.post("/officer/staff/propose/", told)
        assert refused.status_code == 422
        assert "自助机账号只能有这一个岗位" in text(refused)
    with pytest.raises(ValueError, match="自助机"):
        hire("wang-li", "", Channel.KIOSK, "610100", "K-1")


def test_taking_away_needs_one_and_giving_back_two(officer: Browser, second: Browser) -> None:
    second.post(f"/officer/staff/proposals/{propose(officer)}/", {"verdict": "approve"})
    user = User.objects.get(username="wang-li")
    clerk = verified(user)
    assert clerk.get("/desk/").status_code == 200
    officer.post("/officer/staff/change/", {"act": "stop", "username": "wang-li"})
    assert clerk.get("/desk/").status_code == 302
    assert not User.objects.get(username="wang-li").is_active
    officer.post("/officer/staff/change/", {"act": "restore", "username": "wang-li"})
    number = models.StaffProposal.objects.latest("pk").pk
    assert officer.post(f"/officer/staff/proposals/{number}/", {"verdict": "approve"}).status_code == 409
    second.post(f"/officer/staff/proposals/{number}/", {"verdict": "approve"})
    assert User.objects.get(username="wang-li").is_active
    post = models.Post.objects.get(user=user)
    officer.post("/officer/staff/change/", {"act": "remove", "post": str(post.pk)})
    assert not models.Post.objects.filter(user=user).exists()
    assert set(models.StaffAct.objects.values_list("act", flat=True)) == {"stopped", "post_removed"}


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"username": "A b"}, 422), ({"channel": "plant"}, 422), ({"region": "1"}, 422), ({"channel": "bank"}, 422),
        ({"party": "X-1"}, 422), ({"username": "\x00"}, 422), ({"region": "110000"}, 404),
    ],
)  # fmt: skip
def test_posts_that_cannot_be(officer: Browser, changes: dict, status: int) -> None:
    assert officer.post("/officer/staff/propose/", NEW | changes).status_code == status
    assert not models.StaffProposal.objects.exists()
    assert User.objects.count() == 1


def test_staff_of_other_places_do_not_exist(officer: Browser) -> None:
    other = account(Channel.DESK, "110000", name="beijing-clerk")
    assert "beijing-clerk" not in text(officer.get("/officer/staff/"))
    post = models.Post.objects.get(user=other)
    for told in ({"act": "stop", "username": "beijing-clerk"}, {"act": "remove", "post": str(post.pk)}):
        assert officer.post("/officer/staff/change/", told).status_code == 404
    assert officer.post("/officer/staff/change/", {"act": "stop", "username": "officer-610000-"}).status_code == 409
    assert [a.username for a in roster.accounts(posting("110000"))] == ["beijing-clerk"]


def test_what_an_account_did_and_saw(officer: Browser) -> None:
    about, clerk = enrol(1), at_work(Channel.DESK)
    clerk.get(f"/desk/people/{person_id(about)}/")
    told = {"username": "desk-610000-", "reference": ""}
    page = text(officer.post("/officer/audit/", told))
    assert "查看档案" in page
    assert person_id(about) in page
    assert models.StaffAct.objects.filter(act="audit").exists()
    far = at_work(Channel.OFFICER, "110000")
    assert person_id(about) not in text(far.post("/officer/audit/", told))
    outcome = lose(about, kind="temporary")
    seen = text(officer.post("/officer/audit/", {"reference": outcome.reference.lower()}))
    assert "挂失" in seen
    assert "查看档案" in seen


@pytest.mark.parametrize(
    "told", [{}, {"username": "x", "first": "2026-01-01"}, {"username": "x", "last": "2020-01-01"}]
)
def test_an_audit_of_nothing(officer: Browser, told: dict) -> None:
    assert officer.post("/officer/audit/", told).status_code == 422


def test_a_correction_waits_for_another_officer(officer: Browser, second: Browser) -> None:
    about = enrol(1)
    told = {"part": "name", "value": "赵一凝", "reason": "与户口簿不一致"}
    serve("propose_correction", about, Channel.OFFICER, asker=OFFICER, actor="officer-610000-", **told)
    listed = text(second.get("/officer/approvals/"))
    href = re.search(r'href="(/officer/people/[^"]+/corrections/[^"]+)"', listed)[1]
    assert "赵一凝" not in listed
    mine = officer.get(href)
    assert "赵一凝" in text(mine)
    assert 'value="approve"' not in text(mine)
    page = second.get(href)
    answer = second.post(href, {"case_number": case_number(page), "verdict": "approve"})
    assert "更正已生效" in text(answer)
    assert "没有等待复核的" in text(second.get("/officer/approvals/"))
    assert second.get(href).status_code == 404
    assert models.Look.objects.filter(purpose="correction").count() >= 2
