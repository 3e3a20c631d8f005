"""Any service at a staffed window. Who filled in a form while somebody else acted is told what has changed."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from yikatong.cards.identity import IdNumber
from yikatong.cards.masking import mask_id_number_in_lists, mask_name
from yikatong.catalogue.channels import Assurance
from yikatong.channels.derive import flow
from yikatong.channels.derive.handles import caller_first, is_new, registering, window_at
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import Window, staff_window
from yikatong.office import changes, reception
from yikatong.office.ask import OutOfScope, Stale
from yikatong.office.staff import Posting

VERSIONS_KEPT = 10


def personal_form(request: HttpRequest, posting: Posting, handle: str, code: str) -> HttpResponse:
    if refused := caller_first(request, posting, handle):
        return refused
    window = _window_for(request, posting, handle, code)
    if request.method != "POST" and not is_new(handle):
        _remember(request, window, code)
        return flow.form_view(request, window, code)
    return _unless_stale(request, window, code, flow.form_view)


def personal_check(request: HttpRequest, posting: Posting, handle: str, code: str) -> HttpResponse:
    if refused := caller_first(request, posting, handle):
        return refused
    return _unless_stale(request, _window_for(request, posting, handle, code), code, flow.check_view)


def public_form(request: HttpRequest, posting: Posting, code: str) -> HttpResponse:
    return flow.form_view(request, staff_window(posting, Assurance.NONE), code)


def public_check(request: HttpRequest, posting: Posting, code: str) -> HttpResponse:
    return flow.check_view(request, staff_window(posting, Assurance.NONE), code)


def _window_for(request: HttpRequest, posting: Posting, handle: str, code: str) -> Window:
    """Of somebody this post may not know of, or who has no record, only what registers people may be asked."""
    if is_new(handle) and code not in registering(posting.channel):
        raise Http404
    window = window_at(request, posting, handle)
    request.holder = SimpleLazyObject(lambda: _holder(posting, window))  # type: ignore[attr-defined]  # drawn by staff.html
    return window


def _holder(posting: Posting, window: Window) -> str:
    """Whom the form is about, masked: with three forms open, the clerk must see whose each one is."""
    if window.about is None or isinstance(window.about, IdNumber):
        return mask_id_number_in_lists(window.about.number) if window.about else ""
    try:
        words = reception.look_up(window.about, posting).words
    except OutOfScope:
        return ""
    return f"{mask_name(words.name)} {mask_id_number_in_lists(words.id_number)}" if words else ""


def _unless_stale(request: HttpRequest, window: Window, code: str, view: object) -> HttpResponse:
    """The view decides on the version that the form was drawn from; what came since is shown, and nothing is done."""
    seen = request.session.get("versions", {}).get(_place(window, code))
    try:
        return view(request, replace(window, version=seen), code)  # type: ignore[operator]
    except Stale:
        if seen is None:
            raise
        came = changes.since(window.handle, seen, window.visitor)
    return page(
        request, "derive/stale.html", Stale.status, title=_("档案有了变化，本次没有办理"), window=window, came=came,
        again=window.service_path(code), code=Stale.code,
    )  # fmt: skip


def _remember(request: HttpRequest, window: Window, code: str) -> None:
    """The version is read before the form is drawn: what comes in between makes it stale, never overlooked."""
    version = changes.version_of(window.handle)
    others = {k: v for k, v in request.session.get("versions", {}).items() if k != _place(window, code)}
    if version is not None:
        kept = dict(list(others.items())[-(VERSIONS_KEPT - 1) :])
        request.session["versions"] = kept | {_place(window, code): version}


def _place(window: Window, code: str) -> str:
    return f"{window.handle}/{code}"
