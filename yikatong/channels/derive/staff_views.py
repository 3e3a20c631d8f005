"""The pages that every staffed channel has: search, the person, and any service at this window."""

import secrets
from base64 import b64decode, b64encode
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yikatong.cards.identity import IdNumber, InputFault, read_id_number
from yikatong.cards.masking import mask_id_number_in_lists
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.moments import day_of
from yikatong.channels.derive import flow
from yikatong.channels.derive.caller import is_verified
from yikatong.channels.derive.entries import menu_entries
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.person import person_view
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import Window, staff_window
from yikatong.office import deployment, preview, reception
from yikatong.office.counter import NOBODY
from yikatong.office.desk_queue import open_dossier
from yikatong.office.staff import Posting
from yikatong.services import catalogue

# Where the clerk vouches for the person before the form; on each form they say what they saw.
ASSURANCES = {Channel.DESK: Assurance.PRESENT, Channel.BANK: Assurance.PRESENT, Channel.HOTLINE: Assurance.CLAIMED}
# Why a whole number or name has to be seen; the code is kept with the look.
UNMASK_REASONS = {
    "unmask_document": "核对身份证件",
    "unmask_print": "填写或打印纸质材料",
    "unmask_contact": "联系本人",
    "unmask_complaint": "处理投诉或差错",
}
NEW = "new-"
NEWCOMERS_KEPT = 5


def routes(channel: Channel) -> list[URLPattern]:
    """The paths of one staffed channel, below its own start."""

    def at(view: Any, *methods: Any) -> Any:
        for method in methods:
            view = method(view)
        return staffed(channel)(view)

    form = require_http_methods(["GET", "HEAD", "POST"])
    return [
        path("", at(search, form)),
        path("people/<slug:handle>/", at(person, require_safe)),
        path("people/<slug:handle>/unmask/", at(unmask, require_POST)),
        path("people/<slug:handle>/services/<slug:code>/", at(personal_service, form)),
        path("people/<slug:handle>/services/<slug:code>/check/", at(personal_check, form)),
        path("services/<slug:code>/", at(public_service, form)),
        path("services/<slug:code>/check/", at(public_check, form)),
    ]


def search(request: HttpRequest, posting: Posting) -> HttpResponse:
    """One box, by POST: what is typed names a person and must not stand in an address."""
    window, typed = staff_window(posting, Assurance.NONE), request.POST.get("q", "")
    shown: dict[str, Any] = {"title": f"{posting.channel.words}：查询", "window": window, "posting": posting}
    shown["services"] = _public_services(window)
    if request.method != "POST":
        return page(request, "derive/search.html", **shown)
    try:
        sought = reception.search(typed, posting)
    except InputFault as fault:
        return page(request, "derive/search.html", 422, **shown, fault=str(fault))
    if sought.person_id:
        return HttpResponseRedirect(f"{window.base}people/{sought.person_id}/")
    newcomer = _newcomer(request, posting, sought.number) if sought.number and _registering(posting.channel) else ""
    return page(request, "derive/search.html", **shown, missing=True, newcomer=newcomer)


def window_at(request: HttpRequest, posting: Posting, handle: str) -> Window:
    """The window about one person. Errors: OutOfScope; Http404 for a newcomer of another sign-in."""
    about: str | IdNumber = handle
    if handle.startswith(NEW):
        about = _number_of(request, posting, handle)
    elif posting.channel is Channel.BANK:
        reception.look_up(handle, posting)
    return staff_window(posting, ASSURANCES.get(posting.channel, Assurance.NONE), about, handle)


def person(request: HttpRequest, posting: Posting, handle: str) -> HttpResponse:
    if refused := _caller_first(request, posting, handle):
        return refused
    window = window_at(request, posting, handle)
    if isinstance(window.about, IdNumber):
        return _newcomer_page(request, window, window.about)
    return _person_page(request, posting, window, "person")


