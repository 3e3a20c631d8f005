"""Taking a seat at a window, and handing it over with what was done there."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yikatong.cards.identity import InputFault
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive.answer import service_names
from yikatong.channels.derive.guard import posted, staffed
from yikatong.channels.derive.screens import page
from yikatong.office import windows
from yikatong.office.staff import Posting
from yikatong.office.windows import Shift, WindowTaken


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift in words; ``ends`` is empty while it goes on."""

    href: str
    place: str
    window: int
    actor: str
    starts: str
    ends: str


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(Channel.DESK)
def shift(request: HttpRequest, posting: Posting) -> HttpResponse:
    """GET: where I sit, or the choice of a window; POST takes it."""
    if request.method != "POST":
        return _page(request, posting)
    outlet, window = (request.POST.get(name, "")[:40] for name in ("outlet", "window"))
    try:
        windows.sit(posting, outlet, window.strip(), request.POST.get("relieve") == "on")
    except InputFault as fault:
        return _page(request, posting, 422, str(fault))
    except WindowTaken as taken:
        return _page(request, posting, taken.status, taken.words, relieving=True)
    return HttpResponseRedirect("/desk/")


@posted
@staffed(Channel.DESK)
def hand_over(request: HttpRequest, posting: Posting) -> HttpResponse:
    ended = windows.hand_over(posting)
    return HttpResponseRedirect(f"/desk/shift/{ended.shift_id}/")


@require_safe
@staffed(Channel.DESK)
def summary(request: HttpRequest, posting: Posting, shift_id: int) -> HttpResponse:
    found, names = windows.summary(posting, shift_id), service_names()
    services = [(names.get(code, code), number) for code, number in found.services.items()]
    return page(
        request, "desk/summary.html", title=_("交班小结"), shift=_view(found.shift), services=services,
        total=sum(found.services.values()), found=found,
    )  # fmt: skip


def _page(
    request: HttpRequest, posting: Posting, status: int = 200, fault: str = "", relieving: bool = False
) -> HttpResponse:
    now = windows.shift_of(posting)
    typed = {"outlet": request.POST.get("outlet", now.outlet if now else ""), "window": request.POST.get("window", "")}
    return page(
        request, "desk/shift.html", status, title=_("交班") if now else _("选择窗口"), now=_view(now) if now else None,
        outlets=windows.outlets_of(posting), typed=typed, fault=fault, relieving=relieving,
        latest=[_view(s) for s in windows.latest(posting)],
    )  # fmt: skip


def _view(found: Shift) -> ShiftView:
    return ShiftView(
        f"/desk/shift/{found.shift_id}/", found.place, found.window, found.actor, words_of(found.starts_at),
        words_of(found.ends_at) if found.ends_at else "",
    )  # fmt: skip
