"""What makes the portal installable: its manifest, its service worker, and the page for when there is no network."""

import hashlib
from functools import cache

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yikatong.channels.derive.screens import page

OFFLINE = "/offline/"
SHELL = (
    "derive/yikatong.css", "portal/portal.css", "portal/portal.js", "portal/photo.js", "portal/icon.svg",
    "portal/icon-192.png", "portal/icon-512.png",
)  # fmt: skip


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    icons = [
        {"src": static(f"portal/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    found = {
        "name": _("社会保障卡一卡通"),
        "short_name": _("一卡通"),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "lang": "zh-Hans",
        "display": "standalone",
        "background_color": "#f2f5fa",
        "theme_color": "#0b3b8c",
        "icons": icons,
    }
    return JsonResponse(found, content_type="application/manifest+json")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that its scope is the whole portal. It keeps the shell and the offline page, nothing personal."""
    shown = {"shell": [*(static(name) for name in SHELL), OFFLINE], "offline": OFFLINE, "version": _version()}
    response = render(request, "portal/sw.js", shown, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Empty of anybody: what was last seen is filled in by the browser that kept it."""
    response = page(request, "portal/offline.html", title=_("没有网络"), base="/")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _version() -> str:
    """Changes with the addresses of the shell's files, which change with their content once collected."""
    return hashlib.sha256("|".join(static(name) for name in SHELL).encode()).hexdigest()[:12]
