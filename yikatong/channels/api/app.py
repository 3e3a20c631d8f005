"""The API put together: its operations, and the page that describes them (OpenAPI 3.1)."""

import json
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from yikatong import __version__
from yikatong.channels.api.acts import add_acts
from yikatong.channels.api.batches import add_batches
from yikatong.channels.api.caller import ClientToken
from yikatong.channels.api.demo import add_demo
from yikatong.channels.api.openapi import COMPONENTS
from yikatong.channels.api.persons import add_persons
from yikatong.channels.api.public import add_public
from yikatong.channels.api.queues import add_queues
from yikatong.channels.api.sign_ins import add_sign_ins
from yikatong.channels.api.watch import answered

PREFIX = "api/v1/"
ABOUT = (
    "社保卡一卡通接口。代码稳定，供程序判断；中文供人阅读。"
    "访问令牌以OAuth 2.0客户端凭据获取，一个权限即一个渠道；令牌含多个渠道时用Channel请求头说明。"
    "不能办理时答复application/problem+json（RFC 9457）。"
)


def _api() -> NinjaAPI:
    # Its own pages are switched off: ours say more, and are served under the site's strict content policy.
    api = NinjaAPI(
        title="一卡通 yikatong", version=__version__, description=ABOUT, urls_namespace="api", auth=ClientToken(),
        openapi_url=None, docs_url=None,
    )  # fmt: skip
    for kind in (HttpError, ValidationError, Exception):
        api.add_exception_handler(kind, lambda request, error: answered(error))
    for add in (add_public, add_acts, add_persons, add_queues, add_sign_ins, add_batches, add_demo):
        add(api)
    return api


api = _api()


@cache
def description() -> str:
    """The OpenAPI page as JSON text."""
    page = api.get_openapi_schema(path_prefix=PREFIX)
    page["components"]["schemas"].update(COMPONENTS)
    return json.dumps(page, ensure_ascii=False)


def openapi_json(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(description(), content_type="application/json")
    response["Cache-Control"] = "public, max-age=60"
    return response


def docs(request: HttpRequest) -> HttpResponse:
    """The description for people; its scripts come from this site alone."""
    return render(request, "api/docs.html", {"title": api.title})
