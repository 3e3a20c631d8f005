"""The keys of the desk in a real browser: a whole act without a mouse, and an identity card reader that types."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visitors import Door, person
from tests.browser.windows import window

KEYS = Path(__file__).parents[2] / "yikatong/channels/derive/static/derive/keys.js"
SIZE_BYTES_MAX = 3 * 1024
WIDE = 1440


def leave_the_box(tab: Page) -> None:
    """The search page begins in its box, where keys are letters."""
    tab.locator("#find-q").evaluate("box => box.blur()")


def read_card(tab: Page, number: str) -> None:
    """As a reader does: digits within a few milliseconds, then Enter."""
    tab.keyboard.type(number)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/people/**")


def press(tab: Page, key: str, place: str) -> None:
    """The key leads there. A pause, or it would be taken for a reader's digits."""
    tab.wait_for_load_state()
    tab.wait_for_timeout(100)
    tab.keyboard.press(key)
    tab.wait_for_url(place)


def test_the_script_is_small() -> None:
    assert len(KEYS.read_bytes()) <= SIZE_BYTES_MAX


def test_an_act_from_search_to_undo_without_a_mouse(browser: Browser, door: Door) -> None:
    with window(browser, door, "desk", width=WIDE) as desk:
        tab = desk.new_page()
        tab.goto(f"{door.url}/desk/shift/")
        tab.locator("#f-outlet").select_option(index=1)
        tab.locator("#f-window").fill("9")
        tab.get_by_role("button", name="开始值班").click()
        expect(tab.locator("#find-q")).to_be_focused()
        read_card(tab, person("in_use:5").number)
        entry = tab.locator(".ops a[data-key]", has_text="挂失").first
        press(tab, entry.get_attribute("data-key") or "", "**/services/report_loss/**")
        tab.locator("#f-function-social").check()
        tab.locator("#f-present").check()
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/check/**")
        tab.keyboard.press("Enter")
        expect(tab.locator("h1")).to_contain_text("已办理")
        press(tab, "p", "**/receipts/**")
        press(tab, "u", "**/undo/")
        tab.locator("#f-present").check()
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        tab.wait_for_url(re.compile(r"/receipts/[^/]+/$"))
        expect(tab.locator("main")).to_contain_text("解挂：已办理")
        press(tab, "Escape", "**/desk/")
        expect(tab.locator("#find-q")).to_be_focused()


def test_keys_are_letters_in_a_box_and_commands_outside(browser: Browser, door: Door) -> None:
    with window(browser, door, "desk", width=WIDE) as desk:
        tab = desk.new_page()
        tab.goto(f"{door.url}/desk/")
        tab.keyboard.type("/?u1")
        expect(tab.locator("#find-q")).to_have_value("/?u1")
        leave_the_box(tab)
        tab.keyboard.press("/")
        expect(tab.locator("#find-q")).to_be_focused()
        leave_the_box(tab)
        tab.keyboard.press("?")
        sheet = tab.locator("#keys-sheet")
        expect(sheet).to_be_visible()
        expect(sheet).to_contain_text("Esc")
        tab.keyboard.press("Escape")
        expect(sheet).to_be_hidden()


@pytest.mark.parametrize("key", ["/", "?"])
def test_switched_off_they_do_nothing(browser: Browser, door: Door, key: str) -> None:
    with window(browser, door, "desk", width=WIDE) as desk:
        desk.add_cookies([{"name": "yk_keys", "value": "off", "url": door.url}])
        tab = desk.new_page()
        tab.goto(f"{door.url}/desk/")
        leave_the_box(tab)
        tab.keyboard.press(key)
        tab.wait_for_timeout(200)
        expect(tab.locator("#find-q")).not_to_be_focused()
        expect(tab.locator("#keys")).to_have_count(0)
        expect(tab.locator("#keys-sheet")).to_have_count(0)
