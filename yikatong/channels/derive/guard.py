"""Who may open a page. Deny by default: without a post of the channel its pages do not exist."""

import time
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import SimpleLazyObject

from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.screens import View, friendly
from yikatong.office import sign_in, staff, windows
from yikatong.office.sign_in import Signed
from yikatong.office.staff import Posting

SIGN_IN_COOKIE = "yk_signed"
TICKET_COOKIE = "yk_ticket"
IDLE_S = 30 * 60


def signed_of(request: HttpRequest) -> Signed | None:
    """The citizen at the portal. Their token lies in a cookie of its own, so that no table holds it."""
    token = request.COOKIES.get(SIGN_IN_COOKIE, "")
    return sign_in.who(token) if token else None


def citizens(view: View) -> View:
    """For signed-in citizens: ``view(request, signed, …)``; others are sent to sign in and come back."""

    @friendly
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        signed = signed_of(request)
        if signed is None:
            return HttpResponseRedirect(f"/sign-in/?next={quote(request.get_full_path())}")
        return view(request, signed, *args, **kwargs)

    return guarded


def staffed(channel: Channel) -> Any:
    """For accounts with a post of this channel and a verified second factor: ``view(request, posting, …)``."""

    def declare(view: View) -> View:
        @friendly
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not is_at_work(request):
                return HttpResponseRedirect(f"/staff/?next={quote(request.get_full_path())}")
            request.skin = "derive/staff.html"  # type: ignore[attr-defined]  # also for what goes wrong from here on
            found = [p for p in staff.postings_of(request.user) if p.channel is channel]
            if not found:
                raise Http404
            posting = _chosen(request, found)
            if posting is None:
                return HttpResponseRedirect("/staff/posts/")
            _announce(request, posting)
            return view(request, posting, *args, **kwargs)

        return guarded

    return declare


def posted(view: View) -> View:
    """For a page that only answers a form: Back, a reload or a choice of language leads to the page of the form, one
    step up. An empty refusal would be a dead end in the middle of a call."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(request.path.rstrip("/").rpartition("/")[0] + "/")

    return answering


def is_at_work(request: HttpRequest) -> bool:
    """Whether staff are signed in with both factors and were not idle for too long. Counted in the world's time."""
    if not (request.user.is_authenticated and request.user.is_verified()):  # type: ignore[union-attr]
        return False
    now = int(time.time())
    if now - int(request.session.get("seen_at", 0)) > IDLE_S:
        logout(request)
        return False
    request.session["seen_at"] = now
    return True


def _announce(request: HttpRequest, posting: Posting) -> None:
    """For the top bar of every staff page: at which post, and at which window (asked for only where it is drawn)."""
    request.posting = posting  # type: ignore[attr-defined]
    if posting.channel is Channel.DESK:
        request.shift = SimpleLazyObject(lambda: windows.shift_of(posting))  # type: ignore[attr-defined]


def _chosen(request: HttpRequest, found: list[Posting]) -> Posting | None:
    if len(found) == 1:
        return found[0]
    chosen = request.session.get("posts", {}).get(found[0].channel.value)
    return next((p for p in found if p.post_id == chosen), None)
