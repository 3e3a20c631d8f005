"""Icons, and words that come from declarations: ``{% icon %}``, ``said``, ``proper``."""

from functools import cache
from pathlib import Path

from django import template
from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from yikatong.channels.derive import speech

ICONS = Path(__file__).resolve().parent.parent / "icons"
CHINESE = "zh-Hans"

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A decorative picture; the words beside it say what it means. Errors: FileNotFoundError for an unknown name."""
    drawing = (ICONS / f"{name}.svg").read_text().partition("<svg")[2].partition(">")[2].replace("\n", "").strip()
    return mark_safe(  # noqa: S308  our own vendored files, never what anybody typed
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{drawing}'
    )


@register.filter
def said(words: object) -> str:
    """A finished Chinese sentence in the page's language; names within it, or all of it where the catalogue has no
    other, are marked as Chinese."""
    spoken = speech.said(str(words), _language())
    return mark_safe("".join(_marked(piece) for piece in speech.pieces(spoken)))  # noqa: S308  each piece is escaped


@register.filter
def proper(name: object) -> str:
    """A name that stays as it is: a person, an outlet, a document."""
    return _chinese(str(name))


@register.filter
def plain(chinese: object) -> str:
    """Words within an option, where a browser allows no markup."""
    return speech.said(str(chinese), _language()).words


@register.filter
def lang(chinese: object) -> SafeString:
    """The attribute for an element whose words stay Chinese on a page in another language."""
    left = not (_is_chinese() or str(chinese).isascii())
    left = left and any(p.lang == CHINESE for p in speech.pieces(speech.said(str(chinese), _language())))
    return mark_safe(' lang="zh-Hans"') if left else mark_safe("")  # noqa: S308  our own words


def _marked(piece: speech.Said) -> str:
    return _chinese(piece.words) if piece.lang == CHINESE else conditional_escape(piece.words)


def _chinese(words: str) -> str:
    """Marked only where the page around it is in another language."""
    if _is_chinese() or words.isascii():
        return conditional_escape(words)
    return format_html('<span lang="zh-Hans">{}</span>', words)


def _language() -> str:
    return translation.get_language() or "zh-hans"


def _is_chinese() -> bool:
    return _language().startswith("zh")
