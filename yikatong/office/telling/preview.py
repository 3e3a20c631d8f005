"""Every template as it would read, for the officer who answers for the words. Nobody is meant."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from yikatong.office.telling import sms
from yikatong.office.telling.templates import CHINESE, FOLDER, SmsUse, Template, templates

# A usual value for every name that a template may have in braces; those of places as long as they come.
EXAMPLE: Mapping[str, str] = json.loads((FOLDER / "example.json").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Preview:
    """``text`` as a text message, with how many messages it takes; empty and 0 where none is sent."""

    template: Template
    parts: tuple[str, ...]
    text: str
    segments: int


def previews() -> list[Preview]:
    """All of them by name. No statement."""
    return [_preview(template) for template in templates(CHINESE).values()]


def _preview(template: Template) -> Preview:
    text = "" if template.sms is SmsUse.NEVER else sms.words(template, EXAMPLE)
    shown = tuple(part.format(**EXAMPLE) for part in template.parts)
    return Preview(template, shown, text, sms.segments(text) if text else 0)
