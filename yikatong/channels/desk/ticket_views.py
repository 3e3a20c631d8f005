"""Calling the next number to this window."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.guard import posted, staffed
from yikatong.channels.derive.screens import page
from yikatong.office import tickets, windows
from yikatong.office.staff import Posting
from yikatong.office.tickets import Ticket, TicketKind
from yikatong.office.windows import Shift

ACTS = ("next", "again", "absent", "done")


@require_safe
@staffed(Channel.DESK)
def queue(request: HttpRequest, posting: Posting) -> HttpResponse:
    shift = windows.shift_of(posting)
    return _page(request, shift) if shift else HttpResponseRedirect("/desk/shift/")


@posted
@staffed(Channel.DESK)
def call(request: HttpRequest, posting: Posting) -> HttpResponse:
    """One of four buttons. After it the page is asked for anew, so that a reload calls nobody."""
    shift, act = windows.seated(posting), request.POST.get("act", "")
    if act == "next":
        kinds = tuple(k.value for k in TicketKind if k.value in request.POST.getlist("kind"))
        if tickets.call_next(shift, _seen(request), kinds) is None:
            return _page(request, shift, told=_("没有人在等候。"))
    elif act == "again":
        tickets.recall(shift)
    elif act in ACTS:
        tickets.close(shift, absent=act == "absent")
    return HttpResponseRedirect("/desk/queue/")


@posted
@staffed(Channel.DESK)
def take(request: HttpRequest, posting: Posting) -> HttpResponse:
    """For somebody who cannot use the machine."""
    shift = windows.seated(posting)
    return _page(request, shift, taken=tickets.take(shift.outlet, request.POST.get("kind", "")))


def _seen(request: HttpRequest) -> int | None:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 16 else None


def _page(request: HttpRequest, shift: Shift, told: str = "", taken: Ticket | None = None) -> HttpResponse:
    hall = tickets.hall(shift.outlet)
    kinds = [(kind, hall.waiting[kind.value]) for kind in TicketKind]
    return page(
        request, "desk/queue.html", title=_("叫号"), place=shift, hall=hall, kinds=kinds, told=told, taken=taken,
        current=tickets.current(shift),
    )  # fmt: skip
