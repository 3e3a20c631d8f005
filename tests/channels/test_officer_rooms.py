"""The officer's other rooms: figures, staff and posts, what was done and seen, and what waits for a second officer."""

import csv
import io
import re

import openpyxl
import pytest
from django.contrib.auth.models import User

from tests.channels.setting import Browser, account, at_work, case_number, person_id, text, verified
from tests.office.world import BEIJING, NAME, OFFICER, enrol, lose, serve
from yikatong.adapters.sheets.writing import as_csv
from yikatong.catalogue.channels import Channel
from yikatong.office import figures, roster, staff
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
    figures.charts(posting())
    with django_assert_num_queries(6):
        found = figures.charts(posting())
    assert counts(found, "stages") == {"已领取": 7}
    assert counts(found, "social") == {"正常": 6, "临时挂失": 1}
    assert sum(counts(found, "days").values()) == counts(found, "services")["挂失"] == 1
    assert len(counts(found, "days")) == figures.DAYS


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


def test_no_cell_is_a_formula() -> None:
    told = as_csv([("=1+1", "@x", "-2", 5)]).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(told))) == ["'=1+1", "'@x", "'-2", "5"]


NEW = {"username": "wang-li", "channel": "desk", "region": "610100", "party": ""}


def propose(officer: Browser, **changes: str) -> int:
    response = officer.post("/officer/staff/propose/", NEW | changes)
    assert response.status_code == 302, text(response)
    return models.StaffProposal.objects.latest("pk").pk


def test_a_new_post_needs_two(officer: Browser, second: Browser) -> None:
    number = propose(officer)
    assert not User.objects.filter(username="wang-li").exists()
    alone = officer.post(f"/officer/staff/proposals/{number}/", {"verdict": "approve"})
    assert alone.status_code == 409
    given = second.post(f"/officer/staff/proposals/{number}/", {"verdict": "approve"})
    assert "otpauth://" in text(given)
    password = re.search(r"初始密码</dt><dd><code>([^<]+)", text(given))[1]
    user = User.objects.get(username="wang-li")
    assert user.check_password(password)
    assert staff.is_enrolled(user)
    assert password not in text(second.get("/officer/staff/"))
    assert second.post(f"/officer/staff/proposals/{number}/", {"verdict": "approve"}).status_code == 409
    assert "wang-li" in text(officer.get("/officer/staff/"))


def test_taking_away_needs_one_and_giving_back_two(officer: Browser, second: Browser) -> None:
    second.post(f"/officer/staff/proposals/{propose(officer)}/", {"verdict": "approve"})
    user = User.objects.get(username="wang-li")
    clerk = verified_again(user)
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


def verified_again(user: User) -> Browser:
    return verified(user)


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
