"""What a telephone keeps of a card for when there is no network: for a day, and not past the end of the sign-in."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.visitors import Door
from tests.browser.windows import window

PLACE = "yikatong.last-seen"
KEEP = """([place, hours]) => localStorage.setItem(place, JSON.stringify(
  {at: new Date(Date.now() - hours * 3600e3).toISOString(), lines: ['社保功能 正常']}))"""


def is_kept(tab: Page) -> bool:
    return bool(tab.evaluate("place => localStorage.getItem(place)", PLACE))


def test_a_day_or_a_new_sign_in_takes_it_away(browser: Browser, door: Door) -> None:
    with window(browser, door) as context:
        tab = context.new_page()
        tab.goto(f"{door.url}/guides/")
        for hours, stays in ((25, False), (1, True)):
            tab.evaluate(KEEP, [PLACE, hours])
            tab.goto(f"{door.url}/offline/")
            expect(tab.locator("#kept")).to_be_visible(visible=stays)
            assert is_kept(tab) is stays
        tab.goto(f"{door.url}/sign-in/")
        assert not is_kept(tab)
