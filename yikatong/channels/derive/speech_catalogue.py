"""The catalogue of one language: every sentence that is declared, and the templates among them."""

import re
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from yikatong.channels.derive.speech_template import Template
from yikatong.policies import regions

PACKAGE = Path(__file__).resolve().parents[2]
FOLDER = PACKAGE / "locale"
ROOMS = PACKAGE / "channels"
"""Each with a catalogue of its pages: their titles and faults may stand where something declared is expected."""
CHINESE = re.compile(r"[\u3400-\u9fff]")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.ASCII)
DAYS = "一二三四五六日"
MO_MAGIC = 0x950412DE


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """``exact``: sentence -> translation. ``forms``: literals -> template. ``anchored``: one or two characters ->
    the templates that hold them. ``proper``: first words that keep their capital letter within a sentence."""

    language: str
    exact: Mapping[str, str]
    forms: Mapping[tuple[str, ...], Template]
    anchored: Mapping[str, tuple[Template, ...]]
    proper: frozenset[str]

    def templates(self, words: str) -> list[Template]:
        """The templates that ``words`` may be made from, those that say most first."""
        signs = {words[i : i + 2] for i in range(len(words))}.union(words) & self.anchored.keys()
        found = [template for sign in signs for template in self.anchored[sign]]
        return sorted(found, key=lambda template: template.order)


@cache
def catalogue_of(language: str) -> Catalogue | None:
    """The catalogue of a Django language code, or of the language it is a kind of; None where there is none."""
    if not LANGUAGE.fullmatch(language.lower()):
        return None
    file = Path(language.replace("-", "_"), "LC_MESSAGES", "django.mo")
    if (FOLDER / file).exists():
        found = [*sorted(ROOMS.glob(f"*/locale/{file}")), FOLDER / file]
        return catalogue(language, {chinese: words for page in found for chinese, words in read_mo(page).items()})
    wider = language.rpartition("-")[0]
    return catalogue_of(wider) if wider else None


def catalogue(language: str, sentences: Mapping[str, str]) -> Catalogue:
    """A catalogue of ``sentences``: Chinese -> translation, either may have ``{placeholders}``."""
    told = {chinese: words for chinese, words in sentences.items() if chinese and words}
    exact = {chinese: words for chinese, words in told.items() if "{" not in chinese}
    places = dict(_places(exact))
    templates = [Template.of(chinese, words) for chinese, words in told.items() if "{" in chinese]
    names = [*(places.get(own, "") for own in regions.names().values()), *(exact.get(day, "") for day in DAYS)]
    proper = frozenset(word for name in names for word in name.replace(",", " ").split()[:1])
    forms = {template.literals: template for template in templates}
    return Catalogue(language, {**places, **exact}, forms, _anchored(templates), proper)


def _places(exact: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Full names of regions, which we say from the widest: 陕西省西安市 is Xi'an, Shaanxi Province."""
    own = regions.names()
    for code in own:
        chain = [own.get(level.ljust(6, "0"), "") for level in regions.levels(code)]
        names = [exact.get(name) for name in chain if name]
        if None not in names:
            yield own[code], exact[own[code]]
            yield regions.name(code), ", ".join(name for name in names if name)


def _anchored(templates: Iterable[Template]) -> dict[str, tuple[Template, ...]]:
    """Each template under the rarest two characters of its own, so that few are tried for a sentence."""
    found = list(templates)
    common = Counter(pair for template in found for pair in template.pairs)
    anchored: dict[str, list[Template]] = defaultdict(list)
    for template in found:
        anchored[min(sorted(template.pairs), key=lambda pair: common[pair])].append(template)
    return {pair: tuple(held) for pair, held in anchored.items()}


def read_mo(file: Path) -> dict[str, str]:
    """A compiled gettext catalogue without plurals or contexts. Errors: ValueError for what is none."""
    content = file.read_bytes()
    magic, _, count, keys, values = struct.unpack_from("<5I", content)
    if magic != MO_MAGIC:
        raise ValueError(f"{file.name} is no catalogue")
    return {_entry(content, keys + 8 * n): _entry(content, values + 8 * n) for n in range(count)}


def _entry(content: bytes, at: int) -> str:
    length, start = struct.unpack_from("<2I", content, at)
    return content[start : start + length].decode("utf-8")
