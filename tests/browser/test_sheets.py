"""Our style sheets are read by old telephones, in both directions of writing, and ask nobody else for anything."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHEETS = sorted(p for p in ROOT.glob("yikatong/channels/*/static/**/*.css") if "vendor" not in p.parts)
# What browsers before about 2023 do not know, and with it drop the whole rule or sheet.
TOO_NEW = re.compile(r"@layer|@container|@import|color-mix\(|oklch\(|oklab\(|:has\(|(?<![\w-])&[\s.:>\[]")
# In Uyghur and Kazakh the beginning of a line is on the right.
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|(?:text-align|float|clear):\s*(?:left|right)|[;{\s](?:left|right)\s*:"
)
ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!data:|['\"]?[\w./-]+\))|https?://(?!www\.w3\.org/)")
COMMENTS = re.compile(r"/\*.*?\*/", re.S)


def faults(sheet: str) -> list[str]:
    rules = COMMENTS.sub("", sheet)
    return [found[0] for pattern in (TOO_NEW, PHYSICAL, ELSEWHERE) for found in pattern.finditer(rules)]


@pytest.mark.parametrize(
    "planted",
    [
        "@layer a{b{c:d}}", "a{color:color-mix(in srgb,red,blue)}", "a{color:oklch(1 0 0)}", "li:has(a){b:c}",
        "a{& b{c:d}}", "a{margin-left:1rem}", "a{text-align:right}", "a{left:0}", "a{float: left}",
        "a{background:url(https://elsewhere.test/x.png)}", "@import 'x.css';",
    ],
)  # fmt: skip
def test_a_planted_rule_is_seen(planted: str) -> None:
    assert faults(planted)


@pytest.mark.parametrize("sound", ["a{margin-inline-start:1rem;text-align:start}", "/* :has( */a{inset-inline:0}"])
def test_a_sound_rule_passes(sound: str) -> None:
    assert faults(sound) == []


def test_every_sheet_is_sound() -> None:
    assert SHEETS
    assert {sheet.name: found for sheet in SHEETS if (found := faults(sheet.read_text()))} == {}
