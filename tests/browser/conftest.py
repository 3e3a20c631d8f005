"""One city and one browser for all tests of this package; see server.py and windows.py."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import NoBrowser, ensure
from tests.browser.server import shared
from tests.browser.visitors import Door
from tests.browser.windows import launch

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs the city or the browser is marked, so that it can be chosen or left out by name."""
    for item in items:
        if HERE in item.path.parents and {"door", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """The served city of this run, shared by the workers of xdist."""
    mine = tmp_path_factory.getbasetemp()
    folder = (mine.parent if os.environ.get("PYTEST_XDIST_WORKER") else mine) / "browser"
    with shared(folder) as url:
        yield Door(url, folder)


# Not for the session: while Playwright lives in a thread Django refuses to use the database there, and the worker goes
# on with other tests when those of this package are done.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    try:
        ensure()
    except NoBrowser as fault:
        pytest.fail(str(fault), pytrace=False)
    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()
