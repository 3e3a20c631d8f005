"""The bank's addresses: the common ones, and what waits for it."""

from django.urls import path

from yikatong.catalogue.channels import Channel
from yikatong.channels.bank.views import waiting
from yikatong.channels.derive.staff_views import routes

urlpatterns = [path("waiting/", waiting), *routes(Channel.BANK)]
