"""Moments and days in words, and words where no markup may stand."""

from datetime import date, datetime

from django import template
from django.utils import formats, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from yikatong.catalogue.terms import words_of
from yikatong.channels.derive import speech

register = template.Library()


@register.filter
def words(value: object) -> str:
    """A moment, a day or a number as the declarations say it, in Chinese: for ``said`` to follow."""
    return words_of(value)


@register.filter
def day(value: date | datetime) -> str:
    """A day of the near future: 11月24日 周二, Tue 24 Nov."""
    found = localtime(value).date() if isinstance(value, datetime) else value
    return formats.date_format(found, "D j M" if not _is_chinese() else "n月j日 D")


@register.filter
def plain(chinese: object) -> str:
    """Words within an option, where a browser allows no markup."""
    return speech.said(str(chinese), _language()).words


@register.filter
def lang(chinese: object) -> SafeString:
    """The attribute for an element whose words stay Chinese on a page in another language."""
    left = not _is_chinese() and speech.said(str(chinese), _language()).lang == "zh-Hans" and not str(chinese).isascii()
    return mark_safe(' lang="zh-Hans"') if left else mark_safe("")  # noqa: S308  our own words


def _language() -> str:
    return translation.get_language() or "zh-hans"


def _is_chinese() -> bool:
    return _language().startswith("zh")
