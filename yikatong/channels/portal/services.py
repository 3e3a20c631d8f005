"""All services of the portal, to be searched; and one of them. What concerns nobody needs no sign-in."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yikatong.channels.derive import flow
from yikatong.channels.derive.entries import MenuEntry, menu_entries
from yikatong.channels.derive.guard import signed_of
from yikatong.channels.derive.look import KEPT_S
from yikatong.channels.derive.screens import friendly, page
from yikatong.channels.derive.window import Window
from yikatong.channels.portal import topics
from yikatong.channels.portal.newcomer import newcomer_entries
from yikatong.channels.portal.window import personal, public_window
from yikatong.office.ask import OutOfScope
from yikatong.office.desk_queue import open_dossier
from yikatong.services import catalogue

FORM = require_http_methods(["GET", "HEAD", "POST"])
WORDS_MAX = 40


@dataclass(frozen=True, slots=True)
class Listed:
    """A service for whoever is not signed in: its guide and where it is asked."""

    code: str
    name: str
    summary: str
    href: str


@require_safe
@friendly
def services(request: HttpRequest, handle: str = "") -> HttpResponse:
    """Everything that can be asked; typing 长辈版 or 大字 turns the large letters on."""
    words = request.GET.get("q", "")[:WORDS_MAX].strip()
    if topics.wants_large_letters(words):
        response = HttpResponseRedirect(request.path)
        response.set_cookie(
            "yk_size", "elder", max_age=KEPT_S, samesite="Lax", secure=request.is_secure(), httponly=True
        )
        return response
    if signed_of(request) is None and not handle:
        found = topics.found_by(words, topics.offered()) if words else topics.offered()
        listed = tuple(Listed(s.code, s.name, s.summary, f"/services/{s.code}/") for s in found)
        return page(
            request, "portal/services.html", title=_("全部事项"), listed=listed, words=words, tab="services", base="/"
        )
    return _own_services(request, words=words, **({"handle": handle} if handle else {}))


@personal
def _own_services(request: HttpRequest, window: Window, words: str) -> HttpResponse:
    entries, topic = _entries(window), request.GET.get("topic", "")
    if words:
        order = [s.code for s in topics.found_by(words, topics.offered())]
        entries = tuple(sorted((e for e in entries if e.line.code in order), key=lambda e: order.index(e.line.code)))
    return page(
        request, "portal/services.html", title=_("委托给您的事项") if window.matters else _("全部事项"), window=window,
        words=words, tab="services", base=window.base, topic=topic,
        groups=topics.grouped(entries, topic if topic in topics.topic_names() else ""),
    )  # fmt: skip


def _entries(window: Window) -> tuple[MenuEntry, ...]:
    try:
        dossier = open_dossier(window.about, window.visitor, "services")
    except OutOfScope:
        return newcomer_entries(window)
    openings = (o for o in dossier.openings if not window.matters or o.service.code in window.matters)
    return menu_entries(openings, window, dossier.person)


@FORM
@friendly
def service(request: HttpRequest, code: str, handle: str = "") -> HttpResponse:
    found = catalogue().get(code)
    if found and not found.about_person:
        return flow.form_view(request, public_window(code), code)
    return _personal(request, code=code, **({"handle": handle} if handle else {}))


@personal
def _personal(request: HttpRequest, window: Window, code: str) -> HttpResponse:
    window.check_matter(code)
    return flow.form_view(request, window, code)


@FORM
@personal
def check(request: HttpRequest, window: Window, code: str) -> HttpResponse:
    window.check_matter(code)
    return flow.check_view(request, window, code)
