"""A finished Chinese sentence in another language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """``lang``: the language the words really are in."""

    words: str
    lang: str


def said(words: str, language: str) -> Said:
    return Said(words, "zh-Hans")
