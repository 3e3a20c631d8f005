"""What is asked of every page. Each check gives its faults as sentences; none means that all is well."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

HERE = Path(__file__).parent
AXE = (HERE / "vendor" / "axe-core" / "axe.min.js").read_text()
MEASURES = (HERE / "measures.js").read_text()

SIZES = ("standard", "elder", "xl")
WIDTHS = (320, 390, 1440)
STATES = (("standard", "light"), ("elder", "light"), ("xl", "light"), ("standard", "dark"))
SPACES = re.compile(r"\s+")
KIB = 1024
TOLD_MAX = 12
FIRST_LOAD_MAX, SCRIPTS_MAX, SHEETS_MAX, HTML_MAX = 60 * KIB, 25 * KIB, 30 * KIB, 15 * KIB
# px: of any text in the elder size, and of what is pressed in the two sizes (MIIT's rules for elders, WCAG 2.5.5)
ELDER_TEXT_MIN, ELDER_TARGET_MIN, TARGET_MIN = 18, 60, 44
AXE_RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(v => ({
  id: v.id, help: v.help, nodes: v.nodes.map(n => ({target: n.target.join(' '), why: n.failureSummary}))}))"""


@dataclass
class Traffic:
    """What a page asked for and complained of, from its opening on."""

    host: str
    faults: list[str] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _response(self, response: Response) -> None:
        self.responses.append(response)

    def _console(self, message: ConsoleMessage) -> None:
        """Chromium also tells here what the Content-Security-Policy stopped, and of pages answered with a refusal."""
        refused_page = "Failed to load resource" in message.text and message.location.get("url", "").endswith("/")
        if message.type == "error" and not refused_page:
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != self.host:
            self.faults.append(f"asks another host: {request.url}")

    def weighed(self) -> dict[str, int]:
        """Bytes as a bureau sends them: static files compressed by whitenoise, pages as they are drawn."""
        weight = {"html": 0, "html_packed": 0, "script": 0, "stylesheet": 0, "all": 0}
        for response in self.responses:
            if response.status in range(300, 400) or not response.url.startswith("http"):
                continue
            body, kind = response.body(), response.request.resource_type
            packed = len(gzip.compress(body, 6))
            if kind == "document":
                weight["html"], weight["html_packed"] = weight["html"] + len(body), weight["html_packed"] + packed
            elif kind in weight:
                weight[kind] += packed
            weight["all"] += min(len(body), packed)
        return weight

    def heavy(self) -> Iterator[str]:
        """Too heavy for a telephone: only asked of the pages for citizens."""
        weight = self.weighed()
        limits = {"all": FIRST_LOAD_MAX, "script": SCRIPTS_MAX, "stylesheet": SHEETS_MAX, "html_packed": HTML_MAX}
        for kind, limit in limits.items():
            if weight[kind] > limit:
                yield f"weighs {weight[kind] / KIB:.1f} KiB ({kind}), at most {limit // KIB}"


def prepare(page: Page) -> None:
    """Bring the measures into the page, past its Content-Security-Policy, which stays in force for the page."""
    page.evaluate(MEASURES)


def dress(page: Page, size: str, theme: str = "light") -> None:
    """The size and theme as the server writes them for the cookies (test_looks.py shows that it does)."""
    page.evaluate("([size, theme]) => measures.dress(size, theme)", [size, theme])


def measured(page: Page, measure: str, *least: int) -> list[str]:
    """What the measure finds; of many faults alike the first few say enough."""
    found = list(page.evaluate(f"(least) => measures.{measure}(...least)", list(least)))
    more = [f"… and {len(found) - TOLD_MAX} more"] if len(found) > TOLD_MAX else []
    return found[:TOLD_MAX] + more


def inaccessible(page: Page, states: tuple[tuple[str, str], ...] = STATES) -> Iterator[str]:
    """Every rule of axe, in each of the states; a fault of several states is told once."""
    page.evaluate(AXE)
    found: dict[str, list[str]] = {}
    for size, theme in states:
        dress(page, size, theme)
        for violation in page.evaluate(AXE_RUN):
            found.setdefault(_told(violation), []).append(f"{size} {theme}")
    dress(page, "standard")
    return (f"axe ({', '.join(seen_in)}): {words}" for words, seen_in in found.items())


def _told(violation: dict[str, Any]) -> str:
    nodes = violation["nodes"]
    first = "; ".join(f"{n['target']} ({SPACES.sub(' ', n['why'])[:200]})" for n in nodes[:3])
    return f"{violation['id']} ({violation['help']}) ×{len(nodes)}: {first}"


def overflowing(page: Page, widths: tuple[int, ...] = WIDTHS, sizes: tuple[str, ...] = SIZES) -> Iterator[str]:
    """A page is read downwards alone: at no width and in no size it moves sideways."""
    before = page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        for size in sizes:
            dress(page, size)
            yield from (f"scrolls sideways at {width}, {size}: {words}" for words in measured(page, "overflow"))
    if before:
        page.set_viewport_size(before)
    dress(page, "standard")


def too_small(page: Page, elder: bool) -> Iterator[str]:
    """``elder``: the page has an elder size to be measured, as those for citizens have."""
    dress(page, "standard")
    yield from (f"standard: {words}" for words in measured(page, "smallTargets", TARGET_MIN))
    if elder:
        dress(page, "elder")
        yield from (f"elder: {words}" for words in measured(page, "smallTargets", ELDER_TARGET_MIN))
        yield from (f"elder: {words}" for words in measured(page, "smallText", ELDER_TEXT_MIN))
        dress(page, "standard")


def not_english(page: Page) -> list[str]:
    return [f"Chinese on an English page: {words}" for words in measured(page, "foreignWords")]
