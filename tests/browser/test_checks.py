"""Each check of checks.py sees its planted fault, and nothing on a page without one."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from os import urandom

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.checks import Traffic, inaccessible, not_english, overflowing, prepare, too_small

HOST = "planted.test"
POLICY = {"Content-Security-Policy": "default-src 'self'; img-src * data:", "Content-Type": "text/html; charset=utf-8"}
SOUND = """<!doctype html><html lang="{lang}" data-size="standard" data-theme="light"><head><title>A page</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head><body><main><h1>A page</h1>
{body}</main></body></html>"""
FAIR = """<p>Read <a href="#x">more of it</a> in a sentence.</p>
<button style="min-width:60px;min-height:60px;font-size:18px">Go</button>
<label style="display:inline-block;padding:30px"><input type="checkbox"> Agreed</label>"""


@contextmanager
def opened(browser: Browser, body: str, *, lang: str = "en", served: dict[str, bytes] | None = None) -> Iterator[Page]:
    """A page with this body, served as ours are: under a policy that allows nothing inline."""

    def answer(route: Route) -> None:
        path = route.request.url.partition(HOST)[2]
        if path == "/":
            route.fulfill(body=SOUND.format(lang=lang, body=body), headers=POLICY)
        elif path in (served or {}):
            route.fulfill(body=(served or {})[path])
        else:
            route.fulfill(status=404)

    context = browser.new_context(viewport={"width": 390, "height": 800})
    context.route("**/*", answer)
    page = context.new_page()
    try:
        yield page
    finally:
        context.close()


def faults(browser: Browser, body: str, check: Callable[[Page], Iterable[str]], **more: str) -> list[str]:
    with opened(browser, body, **more) as page:
        # Styles within the planted body are allowed: the policy is not what these are about.
        page.set_content(SOUND.format(lang=more.get("lang", "en"), body=body))
        prepare(page)
        return list(check(page))


def traffic_of(browser: Browser, body: str, **served: bytes) -> Traffic:
    with opened(browser, body, served={f"/{name.replace('_', '.')}": words for name, words in served.items()}) as page:
        traffic = Traffic(HOST)
        traffic.watch(page)
        page.goto(f"http://{HOST}/")
        traffic.faults += traffic.heavy()
    return traffic


def elder(page: Page) -> Iterator[str]:
    return too_small(page, elder=True)


DARK = "<style>html[data-theme=dark] p{color:#777;background:#888}</style><p>Words that cannot be read in the dark.</p>"
WIDE_XL = "<style>html[data-size=xl] div{width:500px}</style><div>Wide</div>"
PLANTED = [
    ("axe", inaccessible, '<img src="data:,">', "image-alt"),
    ("axe in the dark", inaccessible, DARK, "standard dark"),
    ("sideways", overflowing, '<div style="width:500px">Wide</div>', "at 390, standard"),
    ("sideways in one size", overflowing, WIDE_XL, "at 320, xl"),
    ("small words", elder, '<p style="font-size:17px">Small</p>', "is set in 17 px"),
    ("small button", elder, '<button style="height:30px;width:80px;font-size:18px">Go</button>', "80×30"),
    ("lone link", elder, '<p style="font-size:18px"><a href="#x">A link that stands by itself</a></p>', "not 60"),
    ("a Chinese sentence", not_english, "<p>挂失</p>", "挂失"),
    ("a Chinese full stop", not_english, "<p>Loss。</p>", "Loss"),
    ("a Chinese label", not_english, '<button aria-label="挂失">Loss</button>', "aria-label"),
    ("a Chinese choice", not_english, '<select aria-label="City"><option>西安</option></select>', "option"),
]  # fmt: skip
CLEAN = [
    (inaccessible, FAIR),
    (overflowing, FAIR + '<div class="scroll" style="overflow:auto"><div style="width:900px">Table</div></div>'),
    (elder, f'<div style="font-size:18px">{FAIR}</div>'),
    (not_english, '<p>Loss (<span lang="zh-Hans">挂失</span>)</p>'),
]


@pytest.mark.parametrize(("check", "body", "words"), [p[1:] for p in PLANTED], ids=[p[0] for p in PLANTED])
def test_a_check_sees_its_planted_fault(check: Callable, body: str, words: str, browser: Browser) -> None:
    assert words in "\n".join(faults(browser, body, check))


@pytest.mark.parametrize(("check", "body"), CLEAN, ids=[check.__name__ for check, _ in CLEAN])
def test_a_check_is_content_with_a_sound_page(check: Callable, body: str, browser: Browser) -> None:
    assert faults(browser, body, check) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<script src="/broken.js"></script>', "script: planted"),
        ("<script>console.log(1)</script>", "Content Security Policy"),
        ('<img alt="" src="http://elsewhere.test/x.png">', "asks another host: http://elsewhere.test"),
        ('<script src="/heavy.js"></script>', "(script), at most 25"),
        ('<link rel="stylesheet" href="/heavy.css">', "(stylesheet), at most 30"),
        ("<!-- " + urandom(20_000).hex() + "-->", "(html_packed), at most 15"),
    ],
    ids=["error", "policy", "another host", "heavy scripts", "heavy sheets", "heavy page"],
)
def test_traffic_is_watched(body: str, words: str, browser: Browser) -> None:
    heavy = urandom(20_000).hex().encode()  # packs to half, as text does
    script, sheet = b"/*" + heavy + heavy + b"*/", b"/*" + heavy + heavy + b"*/"
    seen = traffic_of(browser, body, broken_js=b"throw 'planted'", heavy_js=script, heavy_css=sheet)
    assert words in "\n".join(seen.faults)


def test_quiet_traffic_is_no_fault(browser: Browser) -> None:
    assert traffic_of(browser, '<script src="/small.js"></script>', small_js=b"'use strict'").faults == []
