"""The addresses under ``/api/v1/``, every one of them watched, and the two of OAuth that clients need."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from oauth2_provider.views import RevokeTokenView, TokenView

from yikatong.channels.api.app import api, docs, openapi_json
from yikatong.channels.api.token import guarded
from yikatong.channels.api.watch import watched

app_name = "api"


def unknown(request: HttpRequest) -> HttpResponse:
    raise Http404


def _watched(pattern: URLPattern) -> URLPattern:
    pattern.callback = watched(pattern.callback)
    return pattern


urlpatterns = [
    path("openapi.json", watched(openapi_json), name="openapi-json"),
    path("docs", watched(docs), name="docs"),
    *(_watched(pattern) for pattern in api.urls[0] if isinstance(pattern, URLPattern)),
    re_path("", watched(unknown), name="unknown"),
]
# django-oauth-toolkit has many more pages; none of them is needed to hand out client credentials.
oauth_urls = (
    [
        path("token/", guarded(TokenView.as_view()), name="token"),
        path("revoke_token/", guarded(RevokeTokenView.as_view()), name="revoke-token"),
    ],
    "oauth2_provider",
)
