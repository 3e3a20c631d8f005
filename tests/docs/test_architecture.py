"""docs/architecture.md tells of the packages that there are, and every link between our pages leads somewhere."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, page
from yikatong.office.chain import CHAINED

ARCHITECTURE = page("docs/architecture.md")
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def packages() -> set[str]:
    return {path.parent.name for path in (ROOT / "yikatong").glob("*/*.py")}


def test_each_package_is_told() -> None:
    told = set(re.findall(r"^\| `(\w+)/` \|", ARCHITECTURE, re.MULTILINE))
    assert told == {name for name in packages() if not name.startswith("_")} | {"adapters"}


def test_what_to_read_first_exists() -> None:
    rows = re.findall(r"^\| `(\w+)/` \|[^|]*\| ([^|]+) \|$", ARCHITECTURE, re.MULTILINE)
    named = [f"yikatong/{package}/{place}" for package, places in rows for place in re.findall(r"`([^`]+)`", places)]
    assert len(named) > 10
    assert [place for place in named if not (ROOT / place).exists()] == []


def test_each_column_of_an_entry_is_told() -> None:
    told = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", ARCHITECTURE.split("## How to read an entry")[1], re.MULTILINE)
    assert {name.strip("` ") for names in told for name in names.split(",")} == {*CHAINED, "previous", "hash"}


def dead_links(name: str, text: str) -> list[str]:
    folder = (ROOT / name).parent
    return [link for link in LINK.findall(text) if not Path(folder, link).exists()]


@pytest.mark.parametrize("name", PAGES)
def test_each_link_leads_somewhere(name: str) -> None:
    assert dead_links(name, page(name)) == []


def test_a_dead_link_is_seen() -> None:
    assert dead_links("docs/x.md", "[a](nowhere.md) [b](glossary.md) [c](../README.md#top)") == ["nowhere.md"] + (
        [] if (ROOT / "README.md").exists() else ["../README.md"]
    )
