"""Every address of the site."""

from django.urls import path

from yikatong.site.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
]
