"""Finds a Chromium for the browser tests and installs one where there is none: ``python -m tests.browser.chromium``.

Named by YIKATONG_CHROMIUM, else looked for in PATH, where macOS keeps it, and among Playwright's own downloads. A
browser that cannot be had is a failure that says what to install; the tests are never quietly left out.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

NAMED = "YIKATONG_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
CACHES = (Path.home() / ".cache" / "ms-playwright", Path.home() / "Library" / "Caches" / "ms-playwright")
DOWNLOADED = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
APT = (
    ("apt-get", "update", "-qq"),
    ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"),
)
PLAYWRIGHT = ((sys.executable, "-m", "playwright", "install", "chromium"),)
INSTALL_SECONDS_MAX = 900

MISSING = (
    "没有找到浏览器，也没能自动安装：请安装 Chromium（Debian：apt install chromium fonts-noto-cjk），"
    f"或用环境变量 {NAMED} 指明它的位置。 / No browser was found and none could be installed: install Chromium "
    f"(Debian: apt install chromium fonts-noto-cjk) or name one with {NAMED}."
)
NAMED_MISSING = "{}={} 不是可以运行的浏览器。 / {}={} is not a browser that can be run."
NO_CHINESE = (
    "没有中文字体，截图中的汉字会是方框：请安装 fonts-noto-cjk。"
    " / There is no Chinese font, characters would be drawn as boxes: install fonts-noto-cjk."
)


class NoBrowser(Exception):
    """What to install, in one sentence of each language."""


def find() -> str:
    """Where the browser is, "" where there is none. Errors: NoBrowser when the one that was named cannot be run."""
    if named := os.environ.get(NAMED, ""):
        if found := shutil.which(named):
            return found
        raise NoBrowser(NAMED_MISSING.format(NAMED, named, NAMED, named))
    found_in_path = next((found for name in NAMES if (found := shutil.which(name))), "")
    kept = [*APPLICATIONS, *(found for cache in CACHES for pattern in DOWNLOADED for found in cache.glob(pattern))]
    return found_in_path or next((str(one) for one in kept if os.access(one, os.X_OK)), "")


def ensure() -> str:
    """Where the browser is, after installing it if need be; one process at a time. Errors: NoBrowser."""
    if found := find():
        return found
    with _alone():
        if found := find():
            return found
        ways = [APT] if os.geteuid() == 0 and shutil.which("apt-get") else []
        for way in (*ways, PLAYWRIGHT):
            if _run_all(way) and (found := find()):
                return found
    raise NoBrowser(MISSING)


def chinese_font() -> bool:
    """Whether characters can be drawn. Where fontconfig is not (macOS) the system brings its own."""
    if not shutil.which("fc-list"):
        return sys.platform == "darwin"
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout.strip())


def _run_all(commands: Iterable[tuple[str, ...]]) -> bool:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        sys.stderr.write(f"浏览器测试需要 Chromium，正在安装 / installing Chromium: {' '.join(command)}\n")
        try:
            done = subprocess.run(command, env=quiet, stdout=sys.stderr, check=False, timeout=INSTALL_SECONDS_MAX)
        except (OSError, subprocess.TimeoutExpired) as fault:
            sys.stderr.write(f"{fault}\n")
            return False
        if done.returncode:
            return False
    return True


@contextmanager
def _alone() -> Iterator[None]:
    with (Path(tempfile.gettempdir()) / f"yikatong-chromium-{os.geteuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> None:
    try:
        sys.stdout.write(f"{ensure()}\n")
    except NoBrowser as fault:
        raise SystemExit(str(fault)) from None


if __name__ == "__main__":
    main()
