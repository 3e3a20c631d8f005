"""Every page of pages.py, asked everything of checks.py in one visit per language."""

from collections import Counter
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.addresses import view_of
from tests.browser.checks import STATES, Traffic, inaccessible, not_english, overflowing, prepare, too_small
from tests.browser.pages import PAGES, Page, open_page
from tests.browser.visitors import Door
from tests.browser.windows import window

STAFF_WIDTH, CITIZEN_WIDTH = 1440, 390


def visited(browser: Browser, door: Door, page: Page, language: str) -> list[str]:
    """The faults of a page in one language."""
    width = STAFF_WIDTH if page.staff else CITIZEN_WIDTH
    # Without the worker that would bring along what one page does not need; test_last_seen.py has it.
    with window(browser, door, page.who, language=language, width=width, service_workers="block") as context:
        tab = context.new_page()
        traffic = Traffic(urlsplit(door.url).netloc)
        traffic.watch(tab)
        open_page(tab, page, door)
        arrived, meant = view_of(urlsplit(tab.url).path), view_of(page.ends or page.address)
        if arrived != meant:
            return [f"{language}: came to {tab.url} ({arrived}), not to {meant}"]
        prepare(tab)
        if language == "en":
            accessible = inaccessible(tab, states=STATES[:1])
            found = [*not_english(tab), *overflowing(tab, widths=(320,)), *accessible]
        else:
            heavy = () if page.staff or page.steps else traffic.heavy()
            found = [*heavy, *inaccessible(tab), *overflowing(tab), *too_small(tab, elder=not page.staff)]
        return [f"{language}: {fault}" for fault in [*traffic.faults, *found]]


def by_turns() -> list[Page]:
    """Everybody's first page, then everybody's second: workers need not wait for each other's accounts."""
    seen: Counter[str] = Counter()
    places = [(seen.update([page.who]), seen[page.who])[1] for page in PAGES]
    return [page for _, page in sorted(zip(places, PAGES, strict=True), key=lambda pair: pair[0])]


@pytest.mark.parametrize("page", by_turns(), ids=lambda page: page.name)
def test_a_page_is_for_everybody(page: Page, browser: Browser, door: Door) -> None:
    faults = [fault for language in ("zh-hans", "en") for fault in visited(browser, door, page, language)]
    assert faults == [], "\n".join(faults)
