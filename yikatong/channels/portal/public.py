"""For everybody: the guide of each service in each region, and the photo check."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yikatong.catalogue.answers import NotUnderstood
from yikatong.catalogue.moments import day_of
from yikatong.channels.derive import flow, speech
from yikatong.channels.derive.answer import answer_view
from yikatong.channels.derive.filling import place_options, read_form
from yikatong.channels.derive.form import Option
from yikatong.channels.derive.guide import guide_of
from yikatong.channels.derive.screens import friendly, page
from yikatong.channels.portal import topics
from yikatong.channels.portal.topics import Topic
from yikatong.channels.portal.window import public_window
from yikatong.office import deployment
from yikatong.office.counter import serve
from yikatong.policies import regions
from yikatong.services import catalogue

PHOTO = "check_photo"


@dataclass(frozen=True, slots=True)
class GuideGroup:
    """The guides of one topic: code, name and summary of each service."""

    topic: Topic
    services: tuple[tuple[str, str, str], ...]


@require_safe
@friendly
def guides(request: HttpRequest) -> HttpResponse:
    region, words = _region(request), request.GET.get("q", "")[:40].strip()
    found = topics.found_by(words, topics.offered()) if words else topics.offered()
    codes = [s.code for s in found]
    groups = [
        GuideGroup(topic, tuple((c, catalogue()[c].name, catalogue()[c].summary) for c in topic.services if c in codes))
        for topic in (*topics.TOPICS, Topic("rest", "list", tuple(c for c in codes if c not in _named())))
    ]
    return page(
        request, "portal/guides.html", title=_("办事指南"), groups=[g for g in groups if g.services], region=region,
        places=_places(region), words=words, tab="services", base="/",
    )  # fmt: skip


def _named() -> set[str]:
    return {code for topic in topics.TOPICS for code in topic.services}


@require_safe
@friendly
def guide(request: HttpRequest, code: str) -> HttpResponse:
    if code not in catalogue():
        raise Http404
    region = _region(request)
    found = guide_of(catalogue()[code], region, day_of(deployment.now()), deployment.policies())
    title = _("办事指南：{name}").format(name=speech.said(found.name, get_language() or "zh-hans").words)
    online = code in {s.code for s in topics.offered()}
    return page(
        request, "portal/guide.html", title=title, guide=found, region=region, places=_places(region),
        online=online, tab="services", base="/",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@friendly
def photo(request: HttpRequest) -> HttpResponse:
    return flow.form_view(request, public_window("photo"), PHOTO)


@require_safe
@friendly
def photo_frame(request: HttpRequest) -> HttpResponse:
    """The cropper with its words, for the script that crops: fetched only where a photo is asked for."""
    return page(request, "portal/_photo_frame.html")


@require_POST
@friendly
def photo_check(request: HttpRequest) -> HttpResponse:
    """What is wrong with a photo, as a part of a page: the form's own service, asked before the form is sent."""
    service, window = catalogue()[PHOTO], public_window("photo")
    raw = read_form(request, service)
    raw["region"] = raw["region"] or regions.NATION
    try:
        outcome = serve(window.ask(service, answers=raw))
    except NotUnderstood as fault:
        return page(request, "portal/_photo_result.html", 422, faults=fault.faults)
    view = answer_view(service, outcome)
    return page(request, "portal/_photo_result.html", answer=view, fit=all(f.value is True for f in view.findings))


def _region(request: HttpRequest) -> str:
    """The region asked for; the nation where none or none known was named."""
    wanted = request.GET.get("region", "")
    return regions.region(wanted) if regions.known(wanted) else regions.NATION


def _places(chosen: str) -> tuple[Option, ...]:
    """The nation first: its rulings are shown until a place is chosen, and must not stand under a place's name."""
    return (Option(regions.NATION, regions.NATION_NAME, chosen == regions.NATION), *place_options(chosen))
