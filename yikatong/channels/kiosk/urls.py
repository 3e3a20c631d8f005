"""The kiosk's addresses. Opening the first one ends whatever visit was going on."""

from django.urls import path

from yikatong.channels.kiosk import arriving, services, views

urlpatterns = [
    path("", views.start),
    path("end/", views.end),
    path("ticket/", views.ticket),
    path("identify/", arriving.identify),
    path("confirm/", arriving.confirm),
    path("mine/", views.mine),
    path("mine/services/<slug:code>/", services.personal),
    path("mine/services/<slug:code>/check/", services.personal_check),
    path("services/<slug:code>/", services.public),
    path("services/<slug:code>/check/", services.public_check),
]
