"""The hall's screen: a warning, a minute, and nobody is there any more; digits on the screen; the card reader."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visitors import Door, person
from tests.browser.windows import window

KIOSK, WHO = "kiosk-yanta", "in_use:6"


@pytest.fixture
def screen(browser: Browser, door: Door):
    with window(browser, door, KIOSK, size="elder", width=1080) as context:
        tab = context.new_page()
        tab.clock.install()
        yield tab


def arrive(tab: Page, door: Door) -> None:
    """The reader types the number and Enter."""
    tab.goto(f"{door.url}/kiosk/identify/")
    tab.keyboard.type(person(WHO).number)
    tab.keyboard.press("Enter")
    tab.locator("button[value=face]").click()
    expect(tab.locator("h1")).to_contain_text("您好")


def test_a_minute_of_silence_clears_the_screen(screen: Page, door: Door) -> None:
    arrive(screen, door)
    screen.clock.fast_forward("00:40")
    expect(screen.locator("#idle")).to_be_hidden()
    screen.clock.run_for(8_000)
    expect(screen.locator("#idle-left")).to_contain_text("秒后清除")
    screen.get_by_text("继续办理").click()
    expect(screen.locator("#idle")).to_be_hidden()
    screen.clock.run_for(44_000)
    expect(screen.locator("#idle")).to_be_hidden()
    screen.clock.run_for(17_000)
    screen.wait_for_url(f"{door.url}/kiosk/")
    screen.go_back()
    expect(screen.locator("h1")).to_have_text("请点您要办的事")
    screen.goto(f"{door.url}/kiosk/mine/")
    assert screen.url == f"{door.url}/kiosk/"


def test_digits_on_the_screen_fill_a_pin(screen: Page, door: Door) -> None:
    arrive(screen, door)
    screen.locator(".big a").filter(has_text="修改社保密码").click()
    pin = screen.locator("input[type=password]").first
    pin.click()
    for digit in "2857149":
        screen.locator("#pad button", has_text=digit).click()
    assert pin.input_value() == "285714"  # six at most
    screen.locator("#pad button", has_text="删除").click()
    assert pin.input_value() == "28571"
    screen.get_by_text("结束，取回证件").click()
    screen.wait_for_url(f"{door.url}/kiosk/")


def test_without_scripts_the_page_says_how_to_leave(browser: Browser, door: Door) -> None:
    with window(browser, door, KIOSK, size="elder", width=1080, scripts=False) as context:
        tab = context.new_page()
        tab.goto(f"{door.url}/kiosk/identify/")
        expect(tab.locator("#end noscript p")).to_be_visible()
        assert "离开前请按“结束”" in tab.content()
        assert tab.locator('meta[http-equiv="refresh"]').count() == 0
