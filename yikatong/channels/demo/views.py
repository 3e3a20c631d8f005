"""Who can sign in here, what was sent, what time it is. In demo mode only: elsewhere these pages do not exist."""

from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yikatong.adapters.demo.identity import Script
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive.screens import View, page
from yikatong.office import demo_people, deployment, outside

STEPS = {"3600": "一小时", "86400": "一天", "604800": "七天", "2592000": "三十天"}


def in_demo(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@in_demo
def home(request: HttpRequest) -> HttpResponse:
    return page(
        request, "demo/home.html", title=_("演示"), accounts=demo_people.accounts(), citizens=demo_people.citizens(),
        now=words_of(deployment.now()), steps=STEPS.items(),
    )  # fmt: skip


@require_POST
@in_demo
def clock(request: HttpRequest) -> HttpResponse:
    """Moves the clock forward; it never goes back."""
    step = request.POST.get("seconds", "")
    if step not in STEPS:
        raise Http404
    deployment.advance(int(step))
    return HttpResponseRedirect("/demo/")


@require_safe
@in_demo
def messages(request: HttpRequest) -> HttpResponse:
    shown = [(m.mobile, words_of(datetime.fromisoformat(m.at)), m.words) for m in outside.demo_messages().latest()]
    return page(request, "demo/messages.html", title=_("演示短信"), messages=shown)


@require_http_methods(["GET", "HEAD", "POST"])
@in_demo
def identity(request: HttpRequest) -> HttpResponse:
    """What the next real-person checks will say."""
    if request.method == "POST":
        if request.POST.get("script") not in list(Script):
            raise Http404
        outside.demo_identity().choose(Script(request.POST["script"]))
        return HttpResponseRedirect("/demo/identity/")
    chosen = outside.demo_identity().script()
    return page(request, "demo/identity.html", title=_("演示实人核验"), scripts=list(Script), chosen=chosen)
