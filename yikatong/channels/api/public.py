"""What anybody may read without a token: the services, their guides, the outlets."""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from yikatong.cards.directory import Outlet
from yikatong.catalogue.card_kinds import CODE, REGION
from yikatong.catalogue.channels import Assurance, Channel
from yikatong.catalogue.kinds import DAY, fields_of
from yikatong.catalogue.moments import day_of
from yikatong.channels.api import openapi as o
from yikatong.channels.api.problems import refused, written
from yikatong.channels.api.query import kind_in, unfit
from yikatong.channels.api.schemas import component
from yikatong.channels.derive.answer import answer_view
from yikatong.channels.derive.guide import Guide, guide_json, guide_of
from yikatong.channels.derive.schema import described
from yikatong.office import counter, deployment
from yikatong.office.ask import Ask
from yikatong.policies import regions
from yikatong.services import catalogue

PAGE = 50


@dataclass(frozen=True, slots=True)
class OutletView:
    """``words`` tell the address, the telephone and the hours in one line."""

    code: str
    name: str
    region: str
    place: str
    words: str
    longitude: float | None
    latitude: float | None


def _json(page: Any) -> HttpResponse:
    response = HttpResponse(written(page), content_type="application/json")
    response["Cache-Control"] = "public, max-age=60"
    return response


def services(request: HttpRequest) -> HttpResponse:
    """Every service with what it asks, where, and why it may refuse."""
    return _json({"services": [described(service) for service in catalogue().values()]})


def service(request: HttpRequest, code: str) -> HttpResponse:
    """One service's declaration."""
    return _json(described(counter.service_of(code)))


def guide(request: HttpRequest, code: str) -> HttpResponse:
    """The guide of one service in one place on one day, each rule with its source."""
    found = counter.service_of(code)
    region = kind_in(request, "region", REGION) or regions.NATION
    on = kind_in(request, "on", DAY) or day_of(deployment.now())
    return _json(guide_json(guide_of(found, region, on, deployment.policies())))


def outlets(request: HttpRequest) -> HttpResponse:
    """The service ``find_outlet``, page by page; ``after`` is the code of the last outlet of the page before."""
    found = counter.service_of("find_outlet")
    names = {field.name for field in fields_of(found.asks)}
    answers = {name: value for name, value in request.GET.items() if name in names}
    region = kind_in(request, "region", REGION) or regions.NATION
    ask = Ask("find_outlet", answers, Channel.PORTAL, Assurance.NONE, "public", region=region)
    view = answer_view(found, outcome := counter.serve(ask))
    if not outcome.granted:
        raise refused(view)
    known = deployment.directory().outlets
    lines = [(known[str(f.value)], f.words) for f in view.findings if f.code == "outlet"]
    after = kind_in(request, "after", CODE)
    if after is not None and after not in known:
        raise unfit("after", "没有这个网点。")
    start = _place(known[after]) if after else ("", "")
    rest = sorted((line for line in lines if _place(line[0]) > start), key=lambda line: _place(line[0]))
    shown = [_outlet(*line) for line in rest[:PAGE]]
    return _json({"outlets": shown, "after": shown[-1]["code"] if len(rest) > PAGE else None})


def _place(outlet: Outlet) -> tuple[str, str]:
    return outlet.region, outlet.code


def _outlet(outlet: Outlet, words: str) -> dict[str, Any]:
    place = regions.name(outlet.region)
    return asdict(OutletView(outlet.code, outlet.name, outlet.region, place, words, outlet.longitude, outlet.latitude))


def _filters() -> list[o.Schema]:
    """The questions of ``find_outlet`` as query parameters: all are text in an address."""
    asked = fields_of(counter.service_of("find_outlet").asks)
    return [o.query(f.name, f.label.words, required=f.required) for f in asked] + [
        o.query("after", "上一页最后一个网点的代码")
    ]


def add_public(api: NinjaAPI) -> None:
    whole = {"type": "object", "required": ["code", "name", "summary", "verb", "channels", "asks", "refusals"]}
    listed = o.page(services={"type": "array", "items": whole})
    found = o.page(outlets={"type": "array", "items": component(OutletView)}, after={"type": ["string", "null"]})
    day = {"type": "string", "format": "date"}
    where = [o.query("region", "行政区划代码"), o.query("on", "日期，如2026-11-21", schema=day)]
    for path, view, words, extra in (
        ("/services", services, "事项目录", o.reads(listed, public=True)),
        ("/services/{code}", service, "事项", o.reads(whole, public=True)),
        ("/services/{code}/guide", guide, "办事指南", o.reads(component(Guide), *where, public=True)),
        ("/outlets", outlets, "网点", o.reads(found, *_filters(), statuses=(409,), public=True)),
    ):
        api.get(path, operation_id=f"read_{view.__name__}", summary=words, tags=["公开信息"], auth=None,
                openapi_extra=extra)(view)  # fmt: skip
