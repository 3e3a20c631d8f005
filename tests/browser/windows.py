"""Browser windows: who is signed in, language, size, width, with JavaScript or without."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright

from tests.browser.chromium import ensure
from tests.browser.visitors import Door

HEIGHT = 844
PATIENCE_MS = 10_000
# Nothing of the browser's own may ask another host; CI runs as root, where its sandbox cannot.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=ensure(), args=FLAGS)


@contextmanager
def window(
    browser: Browser, door: Door, who: str = "", *, language: str = "zh-hans",
    size: str = "standard", theme: str = "light", width: int = 390, scripts: bool = True, **more: Any,
) -> Iterator[BrowserContext]:  # fmt: skip
    """A fresh window of somebody, closed at the end."""
    with door.turn(who):
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT}, java_script_enabled=scripts, locale="zh-CN",
            timezone_id="Asia/Shanghai", reduced_motion="reduce", **more,
        )  # fmt: skip
        try:
            looks = {"yk_lang": language, "yk_size": size, "yk_theme": theme}
            chosen = [{"name": name, "value": value, "url": door.url} for name, value in looks.items()]
            context.set_default_timeout(PATIENCE_MS)
            context.add_cookies([*chosen, *door.cookies(who)])
            yield context
        finally:
            context.close()
