"""A finished Chinese sentence in another language.

Services, refusals and rules are pure packages that say Chinese sentences, and the ledger keeps them as they were said.
So a sentence is translated when it is shown: as a whole, by the template it was made from, or sentence by sentence.
What the catalogue does not know stays Chinese and says so.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from yikatong.channels.derive.speech_catalogue import CHINESE, Catalogue, catalogue_of
from yikatong.channels.derive.speech_phrases import Text, lowered, phrase

SOURCE_LANGUAGE = "zh-Hans"
ENDS = "。！？"
SENTENCE = re.compile(rf"[^{ENDS}]+[{ENDS}]?")
CHARACTERS_MAX = 2000
"""Longer than anything that we say: such a text was not written by us and is shown as it is."""
PARTS_MAX = 8
KEPT = 2048

# A run of Chinese within another language: from its first to its last Chinese character or bracket.
WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
RUN = re.compile(rf"[{WIDE}](?:[{WIDE}0-9A-Za-z*·－“”‘’-]*[{WIDE}])?")


@dataclass(frozen=True, slots=True)
class Said:
    """``lang``: the language the words really are in. Names within them may still be Chinese: see :func:`pieces`."""

    words: str
    lang: str


def said(words: str, language: str) -> Said:
    """``words`` in ``language`` (a Django code: ``en``, ``zh-hans``); as they are, in zh-Hans, where it has none."""
    catalogue = catalogue_of(language)
    if catalogue is None:
        return Said(words, SOURCE_LANGUAGE)
    spoken = in_catalogue(words, catalogue)
    return Said(words, SOURCE_LANGUAGE) if spoken is None else Said(spoken, catalogue.language)


def pieces(spoken: Said) -> tuple[Said, ...]:
    """The words in runs of one language each, so that a screen reader and the fonts know a Chinese name."""
    if spoken.lang == SOURCE_LANGUAGE:
        return (spoken,)
    found, start = [], 0
    for run in RUN.finditer(spoken.words):
        found += [Said(spoken.words[start : run.start()], spoken.lang), Said(run.group(), SOURCE_LANGUAGE)]
        start = run.end()
    return tuple(piece for piece in (*found, Said(spoken.words[start:], spoken.lang)) if piece.words)


@lru_cache(maxsize=KEPT)
def in_catalogue(words: str, catalogue: Catalogue) -> str | None:
    """``words`` as the catalogue says them; None where it knows nothing of them."""
    if not CHINESE.search(words):
        return words
    if len(words) > CHARACTERS_MAX:
        return None
    return _text(words, catalogue, _within)


def _within(words: str, catalogue: Catalogue) -> str | None:
    """Sentences that are themselves a fact: one such fact does not hold another."""
    return _text(words, catalogue, None)


def _text(words: str, catalogue: Catalogue, within: Text | None) -> str | None:
    """Sentence by sentence, or else as a whole: a quotation may have sentences of its own. What is not known of
    several sentences stays among the others; None where none of them is known."""
    parts = [part.lstrip("；") for part in SENTENCE.findall(words)]
    spoken = [_sentence(part, catalogue, within) for part in parts]
    if any(found is None for found in spoken):
        whole = phrase(words, catalogue, text=within) if len(parts) > 1 else None
        if whole is not None:
            return _capital(whole)
    if all(found is None for found in spoken):
        return None
    return " ".join(part if found is None else _capital(found) for part, found in zip(parts, spoken, strict=True))


def _sentence(words: str, catalogue: Catalogue, within: Text | None) -> str | None:
    """A sentence; one put together of a label and its words, of clauses, of a phrase and its full stop; one without
    its full stop, as lists have them."""
    spoken = phrase(words, catalogue, text=within)
    if spoken is None and words.count("：") + words.count("；") <= PARTS_MAX:
        spoken = _labelled(words, catalogue, within) or _clauses(words, catalogue, within)
    if spoken is None and words.endswith("。"):
        bare = _sentence(words[:-1], catalogue, within)
        return None if bare is None else f"{bare.rstrip('.')}."
    if spoken is None and words[-1:] not in ENDS:
        stopped = phrase(f"{words}。", catalogue, text=within)
        return None if stopped is None else stopped.rstrip(".")
    return spoken


def _labelled(words: str, catalogue: Catalogue, within: Text | None) -> str | None:
    """Our label; what is not known behind it stays as it was written."""
    label, _, rest = words.partition("：")
    named = phrase(label, catalogue, text=within) if rest else None
    if named is None:
        return None
    told = _sentence(rest, catalogue, within)
    return f"{named}: {rest if told is None else told}"


def _clauses(words: str, catalogue: Catalogue, within: Text | None) -> str | None:
    """Ours first; what somebody wrote behind it stays as it was written."""
    first, _, rest = words.partition("；")
    told = phrase(first, catalogue, text=within) if rest else None
    if told is None:
        return None
    more = _sentence(rest, catalogue, within)
    return f"{told.rstrip('.')}; {rest if more is None else lowered(more, catalogue)}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
