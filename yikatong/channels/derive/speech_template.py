"""A sentence with ``{placeholders}`` in two languages, and how its facts are found again in a finished sentence.

Finding is plain searching from left to right, each literal at its first place: linear in the length of the sentence,
whatever anybody typed into it.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from string import Formatter
from typing import Self

NUMBER = re.compile(r"n\d*")
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
MOMENT = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日(?:\d{2}:\d{2})?")
SENTENCE_END = re.compile(r"[。！？]")
CHINESE_SIGN = re.compile(r"[\u3400-\u9fff]")
FACT_CHARACTERS_MAX = 400

FREE = frozenset({"quote", "rest"})
"""Facts that may hold whole sentences."""
VERBATIM = frozenset({"quote", "title", "section", "outlet", "bank", "address", "phone"})
"""Facts that stay as they are: names, titles, quotations."""
BELIEVED_FROM = 6
"""A template with fewer Chinese characters of its own is believed only where each of its facts is understood."""


@dataclass(frozen=True, slots=True, eq=False)
class Template:
    """``literals`` stand around ``holes``, one more than they are; ``told`` is the translation as (literal, hole)
    pairs, the last hole being empty."""

    literals: tuple[str, ...]
    holes: tuple[str, ...]
    told: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, chinese: str, translation: str) -> Self:
        """Errors: ValueError for unbalanced braces."""
        parts = [(literal, name or "") for literal, name, _, _ in Formatter().parse(chinese)]
        if parts[-1][1]:
            parts.append(("", ""))
        told = tuple((literal, name or "") for literal, name, _, _ in Formatter().parse(translation))
        return cls(tuple(literal for literal, _ in parts), tuple(name for _, name in parts[:-1]), told)

    @property
    def weight(self) -> int:
        """How many characters are its own."""
        return sum(map(len, self.literals))

    @property
    def believed(self) -> bool:
        return sum(len(CHINESE_SIGN.findall(literal)) for literal in self.literals) >= BELIEVED_FROM

    @property
    def pairs(self) -> set[str]:
        """Two characters side by side in a literal; single characters where no literal has two."""
        found = {literal[i : i + 2] for literal in self.literals for i in range(len(literal) - 1)}
        return found or {character for literal in self.literals for character in literal}

    def facts(self, words: str, known: Container[str]) -> tuple[str, ...] | None:
        """What stands in the holes, or None where ``words`` were not made from this. Of two holes side by side the
        first takes the longest phrase that is ``known``."""
        first, last = self.literals[0], self.literals[-1]
        start, end = len(first), len(words) - len(last)
        if start >= end or not (words.startswith(first) and words.endswith(last)):
            return None
        found = []
        for literal in self.literals[1:-1]:
            at = words.find(literal, start + 1, end) if literal else _border(words, start, end, known)
            if at < 0:
                return None
            found.append(words[start:at])
            start = at + len(literal)
        found.append(words[start:end])
        return tuple(found) if all(map(_fits, self.holes, found)) else None


def _border(words: str, start: int, end: int, known: Container[str]) -> int:
    return next((at for at in range(end - 1, start, -1) if words[start:at] in known), -1)


def _fits(hole: str, fact: str) -> bool:
    if not fact or len(fact) > FACT_CHARACTERS_MAX:
        return False
    if NUMBER.fullmatch(hole):
        return DIGITS.fullmatch(fact) is not None
    if hole == "at":
        return MOMENT.fullmatch(fact) is not None
    return hole in FREE or SENTENCE_END.search(fact) is None
