"""The policy desk's pages: what is ruled where, a proposal from its form to its publication, and what is refused."""

import re

import pytest

from tests.channels.setting import Browser, account, text, verified
from tests.office.world import enrol, lose
from yikatong.catalogue.channels import Channel
from yikatong.office import policy_impact
from yikatong.policies.parameters import PARAMETERS

pytestmark = pytest.mark.django_db
TOLD = {
    "region": "610100", "value": "15", "in_force_on": "2026-11-01", "document": "new", "title": "关于挂失的通知",
    "publisher": "市人社局", "published_on": "2026-11-01", "clause": "第二条", "quote": "十五天",
    "confidence": "explicit", "reason": "市局新通知",
}  # fmt: skip
PAGE = "/officer/policies/temporary_loss_days/"


@pytest.fixture
def other(db) -> Browser:
    return verified(account(Channel.OFFICER, "610000", name="second"))


def count(href: str) -> None:
    while policy_impact.count_page(href.rsplit("/", 2)[1]):
        pass


def propose(officer: Browser, **changes: str) -> str:
    response = officer.post(PAGE, TOLD | changes)
    assert response.status_code == 302, text(response)
    return response["Location"]


def test_every_rule_stands_with_its_source(officer: Browser) -> None:
    page = text(officer.get("/officer/policies/?region=610100"))
    assert all(f"/officer/policies/{code}/" in page for code in PARAMETERS)
    assert "各级不同" in page
    assert "《" in page
    one = text(officer.get("/officer/policies/?q=临时挂失有效期"))
    assert len(re.findall(r"/officer/policies/\w+/\?", one)) == 1
    assert officer.get("/officer/policies/?region=999999&on=tomorrow").status_code == 200


def test_from_the_form_to_the_publication(officer: Browser, other: Browser) -> None:
    about = enrol()
    href = propose(officer)
    waiting = text(other.get(href))
    assert "正在逐人比较" in waiting
    assert "hx-trigger" in waiting
    early = other.post(f"{href}verdict/", {"verdict": "published"})
    assert early.status_code == 409
    count(href)
    seen = text(other.get(href))
    assert "结果不同的：1人" in seen
    assert "都可以办，按新的数值办理" in seen
    partial = text(other.get(href, headers={"HX-Request": "true"}))
    assert "<html" not in partial
    assert other.post(f"{href}verdict/", {"verdict": "published"})["Location"] == href
    assert "已发布" in text(other.get(href))
    assert "15天" in lose(about, kind="temporary").decision.words
    assert "已发布" in text(officer.get("/officer/policies/proposals/"))


def test_one_hand_is_not_enough(officer: Browser, other: Browser) -> None:
    href = propose(officer)
    count(href)
    assert officer.post(f"{href}verdict/", {"verdict": "published"}).status_code == 409
    assert other.post(f"{href}verdict/", {"verdict": "rejected", "reason": " "}).status_code == 422
    assert other.post(f"{href}verdict/", {"verdict": "rejected", "reason": "文号不对"}).status_code == 302
    assert "文号不对" in text(officer.get(href))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"value": "许多"}, "应为整数"), ({"value": "0"}, "不小于1"), ({"in_force_on": "2026-13-01"}, "日期不正确"),
        ({"region": "110000"}, "不在您的业务范围内"), ({"region": "x"}, "没有选择地区"), ({"clause": " "}, "没有填写"),
        ({"document": ""}, "没有选择来源文件"), ({"title": "\x00"}, "不能识别的字符"),
        ({"confidence": "?"}, "把握程度"),
        ({"published_on": "去年"}, "日期不正确"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_said_and_kept(officer: Browser, changes: dict, code: str) -> None:
    response = officer.post(PAGE, TOLD | changes)
    page = text(response)
    assert response.status_code == 422
    assert code in page
    assert "市局新通知" in page


def test_who_may_not(officer: Browser, desk: Browser) -> None:
    assert desk.get("/officer/policies/").status_code == 404
    assert officer.get("/officer/policies/nothing/").status_code == 404
    assert officer.get("/officer/policies/proposals/P1/").status_code == 404
    assert officer.get("/officer/policies/proposals/?before=now").status_code == 404
    assert officer.post("/officer/policies/proposals/P1/verdict/", {"verdict": "burnt"}).status_code == 404
