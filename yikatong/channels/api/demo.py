"""The demonstration's clock, for stories that need seven days to pass. Mounted in demo mode alone."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from yikatong.catalogue.channels import Channel
from yikatong.channels.api import openapi as o
from yikatong.channels.api.caller import caller_in, only_through
from yikatong.channels.api.problems import written
from yikatong.channels.api.query import unfit
from yikatong.channels.api.reading import read_object
from yikatong.office import deployment
from yikatong.policies import articles

SECONDS_MAX = 400 * 86_400
MOMENT = {"type": "string", "format": "date-time"}


def _told() -> HttpResponse:
    return HttpResponse(written({"now": deployment.now().isoformat()}), content_type="application/json")


def clock(request: HttpRequest) -> HttpResponse:
    """What time it is in the demonstration."""
    only_through(caller_in(request), Channel.OFFICER)
    return _told()


def advance(request: HttpRequest) -> HttpResponse:
    """Move the clock forward by ``seconds``; never back."""
    only_through(caller_in(request), Channel.OFFICER)
    seconds: Any = read_object(request).get("seconds")
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 < seconds <= SECONDS_MAX:
        raise unfit("seconds", f"应为1至{SECONDS_MAX}的整数。")
    deployment.advance(seconds)
    return _told()


def add_demo(api: NinjaAPI) -> None:
    """Nothing is added outside demo mode."""
    if not settings.DEMO:
        return
    reads = {**o.reads(o.page(now=MOMENT)), "x-legal-basis": o.legal_basis("演示", articles.AGENCY_RECORD)}
    api.get("/demo/clock", operation_id="demo_clock", summary="演示时钟", tags=["演示"],
            openapi_extra=reads)(clock)  # fmt: skip
    asked = {"type": "object", "required": ["seconds"], "additionalProperties": False,
             "properties": {"seconds": {"type": "integer", "minimum": 1, "maximum": SECONDS_MAX}}}  # fmt: skip
    api.post("/demo/clock", operation_id="advance_demo_clock", summary="演示时钟向前拨", tags=["演示"],
             openapi_extra={**reads, "requestBody": o.takes(asked)})(advance)  # fmt: skip
