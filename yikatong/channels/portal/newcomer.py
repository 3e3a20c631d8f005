"""Somebody of whom there is no record yet: only what registers people is offered."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from yikatong.cards.identity import IdNumber
from yikatong.channels.derive.entries import MenuEntry, menu_entries
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import Window
from yikatong.office import preview
from yikatong.office.ask import OutOfScope
from yikatong.office.counter import NOBODY
from yikatong.services import catalogue


def newcomer_page(request: HttpRequest, window: Window) -> HttpResponse:
    """Errors: OutOfScope where a relative, not the visitor, has no record."""
    entries = newcomer_entries(window)
    apply = next((e for e in entries if e.line.code == "apply"), None)
    return page(
        request,
        "portal/newcomer.html",
        title=_("还没有社保卡记录"),
        window=window,
        tab="home",
        base=window.base,
        apply=apply,
    )


def newcomer_entries(window: Window) -> tuple[MenuEntry, ...]:
    """Errors: OutOfScope."""
    if not isinstance(window.about, IdNumber):
        raise OutOfScope
    registering = tuple(s.code for s in catalogue().values() if s.registers and window.channel in s.channels)
    openings = preview.openings_for_newcomer(window.about, window.visitor, registering)
    return menu_entries(openings, window, NOBODY)
