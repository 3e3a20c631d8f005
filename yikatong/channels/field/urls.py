"""The field app's addresses. The service worker lies at the top of them, so that they are its whole scope."""

from django.urls import path

from yikatong.channels.field import sending, services, views

urlpatterns = [
    path("", views.day),
    path("shell/", views.shell),
    path("sw.js", views.worker),
    path("day.json", sending.day),
    path("records/", sending.record),
    path("dropped/", sending.dropped),
    path("visits/<slug:visit_id>/", views.visit),
    path("visits/<slug:visit_id>/services/<slug:code>/", services.service),
    path("visits/<slug:visit_id>/services/<slug:code>/check/", services.check),
]
