"""Staff: both factors or nothing, lock-out, time-out, and the choice of a post."""

import time

import pytest

from tests.channels.setting import PASSWORD, Browser, account, at_work, code_of, text, title, verified
from yikatong.catalogue.channels import Channel
from yikatong.channels.derive import guard
from yikatong.office import staff
from yikatong.records import models

pytestmark = pytest.mark.django_db


def tell(browser: Browser, name: str, password: str = PASSWORD, code: str = "000000"):
    return browser.post("/staff/", {"username": name, "password": password, "otp_token": code})


def test_password_and_code_together_open_the_desk() -> None:
    user, browser = account(Channel.DESK), Browser()
    assert tell(browser, user.username, code=code_of(user))["Location"] == "/staff/posts/"
    assert browser.get("/desk/").status_code == 200


@pytest.mark.parametrize("wrong", ["password", "code", "name", "blank"])
def test_no_session_begins_with_less(wrong: str) -> None:
    user, browser = account(Channel.DESK), Browser()
    told = {
        "password": (user.username, "wrong password 1", code_of(user)),
        "code": (user.username, PASSWORD, "000000"),
        "name": ("nobody", PASSWORD, code_of(user)),
        "blank": (user.username, PASSWORD, ""),
    }[wrong]
    page = tell(browser, *told)
    assert page.status_code == 422
    assert "用户名、密码或动态口令不对" in text(page)
    assert browser.get("/desk/").status_code == 302
    assert "_auth_user_id" not in browser.session


def test_a_session_without_the_second_factor_is_no_session() -> None:
    browser = Browser()
    browser.force_login(account(Channel.DESK), backend="django.contrib.auth.backends.ModelBackend")
    session = browser.session
    session["seen_at"] = int(time.time())
    session.save()
    assert browser.get("/staff/posts/").status_code == 302
    assert browser.get("/desk/")["Location"].startswith("/staff/")


def test_an_account_without_a_device_cannot_sign_in() -> None:
    user = account(Channel.DESK)
    user.totpdevice_set.all().delete()
    assert not staff.is_enrolled(user)
    assert tell(Browser(), user.username, code="123456").status_code == 422
    assert staff.enrol(user.username).startswith("otpauth://totp/")
    assert staff.is_enrolled(user)
    assert tell(Browser(), user.username, code=code_of(user)).status_code == 302


def test_a_code_opens_one_door() -> None:
    user = account(Channel.DESK)
    code = code_of(user)
    assert tell(Browser(), user.username, code=code).status_code == 302
    assert tell(Browser(), user.username, code=code).status_code == 422


@pytest.mark.parametrize("password", [PASSWORD, "wrong password 1"])
def test_wrong_passwords_and_wrong_codes_lock_the_account_here(password: str) -> None:
    user, browser = account(Channel.DESK), Browser()
    pages = [tell(browser, user.username, password) for _ in range(6)]
    assert pages[0].status_code == 422
    assert pages[-1].status_code == 429
    assert "半小时后再试" in text(pages[-1])
    assert tell(browser, user.username, code=code_of(user)).status_code == 429
    elsewhere = Browser(REMOTE_ADDR="10.1.1.1")
    user.totpdevice_set.update(throttling_failure_count=0)
    assert tell(elsewhere, user.username, code=code_of(user)).status_code == 302


def test_a_nul_in_the_name_is_wrong_not_an_error() -> None:
    assert tell(Browser(), "a\0b", "p\0", "1\0").status_code == 422


def test_idle_for_half_an_hour_is_signed_out(desk: Browser) -> None:
    session = desk.session
    session["seen_at"] -= guard.IDLE_S - 60
    session.save()
    assert desk.get("/desk/").status_code == 200
    session = desk.session
    session["seen_at"] -= guard.IDLE_S + 60
    session.save()
    assert desk.get("/desk/")["Location"] == "/staff/?next=/desk/"


def test_signing_out_ends_the_session(desk: Browser) -> None:
    assert desk.get("/staff/sign-out/").status_code == 405
    desk.post("/staff/sign-out/")
    assert desk.get("/desk/").status_code == 302


def test_an_account_with_two_posts_of_a_channel_chooses() -> None:
    user = account(Channel.DESK, "610100")
    models.Post.objects.create(user=user, channel="desk", region="110000")
    browser = verified(user)
    assert browser.get("/desk/")["Location"] == "/staff/posts/"
    posts = {p.region: p.pk for p in models.Post.objects.all()}
    assert "北京" in text(browser.get("/staff/posts/"))
    assert browser.post("/staff/posts/", {"post": posts["110000"]})["Location"] == "/desk/"
    assert "北京" in text(browser.get("/desk/"))
    stranger = models.Post.objects.create(user=account(Channel.DESK, "620000"), channel="desk", region="620000")
    assert browser.post("/staff/posts/", {"post": stranger.pk}).status_code == 422


def test_nothing_of_one_post_follows_to_another() -> None:
    user = account(Channel.HOTLINE)
    browser = verified(user)
    kept, session = ("drafts", "newcomers", "callers", "call", "versions"), browser.session
    session.update(dict.fromkeys(kept, {"a": "b"}))
    session.save()
    post = models.Post.objects.get(user=user)
    assert browser.post("/staff/posts/", {"post": str(post.pk)}).status_code == 302
    assert not {*kept} & {*browser.session.keys()}


def test_a_deactivated_account_is_out_at_once(desk: Browser) -> None:
    models.Post.objects.get().user.__class__.objects.update(is_active=False)
    assert desk.get("/desk/").status_code in (302, 404)


def test_no_post_no_page() -> None:
    browser = at_work(None)
    assert browser.get("/desk/").status_code == 404
    page = browser.get("/staff/posts/")
    assert title(page) == "选择岗位"
    assert "没有可用的岗位" in text(page)
