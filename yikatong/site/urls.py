"""Every address of the site."""

from django.urls import include, path

from yikatong.channels.api.urls import oauth_urls
from yikatong.site.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("oauth/", include(oauth_urls)),
    path("api/v1/", include("yikatong.channels.api.urls")),
]
