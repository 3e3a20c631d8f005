"""The words for holders: text files of four parts, one a kind of message, which a bureau's own staff can read and edit.

``yikatong/messages/<language>/<kind>[-<variant>].txt`` holds lines ``what: …``, ``why: …``, ``next: …`` and
``reference: …``, with names in braces; the Chinese file also says ``sms: now``, ``daytime`` or ``never``.
"""

import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "messages"
CHINESE = "zh-hans"
OTHER = "other"
PARTS = ("what", "why", "next", "reference")
Facts = Mapping[str, Any]


class SmsUse(StrEnum):
    """When a text message goes out: at once even at night, by day, or not at all (silence is declared, not forgot)."""

    NOW = "now"
    DAYTIME = "daytime"
    NEVER = "never"

    @property
    def words(self) -> str:
        return {"now": "立即发短信", "daytime": "避开夜间发短信", "never": "不发短信，只在本人页面告知"}[self]


class TemplateFault(ValueError):
    """A text file is not as it must be; the message names the file and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Template:
    """What happened, why, what next, and the reference with whom to ask; not yet filled in."""

    name: str
    note: str
    sms: SmsUse
    what: str
    why: str
    next: str
    reference: str

    @property
    def parts(self) -> tuple[str, str, str, str]:
        return (self.what, self.why, self.next, self.reference)

    @property
    def names(self) -> frozenset[str]:
        """The names in braces."""
        found = (name for part in self.parts for _, name, _, _ in string.Formatter().parse(part))
        return frozenset(name for name in found if name)


def _loss(facts: Facts) -> str:
    if facts.get("formal"):
        return "formal"
    return "temporary" if facts.get("until") else "open"


def _mirrored(facts: Facts) -> str:
    """An answer to an order, or a change that nobody here asked for; anything else is no news."""
    return str(facts["result"]) if facts.get("result") else "changed"


# Kinds that say different things: which of their facts decides.
VARIANTS: Mapping[str, Callable[[Facts], str]] = {
    "loss_reported": _loss,
    "stage_reached": lambda facts: str(facts.get("stage")),
    "application_submitted": lambda facts: "by_employer" if facts.get("employer") else "",
    "card_collected": lambda facts: "by_agent" if facts.get("by_agent") else "",
    "account_ordered": lambda facts: str(facts.get("kind")),
    "account_mirrored": _mirrored,
}


def template_of(kind: str, facts: Facts, language: str = CHINESE) -> Template:
    """The words for this kind and these facts; total, for a holder must hear of what nobody wrote words for too."""
    variant = VARIANTS[kind](facts) if kind in VARIANTS else ""
    known = templates(language if (FOLDER / language).is_dir() else CHINESE)
    return known.get(f"{kind}-{variant}") or known.get(kind) or known[OTHER]


@cache
def templates(language: str = CHINESE) -> Mapping[str, Template]:
    """Every template by its name, in order. Errors: TemplateFault."""
    files = sorted((FOLDER / language).glob("*.txt"))
    return {path.stem: read(path.stem, path.read_text("utf-8"), _sms_of(path.stem, language)) for path in files}


def _sms_of(name: str, language: str) -> SmsUse | None:
    """Text messages are Chinese: when they go out is said in the Chinese file alone."""
    return None if language == CHINESE else templates()[name].sms


def read(name: str, text: str, sms: SmsUse | None = None) -> Template:
    """One file's template. Errors: TemplateFault."""
    lines = [line for line in text.splitlines() if line.strip()]
    note = " ".join(line.removeprefix("#").strip() for line in lines if line.startswith("#"))
    told = dict(_line(name, line) for line in lines if not line.startswith("#"))
    wanted = PARTS if sms else ("sms", *PARTS)
    if tuple(sorted(told)) != tuple(sorted(wanted)) or not all(told.values()):
        raise TemplateFault(f"{name}: 须有且只有这几行，且不空：{'、'.join(wanted)}。")
    if sms is None and told["sms"] not in list(SmsUse):
        raise TemplateFault(f"{name}: sms 须为 {'、'.join(SmsUse)} 之一，写的是 {told['sms']}。")
    return Template(name, note, sms or SmsUse(told["sms"]), *(told[part] for part in PARTS))


def _line(name: str, line: str) -> tuple[str, str]:
    key, colon, words = line.partition(":")
    if not colon:
        raise TemplateFault(f"{name}: 每行须为“名称: 文字”，写的是 {line[:40]}。")
    return key.strip(), words.strip()
