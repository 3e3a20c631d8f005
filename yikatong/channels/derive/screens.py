"""What every page has in common: how it is drawn, what it says when something is wrong, and who may keep it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

from yikatong.cards.identity import InputFault
from yikatong.catalogue.answers import NotUnderstood
from yikatong.channels.derive.faults import fault_view
from yikatong.channels.derive.look import choices, look_of
from yikatong.office.ask import CounterFault

View = Callable[..., HttpResponse]


def page(request: HttpRequest, template: str, status: int = 200, **shown: Any) -> HttpResponse:
    """A page that no cache keeps: almost every page is about a person.

    ``skin``: what both kinds of pages extend, the staff's where the window has a scope.
    """
    look, window = look_of(request), shown.get("window")
    staffed = window is not None and window.scope is not None
    frame = {
        "demo": settings.DEMO, "look": look, "look_choices": choices(look), "look_next": next_of(request),
        "skin": "derive/staff.html" if staffed else getattr(request, "skin", "derive/h5.html"),
    }  # fmt: skip
    response = render(request, template, {**frame, **shown}, status=status)
    response["Cache-Control"] = "no-store, private"
    response["Content-Language"] = look.tag
    return GZipMiddleware(lambda _: response)(request)  # for telephones; padded against guessing by its length


def handed_out(body: bytes, kind: str, disposition: str) -> HttpResponse:
    """A file that no cache keeps. ``kind``: its media type; ``disposition``: ``attachment; filename="a.csv"``."""
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store, private"}
    return HttpResponse(body, content_type=kind, headers=headers)


def next_of(request: HttpRequest) -> str:
    """Where a choice of size or language comes back to: of an act its address shows what was done."""
    return request.get_full_path()


def fault_page(request: HttpRequest, status: int, words: str = "", code: str = "") -> HttpResponse:
    fault = fault_view(status, words, code, request.path)
    skin = {} if hasattr(request, "skin") or not fault.at_work else {"skin": "derive/staff.html"}
    return page(request, "derive/fault.html", status, title=fault.title, fault=fault, **skin)


def friendly(view: View) -> View:
    """Turns what the counter could not decide into a page. A bug stays an exception."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except CounterFault as fault:
            return fault_page(request, fault.status, fault.words, fault.code)
        except NotUnderstood as fault:
            return fault_page(request, 422, "；".join(f"{f.label}：{f.words}{f.cure}" for f in fault.faults))
        except InputFault as fault:
            return fault_page(request, 422, str(fault), fault.code)

    return wrapped


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_big = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return fault_page(request, 413 if too_big else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return fault_page(request, 403)


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: the page was open for too long, or was not ours. ``reason`` is for developers."""
    return fault_page(request, 403, code="form_expired")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return fault_page(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    return fault_page(request, 500)


def client_address(request: HttpRequest) -> str:
    """The caller's address: of the header only its last entry, which our own proxy wrote, and only behind one."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
