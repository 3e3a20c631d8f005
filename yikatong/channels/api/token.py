"""Before the token endpoints: what no client of ours sends is refused, and nobody may try secrets without end."""

import functools
from base64 import b64decode
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from yikatong.office.limits import wait_s

View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """The view behind a limit for each address; errors are those of RFC 6749, as its clients expect."""

    @functools.wraps(view)
    def guarding(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if waiting := wait_s("token_address", request.META.get("REMOTE_ADDR", "")):
            return _error(429, "temporarily_unavailable", {"Retry-After": str(waiting)})
        if request.method == "POST" and _has_nul(request):
            return _error(400, "invalid_request", {})
        return view(request, *args, **named)

    return guarding


def _has_nul(request: HttpRequest) -> bool:
    """PostgreSQL knows no NUL in a text: looking such a client up would be an error of ours."""
    sent = [text for name, values in request.POST.lists() for text in (name, *values)]
    try:
        credentials = b64decode(request.headers.get("Authorization", "").partition(" ")[2])
    except ValueError:
        credentials = b""
    return b"\0" in credentials or b"%00" in credentials or any("\0" in text for text in sent)


def _error(status: int, code: str, headers: dict[str, str]) -> HttpResponse:
    return JsonResponse({"error": code}, status=status, headers={"Cache-Control": "no-store", **headers})
