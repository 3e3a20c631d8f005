"""A service at the portal. What concerns nobody needs no sign-in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yikatong.channels.derive import flow
from yikatong.channels.derive.guard import citizens
from yikatong.channels.portal.window import citizen_window
from yikatong.office.sign_in import Signed


@require_http_methods(["GET", "HEAD", "POST"])
@citizens
def service(request: HttpRequest, signed: Signed, code: str) -> HttpResponse:
    return flow.form_view(request, citizen_window(signed), code)


@require_http_methods(["GET", "HEAD", "POST"])
@citizens
def check(request: HttpRequest, signed: Signed, code: str) -> HttpResponse:
    return flow.check_view(request, citizen_window(signed), code)
