"""A sentence with ``{placeholders}`` in two languages, and how its facts are found again in a finished sentence.

Finding is plain searching, each literal at its first or its last place: linear in the length of the sentence, whatever
anybody typed into it.
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Self

NUMBER = re.compile(r"n\d*")
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
MOMENT = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日(?:\d{2}:\d{2})?")
NAME = re.compile(r"[^，。！？]+")
FORMS = {"at": MOMENT, "card_no": re.compile(r"[A-Z0-9*]+"), "outlet": NAME, "bank": NAME}
SENTENCE_END = re.compile(r"[。！？]")
CHINESE_SIGN = re.compile(r"[\u3400-\u9fff]")
FACT_CHARACTERS_MAX = 400

FREE = frozenset({"quote", "rest"})
"""Facts that may hold whole sentences."""
VERBATIM = frozenset({"quote", "title", "section", "outlet", "bank", "address", "phone", "person"})
"""Facts that stay as they are: names, titles, quotations."""
BELIEVED_FROM = 6
"""A template with fewer Chinese characters of its own is believed only where each of its facts is understood."""


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """``literals`` stand around ``holes``, one more than they are; ``told`` is the translation as (literal, hole)
    pairs, the last hole being empty. By ``order`` those come first that say most themselves."""

    literals: tuple[str, ...]
    holes: tuple[str, ...]
    told: tuple[tuple[str, str], ...]
    order: tuple[int, tuple[str, ...]]
    believed: bool

    @classmethod
    def of(cls, chinese: str, translation: str) -> Self:
        """Errors: ValueError for unbalanced braces."""
        parts = [(literal, name or "") for literal, name, _, _ in Formatter().parse(chinese)]
        if parts[-1][1]:
            parts.append(("", ""))
        told = tuple((literal, name or "") for literal, name, _, _ in Formatter().parse(translation))
        literals = tuple(literal for literal, _ in parts)
        own = "".join(literals)
        believed = len(CHINESE_SIGN.findall(own)) >= BELIEVED_FROM
        return cls(literals, tuple(name for _, name in parts[:-1]), told, (-len(own), literals), believed)

    @property
    def pairs(self) -> set[str]:
        """Two characters side by side in a literal; single characters where no literal has two."""
        found = {literal[i : i + 2] for literal in self.literals for i in range(len(literal) - 1)}
        return found or {character for literal in self.literals for character in literal}

    def readings(self, words: str, known: Container[str]) -> Iterator[tuple[str, ...]]:
        """What may stand in the holes, nothing where ``words`` were not made from this: with each literal at its last
        place, and at its first where that differs. Of two holes side by side the first takes a date, or the longest
        phrase that is ``known``."""
        first, *middle, last = self.literals
        start, end = len(first), len(words) - len(last)
        if start >= end or not (words.startswith(first) and words.endswith(last)):
            return
        within, between = words[start:end], [literal for literal in middle if literal]
        backwards, forwards = _cut_backwards(within, between), _cut(within, between)
        for parts in (backwards, forwards) if backwards != forwards else (backwards,):
            facts = tuple(_shared_out(parts, middle, known)) if parts else ()
            if len(facts) == len(self.holes) and all(map(_fits, self.holes, facts)):
                yield facts


def _cut(words: str, literals: Sequence[str]) -> list[str]:
    """``words`` cut at each literal in turn, at its first place; empty where one is missing."""
    parts = []
    for literal in literals:
        part, found, words = words.partition(literal)
        if not found:
            return []
        parts.append(part)
    return [*parts, words]


def _cut_backwards(words: str, literals: Sequence[str]) -> list[str]:
    """The same from the end, each literal at its last place."""
    parts = []
    for literal in reversed(literals):
        words, found, part = words.rpartition(literal)
        if not found:
            return []
        parts.append(part)
    return [words, *reversed(parts)]


def _shared_out(parts: Sequence[str], middle: Sequence[str], known: Container[str]) -> Iterator[str]:
    """The parts, of which one that fills two holes side by side is divided; undivided it leaves one empty."""
    waiting = iter(parts)
    part = next(waiting)
    for literal in middle:
        border = len(part) if literal else _border(part, known)
        yield part[:border]
        part = next(waiting) if literal else part[border:]
    yield part


def _border(part: str, known: Container[str]) -> int:
    dated = MOMENT.match(part)
    return dated.end() if dated else next((at for at in range(len(part) - 1, 0, -1) if part[:at] in known), 0)


def _fits(hole: str, fact: str) -> bool:
    if not fact or len(fact) > FACT_CHARACTERS_MAX:
        return False
    if NUMBER.fullmatch(hole):
        return DIGITS.fullmatch(fact) is not None
    form = FORMS.get(hole)
    if form is not None:
        return form.fullmatch(fact) is not None
    return hole in FREE or SENTENCE_END.search(fact) is None
