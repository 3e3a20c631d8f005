"""Size, theme and language are chosen by buttons without JavaScript, kept, and written where the sheets find them."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.checks import SIZES
from tests.browser.visitors import Door
from tests.browser.windows import window

KINDS = ("/", "/staff/")


def drawn(tab: Page) -> tuple[str | None, ...]:
    html = tab.locator("html")
    return tuple(html.get_attribute(name) for name in ("data-size", "data-theme", "lang"))


def press(tab: Page, selector: str) -> None:
    """On a telephone sizes and themes are folded away."""
    if not tab.locator(selector).is_visible():
        tab.locator("footer summary").click()
    tab.locator(selector).click()


@pytest.mark.parametrize("path", KINDS)
def test_what_is_chosen_is_drawn_and_kept(path: str, browser: Browser, door: Door) -> None:
    with window(browser, door, scripts=False) as context:
        context.clear_cookies()
        tab = context.new_page()
        tab.goto(door.url + path)
        assert drawn(tab) == ("standard", "auto", "zh-Hans")
        for name, value in (("size", "xl"), ("theme", "dark"), ("lang", "en"), ("size", "elder")):
            press(tab, f"footer button[name={name}][value={value}]")
            assert tab.url == door.url + path
        tab.goto(f"{door.url}/guides/")
        assert drawn(tab) == ("elder", "dark", "en")


@pytest.mark.parametrize("size", SIZES)
def test_the_cookie_gives_the_size_that_the_tests_put_on(size: str, browser: Browser, door: Door) -> None:
    """checks.dress() saves a visit a size: this holds it to the server's own answer."""
    lengths = []
    for chosen in (size, "standard"):
        with window(browser, door, size=chosen, theme="dark") as context:
            tab = context.new_page()
            tab.goto(door.url)
            tab.evaluate("size => document.documentElement.dataset.size = size", size)
            lengths.append(tab.evaluate("[document.body.scrollHeight, getComputedStyle(document.body).fontSize]"))
            assert drawn(tab)[1] == "dark"
    assert lengths[0][1] == lengths[1][1]
