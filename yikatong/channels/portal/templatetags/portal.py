"""Moments and days in words, and words where no markup may stand."""

from datetime import date, datetime

from django import template
from django.utils import formats, translation
from django.utils.timezone import localtime

from yikatong.catalogue.terms import words_of

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


def _is_chinese() -> bool:
    return (translation.get_language() or "zh-hans").startswith("zh")