def unmask(request: HttpRequest, posting: Posting, handle: str) -> HttpResponse:
    """The whole name and number, for a reason that is noted before they are shown."""
    if refused := _caller_first(request, posting, handle):
        return refused
    reason = request.POST.get("reason", "")
    if reason not in UNMASK_REASONS or handle.startswith(NEW):
        raise InputFault("unmask_reason", "没有选择查看理由。", "请选择理由后再查看。")
    return _person_page(request, posting, window_at(request, posting, handle), reason, unmasked=True)


def personal_service(request: HttpRequest, posting: Posting, handle: str, code: str) -> HttpResponse:
    if refused := _caller_first(request, posting, handle):
        return refused
    return flow.form_view(request, _window_for(request, posting, handle, code), code)


def personal_check(request: HttpRequest, posting: Posting, handle: str, code: str) -> HttpResponse:
    if refused := _caller_first(request, posting, handle):
        return refused
    return flow.check_view(request, _window_for(request, posting, handle, code), code)


def public_service(request: HttpRequest, posting: Posting, code: str) -> HttpResponse:
    return flow.form_view(request, staff_window(posting, Assurance.NONE), code)


def public_check(request: HttpRequest, posting: Posting, code: str) -> HttpResponse:
    return flow.check_view(request, staff_window(posting, Assurance.NONE), code)


def _window_for(request: HttpRequest, posting: Posting, handle: str, code: str) -> Window:
    """Of somebody this post may not know of, or who has no record, only what registers people may be asked."""
    if handle.startswith(NEW) and code not in _registering(posting.channel):
        raise Http404
    return window_at(request, posting, handle)


def _person_page(
    request: HttpRequest, posting: Posting, window: Window, purpose: str, unmasked: bool = False
) -> HttpResponse:
    dossier = open_dossier(window.about, window.visitor, purpose)
    openings = preview.openings_at(dossier, window.visitor, window.own)
    view = person_view(dossier, window, openings, unmasked=unmasked)
    return page(
        request, "derive/person.html", title=f"{view.name} 的社保卡", window=window, posting=posting, person=view,
        unmasked=unmasked, reasons=UNMASK_REASONS.items(),
    )  # fmt: skip


def _newcomer_page(request: HttpRequest, window: Window, number: IdNumber) -> HttpResponse:
    openings = preview.openings_for_newcomer(number, window.visitor, _registering(window.channel))
    return page(
        request, "derive/newcomer.html", title="首次办理", window=window,
        menu=menu_entries(openings, window, NOBODY), number=mask_id_number_in_lists(number.number),
    )  # fmt: skip


def _caller_first(request: HttpRequest, posting: Posting, handle: str) -> HttpResponse | None:
    """On the telephone nothing about a person is shown before the caller was verified."""
    if posting.channel is not Channel.HOTLINE or is_verified(request, handle):
        return None
    return HttpResponseRedirect(f"/hotline/people/{handle}/caller/")


def _public_services(window: Window) -> list[tuple[str, str]]:
    about_nobody = [s for s in catalogue().values() if window.channel in s.channels and not s.about_person]
    return [(s.name, window.service_path(s.code)) for s in about_nobody if not s.share]


def _registering(channel: Channel) -> tuple[str, ...]:
    return tuple(s.code for s in catalogue().values() if s.registers and channel in s.channels)


def _newcomer(request: HttpRequest, posting: Posting, number: IdNumber) -> str:
    """A handle for somebody who has no record: the number stays on the server, sealed."""
    handle = NEW + secrets.token_hex(8)
    sealed = deployment.vault().seal(number.number.encode(), f"newcomer|{posting.client}|{handle}")
    others = list(request.session.get("newcomers", {}).items())[-(NEWCOMERS_KEPT - 1) :]
    request.session["newcomers"] = dict(others) | {handle: b64encode(sealed).decode()}
    return handle


def _number_of(request: HttpRequest, posting: Posting, handle: str) -> IdNumber:
    sealed = request.session.get("newcomers", {}).get(handle)
    if sealed is None:
        raise Http404
    number = deployment.vault().open(b64decode(sealed), f"newcomer|{posting.client}|{handle}").decode()
    return read_id_number(number, day_of(deployment.now()))
