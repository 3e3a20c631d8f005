"""The start page, the visitor's own page, a number for the queue, and the end."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yikatong.channels.derive.entries import menu_entries
from yikatong.channels.derive.person import person_view
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import Window
from yikatong.channels.kiosk.tiles import first_tiles, own_tiles
from yikatong.channels.kiosk.visitor import clear, hall, visitors
from yikatong.office import deployment, preview, tickets
from yikatong.office.ask import OutOfScope
from yikatong.office.counter import NOBODY
from yikatong.office.desk_queue import open_dossier
from yikatong.office.staff import Posting
from yikatong.services import catalogue

CHOSEN = ("yk_size", "yk_theme", "yk_lang")


@require_safe
@hall
def start(request: HttpRequest, posting: Posting) -> HttpResponse:
    """Whoever comes to this page finds nobody here: the visit before ends with it, without scripts too."""
    clear(request, posting)
    queue = posting.party in deployment.directory().outlets
    return page(
        request, "kiosk/start.html", title=_("自助服务"), tiles=first_tiles(), queue=queue, outlet=_outlet(posting)
    )


@require_POST
@hall
def end(request: HttpRequest, posting: Posting) -> HttpResponse:
    """The next one finds the screen as it is for everybody: size, colours and language too."""
    clear(request, posting)
    response = HttpResponseRedirect("/kiosk/")
    for name in CHOSEN:
        response.delete_cookie(name, samesite="Lax")
    return response


@require_safe
@visitors
def mine(request: HttpRequest, window: Window) -> HttpResponse:
    try:
        dossier = open_dossier(window.about, window.visitor, "home")
    except OutOfScope:
        return _newcomer(request, window)
    view = person_view(dossier, window, dossier.openings)
    shut = [e for e in view.menu if not e.line.open]
    return page(
        request, "kiosk/mine.html", title=_("办理业务"), window=window, person=view, tiles=own_tiles(view.menu),
        shut=shut,
    )  # fmt: skip


def _newcomer(request: HttpRequest, window: Window) -> HttpResponse:
    """Somebody of whom there is no record yet: only what registers people is offered."""
    registering = tuple(s.code for s in catalogue().values() if s.registers and window.channel in s.channels)
    openings = preview.openings_for_newcomer(window.about, window.visitor, registering)  # type: ignore[arg-type]
    menu = menu_entries(openings, window, NOBODY)
    return page(
        request, "kiosk/mine.html", title=_("还没有社保卡记录"), window=window, person=None, tiles=own_tiles(menu),
        shut=[e for e in menu if not e.line.open],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@hall
def ticket(request: HttpRequest, posting: Posting) -> HttpResponse:
    """A number for the windows of this hall; nobody is asked who they are."""
    if posting.party not in deployment.directory().outlets:
        return HttpResponseRedirect("/kiosk/")
    taken = tickets.take(posting.party, request.POST.get("kind", "")) if request.method == "POST" else None
    return page(
        request, "kiosk/ticket.html", title=_("您的排队号") if taken else _("取号排队"), ticket=taken,
        kinds=list(tickets.TicketKind), outlet=_outlet(posting),
    )  # fmt: skip


def _outlet(posting: Posting) -> str:
    found = deployment.directory().outlets.get(posting.party)
    return found.name if found else posting.place
