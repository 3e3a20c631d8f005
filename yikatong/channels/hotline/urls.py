"""The hotline's addresses: the caller is verified before the person's page opens."""

from django.urls import path

from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.staff_views import routes
from yikatong.channels.hotline.views import caller

urlpatterns = [path("people/<slug:handle>/caller/", caller), *routes(Channel.HOTLINE)]
