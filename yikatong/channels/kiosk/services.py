"""Any service of this channel: about the visitor, or about nobody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yikatong.channels.derive import flow
from yikatong.channels.derive.window import Window
from yikatong.channels.kiosk.visitor import hall, public_window, visitors
from yikatong.office.staff import Posting
from yikatong.services import catalogue

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@visitors
def personal(request: HttpRequest, window: Window, code: str) -> HttpResponse:
    return flow.form_view(request, window, code)


@FORM
@visitors
def personal_check(request: HttpRequest, window: Window, code: str) -> HttpResponse:
    return flow.check_view(request, window, code)


@FORM
@hall
def public(request: HttpRequest, posting: Posting, code: str) -> HttpResponse:
    _about_nobody(code)
    return flow.form_view(request, public_window(posting), code)


@FORM
@hall
def public_check(request: HttpRequest, posting: Posting, code: str) -> HttpResponse:
    _about_nobody(code)
    return flow.check_view(request, public_window(posting), code)


def _about_nobody(code: str) -> None:
    if code not in catalogue() or catalogue()[code].about_person:
        raise Http404
