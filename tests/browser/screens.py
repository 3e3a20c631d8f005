"""A picture of every page, to be looked at: ``make screens``, or ``python -m tests.browser.screens WORD …`` for those
whose names hold one of the words."""

import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import NO_CHINESE, NoBrowser, chinese_font
from tests.browser.pages import PAGES, Page, open_page
from tests.browser.server import NotServing, shared
from tests.browser.visitors import Door
from tests.browser.windows import launch, window

FOLDER = Path("var") / "screens"
LANGUAGES = {"zh": "zh-hans", "en": "en"}
WIDTHS = {True: (1440,), False: (390, 1440)}  # by whether it is a page of staff
INDEX = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>yikatong: every page</title><style>
body{{font:15px/1.4 sans-serif;margin:16px}}main{{display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start}}
figure{{margin:0;width:300px}}img{{width:100%;border:1px solid #bbb}}</style></head><body>
<h1>{count} pictures</h1><main>
{figures}</main></body></html>
"""
FIGURE = '<figure><a href="{0}"><img loading="lazy" alt="" src="{0}"></a><figcaption>{0}</figcaption></figure>\n'


def pictures(pages: tuple[Page, ...]) -> Iterator[tuple[Page, str, int]]:
    """Every page in both languages and each of its widths."""
    for language in LANGUAGES:
        for page in pages:
            for width in WIDTHS[page.staff]:
                yield page, language, width


def draw(browser: Browser, door: Door, page: Page, language: str, width: int) -> Path:
    path = FOLDER / language / str(width) / f"{page.name}.png"
    with window(browser, door, page.who, language=LANGUAGES[language], width=width) as context:
        tab = context.new_page()
        open_page(tab, page, door)
        tab.screenshot(path=path, full_page=True)
    return path


def write_index() -> Path:
    """A page with everything that was ever drawn here."""
    drawn = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.png"))
    index = FOLDER / "index.html"
    index.write_text(INDEX.format(count=len(drawn), figures="".join(FIGURE.format(escape(name)) for name in drawn)))
    return index


def draw_all(words: list[str]) -> None:
    wanted = tuple(page for page in PAGES if not words or any(word in page.name for word in words))
    todo = list(pictures(wanted))
    with tempfile.TemporaryDirectory() as folder, shared(Path(folder)) as url, sync_playwright() as playwright:
        browser, door = launch(playwright), Door(url, Path(folder))
        for number, (page, language, width) in enumerate(todo, 1):
            path = draw(browser, door, page, language, width)
            sys.stdout.write(f"{number:4}/{len(todo)}  {path}\n")
            sys.stdout.flush()
        browser.close()
    sys.stdout.write(f"{write_index()}\n")


def main() -> None:
    if not chinese_font():
        raise SystemExit(NO_CHINESE)
    try:
        draw_all(sys.argv[1:])
    except (NoBrowser, NotServing) as fault:
        raise SystemExit(str(fault)) from None


if __name__ == "__main__":
    main()
