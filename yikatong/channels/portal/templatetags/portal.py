"""Moments and days in words, and words where no markup may stand."""

from datetime import date, datetime

from django import template
from django.utils import formats, translation
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from yikatong.catalogue.terms import words_of
from yikatong.channels.derive import speech

register = template.Library()


@register.filter
def words(value: object) -> str:
    """A moment, a day or a number as the declarations say it, in Chinese: for ``said`` to follow."""
    return words_of(value)


@register.filter
def named(sentence: str) -> SafeString:
    """A sentence that is in the page's language already; Chinese names within it are marked as such."""
    if _is_chinese():
        return conditional_escape(sentence)
    found = speech.pieces(speech.Said(sentence, translation.get_language() or ""))
    return format_html_join("", "{}", ((_marked(piece),) for piece in found))


@register.filter
def day(value: date | datetime) -> str:
    """A day of the near future: 11月24日 周二, Tue 24 Nov."""
    found = localtime(value).date() if isinstance(value, datetime) else value
    return formats.date_format(found, "D j M" if not _is_chinese() else "n月j日 D")


def _marked(piece: speech.Said) -> str:
    return format_html('<span lang="zh-Hans">{}</span>', piece.words) if piece.lang == "zh-Hans" else piece.words


def _is_chinese() -> bool:
    return (translation.get_language() or "zh-hans").startswith("zh")
