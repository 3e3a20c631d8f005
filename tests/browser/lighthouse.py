"""The key pages measured by Lighthouse as on a mobile telephone: ``make lighthouse [RUNS=3]``.

Fails below 100 for accessibility and 95 for performance and best practices; of several runs the median counts.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import sync_playwright

from tests.browser.chromium import NoBrowser, ensure
from tests.browser.pages import PAGES, Page, open_page
from tests.browser.server import NotServing, shared
from tests.browser.visitors import Door
from tests.browser.windows import FLAGS, launch, window

FRONTEND = Path(__file__).parents[2] / "frontend"
LIGHTHOUSE = FRONTEND / "node_modules" / "lighthouse" / "cli" / "index.js"
LEAST = {"accessibility": 100, "performance": 95, "best-practices": 95}
NODE_MIN = 20
MEASURE_SECONDS_MAX = 180
NO_NODE = (
    f"需要 Node {NODE_MIN} 以上和 npm，只用于测量，运行系统不需要（Debian：apt install nodejs npm）。"
    f" / Node {NODE_MIN} or newer and npm are needed, for measuring only (Debian: apt install nodejs npm)."
)


class NoTool(Exception):
    """What to install, in one sentence of each language."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Of 100, by category; ``lost`` names the audits that took points."""

    of: dict[str, int]
    lost: tuple[str, ...]

    @property
    def low(self) -> list[str]:
        return [f"{name} {self.of[name]} < {least}" for name, least in LEAST.items() if self.of[name] < least]


def check_tools() -> None:
    """Node, npm and the tools of frontend/package-lock.json, fetched once. Errors: NoTool."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise NoTool(NO_NODE)
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.strip().lstrip("v").split(".")[0]) < NODE_MIN:
        raise NoTool(NO_NODE)
    if not LIGHTHOUSE.exists() and subprocess.run(["npm", "ci"], cwd=FRONTEND, check=False).returncode:
        raise NoTool("没有取得 frontend/ 中的测量工具。 / The tools of frontend/ could not be fetched with npm ci.")


def place(page: Page, door: Door) -> tuple[str, str]:
    """The address that a page ends at once its steps are done, and the cookies to see it with."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        with window(browser, door, page.who) as context:
            tab = context.new_page()
            open_page(tab, page, door)
            cookies = "; ".join(f"{c['name']}={c['value']}" for c in context.cookies())
            address = tab.url
        browser.close()
    return address, cookies


def measure(address: str, cookies: str) -> Scores:
    command = [
        "node", str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--chrome-flags=--headless {' '.join(FLAGS)}",
        f"--only-categories={','.join(LEAST)}", f"--extra-headers={json.dumps({'Cookie': cookies})}",
    ]  # fmt: skip
    environment = os.environ | {"CHROME_PATH": ensure()}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=MEASURE_SECONDS_MAX
    )
    if done.returncode:
        raise NoTool(f"Lighthouse: {done.stderr[-2000:]}")
    report = json.loads(done.stdout)
    return Scores({name: round(report["categories"][name]["score"] * 100) for name in LEAST}, _lost(report))


def _lost(report: dict) -> tuple[str, ...]:
    weighty = {ref["id"] for name in LEAST for ref in report["categories"][name]["auditRefs"] if ref["weight"]}
    audits = (report["audits"][one] for one in sorted(weighty))
    return tuple(
        f"{audit['id']} {audit.get('displayValue', '')}".strip()
        for audit in audits
        if audit["score"] is not None and audit["score"] < 0.9
    )


def median(several: list[Scores]) -> Scores:
    of = {name: round(statistics.median(scores.of[name] for scores in several)) for name in LEAST}
    return Scores(of, several[-1].lost)


def measure_all(runs: int, words: list[str]) -> list[str]:
    """The pages that are below; each is told as soon as it is measured."""
    low = []
    with tempfile.TemporaryDirectory() as folder, shared(Path(folder)) as url:
        door = Door(url, Path(folder))
        for page in (page for page in PAGES if page.key and (not words or page.name in words)):
            address, cookies = place(page, door)
            scores = median([measure(urljoin(url, address), cookies) for _ in range(runs)])
            told = " ".join(f"{name} {score:3}" for name, score in scores.of.items())
            sys.stdout.write(f"{page.name:20} {told}  {', '.join(scores.lost)}\n")
            sys.stdout.flush()
            low += [f"{page.name}: {fault}" for fault in scores.low]
    return low


def main() -> None:
    try:
        check_tools()
        low = measure_all(int(os.environ.get("RUNS", "1")), sys.argv[1:])
    except (NoTool, NoBrowser, NotServing) as fault:
        raise SystemExit(str(fault)) from None
    if low:
        raise SystemExit("低于要求 / below the limits:\n" + "\n".join(low))


if __name__ == "__main__":
    main()
