"""The first page: public for everybody, their own cards for whoever is signed in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yikatong.channels.derive.entries import menu_entries
from yikatong.channels.derive.guard import signed_of
from yikatong.channels.derive.person import person_view
from yikatong.channels.derive.screens import friendly, page
from yikatong.channels.portal.window import citizen_window
from yikatong.office import preview
from yikatong.office.ask import OutOfScope
from yikatong.office.counter import NOBODY
from yikatong.office.desk_queue import open_dossier
from yikatong.office.sign_in import Signed
from yikatong.services import catalogue


@require_safe
@friendly
def home(request: HttpRequest) -> HttpResponse:
    signed = signed_of(request)
    if signed is None:
        return page(request, "portal/landing.html", title="社会保障卡一卡通")
    window = citizen_window(signed)
    try:
        dossier = open_dossier(signed.number, window.visitor, "home")
    except OutOfScope:
        return _newcomer(request, signed)
    view = person_view(dossier, window, dossier.openings)
    return page(request, "portal/home.html", title="我的社保卡", person=view, window=window, signed=signed)


def _newcomer(request: HttpRequest, signed: Signed) -> HttpResponse:
    """Somebody of whom there is no record yet: only what registers people is offered."""
    window = citizen_window(signed)
    registering = tuple(s.code for s in catalogue().values() if s.registers and window.channel in s.channels)
    openings = preview.openings_for_newcomer(signed.number, window.visitor, registering)
    menu = menu_entries(openings, window, NOBODY)
    return page(request, "portal/newcomer.html", title="还没有社保卡记录", menu=menu, window=window, signed=signed)
