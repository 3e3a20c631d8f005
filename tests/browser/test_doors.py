"""The way in, as people take it and without JavaScript: a code from the text message, a one-time code for staff."""

import re

from playwright.sync_api import Browser, Page

from tests.browser.pages import with_answers
from tests.browser.visitors import Door, person
from tests.browser.windows import window
from yikatong.cards.masking import mask_mobile
from yikatong.channels.cli.city.staff import password

CODE = re.compile(r"验证码(\d{6})")
WHO = "in_use:20"


def newest_code(tab: Page, door: Door) -> str:
    tab.goto(f"{door.url}/demo/messages/")
    mine = tab.locator("li", has_text=mask_mobile(person(WHO).mobile)).first.inner_text()
    return CODE.search(mine)[1]  # type: ignore[index]


def test_a_citizen_signs_in_with_the_code_sent_to_their_telephone(browser: Browser, door: Door) -> None:
    with window(browser, door, scripts=False) as context:
        tab = context.new_page()
        tab.goto(f"{door.url}/sign-in/?next=/services/track/")
        with_answers(number=person(WHO).number, name=person(WHO).name)(tab)
        with_answers(code=newest_code(context.new_page(), door))(tab)
        assert tab.url == f"{door.url}/services/track/"


def test_a_wrong_code_signs_nobody_in(browser: Browser, door: Door) -> None:
    with window(browser, door, scripts=False) as context:
        tab = context.new_page()
        tab.goto(f"{door.url}/sign-in/")
        with_answers(number=person(WHO).number, name=person(WHO).name)(tab)
        right = newest_code(context.new_page(), door)
        with_answers(code=f"{(int(right) + 1) % 10**6:06}")(tab)
        assert tab.locator("[role=alert]").is_visible()
        tab.goto(f"{door.url}/services/track/")
        assert "/sign-in/" in tab.url


def test_a_clerk_signs_in_with_password_and_one_time_code(browser: Browser, door: Door) -> None:
    username = "desk-yanta"
    with window(browser, door, scripts=False) as context:
        demo, tab = context.new_page(), context.new_page()
        tab.goto(f"{door.url}/staff/")
        demo.goto(f"{door.url}/demo/")
        row = demo.get_by_role("row", name=re.compile(rf"^{username}\b")).first
        code = re.search(r"\b\d{6}\b", row.inner_text())[0]  # type: ignore[index]
        with_answers(username=username, password=password(username), otp_token=code)(tab)
        assert tab.url == f"{door.url}/staff/posts/"
