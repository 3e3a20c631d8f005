"""Where the browser is looked for, and what is said when there is none."""

from pathlib import Path

import pytest

from tests.browser import chromium


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without any browser; gives its one folder of programs."""
    monkeypatch.delenv(chromium.NAMED, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "APPLICATIONS", ())
    monkeypatch.setattr(chromium, "CACHES", (tmp_path / "cache",))
    return tmp_path


def program(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_in_path(bare: Path) -> None:
    assert chromium.find() == ""
    chrome = program(bare / "google-chrome")
    assert chromium.find() == chrome


def test_among_the_downloads_of_playwright(bare: Path) -> None:
    downloaded = program(bare / "cache" / "chromium-1255" / "chrome-linux64" / "chrome")
    assert chromium.find() == downloaded


def test_the_one_that_is_named_comes_first(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare / "chromium")
    monkeypatch.setenv(chromium.NAMED, program(bare / "mine"))
    assert chromium.find() == str(bare / "mine")
    monkeypatch.setenv(chromium.NAMED, str(bare / "nothing"))
    with pytest.raises(chromium.NoBrowser, match="不是可以运行的浏览器"):
        chromium.find()


def test_one_is_installed_where_there_is_none(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare / "apt-get")
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    asked: list[tuple[str, ...]] = []

    def install(commands: tuple[tuple[str, ...], ...]) -> bool:
        asked.extend(commands)
        program(bare / "chromium")
        return True

    monkeypatch.setattr(chromium, "_run_all", install)
    assert chromium.ensure() == str(bare / "chromium")
    assert tuple(asked) == chromium.APT


def test_none_to_be_had_is_a_failure_that_says_what_to_install(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "_run_all", lambda commands: False)
    with pytest.raises(chromium.NoBrowser, match="apt install chromium"):
        chromium.ensure()


def test_an_installer_that_fails_is_told() -> None:
    assert not chromium._run_all((("false",),))
    assert not chromium._run_all((("no-such-installer",),))
