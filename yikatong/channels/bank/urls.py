"""The bank's addresses: the common ones, and what waits for it."""

from django.urls import path

from yikatong.catalogue.channels import Channel
from yikatong.channels.bank import views
from yikatong.channels.derive.staff_views import routes

urlpatterns = [
    path("waiting/", views.waiting),
    path("waiting/check/", views.check),
    path("waiting/confirm/", views.confirm),
    *routes(Channel.BANK),
]
