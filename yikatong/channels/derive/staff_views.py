"""The pages that every staffed channel has: search, the person, and any service at this window."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yikatong.cards.identity import IdNumber, InputFault
from yikatong.cards.masking import mask_id_number_in_lists
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.channels.derive import staff_receipts, staff_services
from yikatong.channels.derive.entries import menu_entries
from yikatong.channels.derive.guard import posted, staffed
from yikatong.channels.derive.handles import caller_first, is_new, newcomer, registering, window_at
from yikatong.channels.derive.person import person_view
from yikatong.channels.derive.recents import recents_view
from yikatong.channels.derive.remarks import remarks_of
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import Window, staff_window
from yikatong.office import changes, preview, reception
from yikatong.office.counter import NOBODY
from yikatong.office.desk_queue import open_dossier
from yikatong.office.staff import Posting
from yikatong.services import catalogue

# Why a whole number or name has to be seen; the code is kept with the look.
UNMASK_REASONS = {
    "unmask_document": "核对身份证件",
    "unmask_print": "填写或打印纸质材料",
    "unmask_contact": "联系本人",
    "unmask_complaint": "处理投诉或差错",
}


def routes(channel: Channel) -> list[URLPattern]:
    """The paths of one staffed channel, below its own start."""

    def at(view: Any, *methods: Any) -> Any:
        for method in methods:
            view = method(view)
        return staffed(channel)(view)

    form, whose = require_http_methods(["GET", "HEAD", "POST"]), "people/<slug:handle>/"
    return [
        path("", at(search, form)),
        path(whose, at(person, require_safe)),
        path(f"{whose}unmask/", at(unmask, posted)),
        path(f"{whose}services/<slug:code>/", at(staff_services.personal_form, form)),
        path(f"{whose}services/<slug:code>/check/", at(staff_services.personal_check, form)),
        path(f"{whose}receipts/<slug:reference>/", at(staff_receipts.receipt, require_safe)),
        path(f"{whose}receipts/<slug:reference>/pdf/", at(staff_receipts.receipt_file, require_POST)),
        path(f"{whose}receipts/<slug:reference>/print/", at(staff_receipts.print_receipt, posted)),
        path(f"{whose}receipts/<slug:reference>/undo/", at(staff_receipts.undo, form)),
        path("services/<slug:code>/", at(staff_services.public_form, form)),
        path("services/<slug:code>/check/", at(staff_services.public_check, form)),
    ]


def search(request: HttpRequest, posting: Posting) -> HttpResponse:
    """One box, by POST: what is typed names a person and must not stand in an address."""
    window, typed = staff_window(posting, Assurance.NONE), request.POST.get("q", "")
    shown: dict[str, Any] = {"title": _("查询参保人"), "window": window, "posting": posting}
    shown |= {"services": _public_services(window), "recents": recents_view(posting, window)}
    if request.method != "POST":
        return page(request, "derive/search.html", **shown)
    try:
        sought = reception.search(typed, posting)
    except InputFault as fault:
        return page(request, "derive/search.html", 422, **shown, fault=str(fault))
    if sought.person_id:
        return HttpResponseRedirect(f"{window.base}people/{sought.person_id}/")
    if sought.candidates:
        return page(request, "derive/search.html", **shown, candidates=sought.candidates)
    new = newcomer(request, posting, sought.number) if sought.number and registering(posting.channel) else ""
    return page(request, "derive/search.html", **shown, missing=True, newcomer=new)


def person(request: HttpRequest, posting: Posting, handle: str) -> HttpResponse:
    if refused := caller_first(request, posting, handle):
        return refused
    window = window_at(request, posting, handle)
    if isinstance(window.about, IdNumber):
        return _newcomer_page(request, window, window.about)
    return _person_page(request, posting, window, "person")


def unmask(request: HttpRequest, posting: Posting, handle: str) -> HttpResponse:
    """The whole name and number, for a reason that is noted before they are shown."""
    if refused := caller_first(request, posting, handle):
        return refused
    reason = request.POST.get("reason", "")
    if reason not in UNMASK_REASONS or is_new(handle):
        raise InputFault("unmask_reason", "没有选择查看理由。", "请选择理由后再查看。")
    return _person_page(request, posting, window_at(request, posting, handle), reason, unmasked=True)


def person_parts(posting: Posting, window: Window, purpose: str, unmasked: bool = False) -> Mapping[str, Any]:
    """All that ``derive/person.html`` draws: also for a room's own page about a person. The look is noted."""
    touch = changes.last_touch(window.handle, window.visitor)
    dossier = open_dossier(window.about, window.visitor, purpose)
    openings = preview.openings_at(dossier, window.visitor, window.own)
    view = person_view(dossier, window, openings, unmasked=unmasked)
    return {
        "window": window, "posting": posting, "person": view, "unmasked": unmasked, "touch": touch,
        "reasons": UNMASK_REASONS.items(), "remarks": remarks_of(dossier, view.menu),
        "recents": recents_view(posting, window), "title": _("持卡人"),
    }  # fmt: skip


def _person_page(
    request: HttpRequest, posting: Posting, window: Window, purpose: str, unmasked: bool = False
) -> HttpResponse:
    return page(request, "derive/person.html", **person_parts(posting, window, purpose, unmasked))


def _newcomer_page(request: HttpRequest, window: Window, number: IdNumber) -> HttpResponse:
    openings = preview.openings_for_newcomer(number, window.visitor, registering(window.channel))
    return page(
        request, "derive/newcomer.html", title=_("首次办理"), window=window,
        menu=menu_entries(openings, window, NOBODY), number=mask_id_number_in_lists(number.number),
    )  # fmt: skip


def _public_services(window: Window) -> list[tuple[str, str]]:
    about_nobody = [s for s in catalogue().values() if window.channel in s.channels and not s.about_person]
    return [(s.name, window.service_path(s.code)) for s in about_nobody if not s.share]
