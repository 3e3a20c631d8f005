"""A service at the portal. What concerns nobody needs no sign-in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yikatong.channels.derive import flow
from yikatong.channels.derive.guard import citizens
from yikatong.channels.derive.screens import friendly
from yikatong.channels.portal.window import citizen_window, public_window
from yikatong.office.sign_in import Signed
from yikatong.services import catalogue

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@friendly
def service(request: HttpRequest, code: str) -> HttpResponse:
    found = catalogue().get(code)
    if found and not found.about_person:
        return flow.form_view(request, public_window(code), code)
    return _personal(request, code)


@citizens
def _personal(request: HttpRequest, signed: Signed, code: str) -> HttpResponse:
    return flow.form_view(request, citizen_window(signed), code)


@FORM
@citizens
def check(request: HttpRequest, signed: Signed, code: str) -> HttpResponse:
    return flow.check_view(request, citizen_window(signed), code)
