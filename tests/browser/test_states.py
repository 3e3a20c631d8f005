"""Both functions' states, in words with an icon each, wherever somebody looks after one was reported as lost."""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.pages import LOSS, Steps, acted, arrived, called, pressing, sought, then, visiting
from tests.browser.visitors import Door
from tests.browser.windows import window

WHO = "expiring:6"
# The citizens' home says a temporary report as its place does, staff say it as everywhere.
STATES = [re.compile("社保功能 (口头|临时)挂失"), re.compile("金融功能 正常")]
# What has no icon is not counted: colour and word alone are not enough.
SHOWN = """() => [...document.querySelectorAll('main .pill')].filter(pill => pill.querySelector('svg')).map(pill => {
  const row = pill.closest('.functions > div');
  return ((row ? row.querySelector('dt').innerText + ' ' : '') + pill.innerText).replace(/\\s+/g, ' ').trim(); })"""
PLACES: dict[str, tuple[str, str, Steps]] = {
    "portal": (WHO, "/", visiting("/")),
    "desk": ("desk", "/desk/", sought(WHO)),
    "hotline": ("hotline", "/hotline/", then(called(WHO), pressing("a[href$='/as-citizen/']"))),
    "kiosk": ("kiosk-yanta", "/kiosk/", arrived(WHO)),
}


@pytest.fixture(scope="module")
def reported(browser: Browser, door: Door) -> None:
    with window(browser, door, WHO) as context:
        tab = context.new_page()
        tab.goto(door.url)
        acted("report_loss", **LOSS)(tab)


@pytest.mark.parametrize("place", PLACES)
def test_both_states_are_shown_in_words_with_an_icon(place: str, reported: None, browser: Browser, door: Door) -> None:
    who, start, steps = PLACES[place]
    with window(browser, door, who) as context:
        tab = context.new_page()
        tab.goto(door.url + start)
        steps(tab)
        shown = tab.evaluate(SHOWN)
        assert [state.pattern for state in STATES if not any(map(state.match, shown))] == [], shown


def test_a_state_without_an_icon_is_not_counted(browser: Browser, door: Door) -> None:
    with window(browser, door, WHO) as context:
        tab = context.new_page()
        tab.goto(door.url)
        assert tab.evaluate(SHOWN)
        tab.evaluate("() => document.querySelectorAll('.pill svg').forEach(icon => icon.remove())")
        assert tab.evaluate(SHOWN) == []
