"""What stands in the hall, without names: the display of called numbers, which everybody may read, and the machine that
gives them, which staff opened."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yikatong.cards.directory import Outlet
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.moments import CHINA
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.screens import client_address, fault_page, friendly, page
from yikatong.office import deployment, limits, tickets
from yikatong.office.staff import Posting
from yikatong.office.tickets import TicketKind


@require_safe
@friendly
def displays(request: HttpRequest) -> HttpResponse:
    return page(request, "desk/outlets.html", title=_("等候大屏"), outlets=_outlets(), start="/desk/display/")


@require_safe
@friendly
def display(request: HttpRequest, outlet: str) -> HttpResponse:
    """Asked again every few seconds: by htmx for its middle alone, else by the page's own refresh."""
    place = _outlet(outlet)
    template = "desk/_display.html" if request.headers.get("HX-Request") else "desk/display.html"
    now = f"{deployment.now().astimezone(CHINA):%H:%M}"
    return page(request, template, title=_("等候大屏"), place=place, hall=tickets.hall(outlet), now=now)


@require_safe
@staffed(Channel.DESK)
def machines(request: HttpRequest, posting: Posting) -> HttpResponse:
    return page(request, "desk/outlets.html", title=_("取号机"), outlets=_outlets(), start="/desk/tickets/")


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(Channel.DESK)
def machine(request: HttpRequest, posting: Posting, outlet: str) -> HttpResponse:
    place, taken = _outlet(outlet), None
    if request.method == "POST":
        if limits.wait_s("ticket_address", client_address(request)):
            words = _("取号次数过多，请十分钟后再取，或咨询现场工作人员。")
            return fault_page(request, 429, words, "tickets_too_often")
        taken = tickets.take(outlet, request.POST.get("kind", ""))
    taken_at = f"{taken.taken_at.astimezone(CHINA):%H:%M}" if taken else ""
    return page(
        request, "desk/machine.html", title=_("取号"), place=place, kinds=list(TicketKind), taken=taken,
        taken_at=taken_at,
    )  # fmt: skip


def _outlets() -> list[Outlet]:
    return sorted((o for o in deployment.directory().outlets.values() if o.bank is None), key=lambda o: o.code)


def _outlet(code: str) -> Outlet:
    """Errors: Http404."""
    outlet = deployment.directory().outlets.get(code)
    if outlet is None or outlet.bank is not None:
        raise Http404
    return outlet
