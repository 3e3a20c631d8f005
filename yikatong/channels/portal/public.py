"""For everybody: the guide of each service in each region, outlets, and the photo check."""

import re
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from yikatong.catalogue.moments import day_of
from yikatong.channels.derive import flow
from yikatong.channels.derive.filling import place_options
from yikatong.channels.derive.form import Option
from yikatong.channels.derive.guide import Guide, guide_of
from yikatong.channels.derive.screens import friendly, page
from yikatong.channels.portal.window import public_window
from yikatong.office import deployment
from yikatong.policies import regions
from yikatong.services import catalogue

BRACES = re.compile(r"\{[^}]*\}")


@require_safe
@friendly
def guides(request: HttpRequest) -> HttpResponse:
    region = _region(request)
    services = [(s.code, s.name, s.summary) for s in catalogue().values()]
    return page(
        request, "portal/guides.html", title="办事指南", services=services, region=region, places=_places(region)
    )


@require_safe
@friendly
def guide(request: HttpRequest, code: str) -> HttpResponse:
    if code not in catalogue():
        raise Http404
    region = _region(request)
    found = guide_of(catalogue()[code], region, day_of(deployment.now()), deployment.policies())
    return page(
        request, "portal/guide.html", title=f"{found.name}：办事指南", guide=_told(found), region=region,
        places=_places(region),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@friendly
def outlets(request: HttpRequest) -> HttpResponse:
    return flow.form_view(request, public_window("outlets"), "find_outlet")


@require_http_methods(["GET", "HEAD", "POST"])
@friendly
def photo(request: HttpRequest) -> HttpResponse:
    return flow.form_view(request, public_window("photo"), "check_photo")


def _region(request: HttpRequest) -> str:
    """The region asked for; the nation where none or none known was named."""
    wanted = request.GET.get("region", "")
    return regions.region(wanted) if regions.known(wanted) else regions.NATION


def _places(chosen: str) -> tuple[Option, ...]:
    """The nation first: its rulings are shown until a place is chosen, and must not stand under a place's name."""
    return (Option(regions.NATION, regions.NATION_NAME, chosen == regions.NATION), *place_options(chosen))


def _told(found: Guide) -> Guide:
    """A refusal's words name facts of a case in braces; a guide is about no case."""
    refusals = tuple(replace(r, words=BRACES.sub("…", r.words)) for r in found.refusals)
    return replace(found, refusals=tuple(r for r in refusals if r.words))
