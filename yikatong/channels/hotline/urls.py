"""The hotline's addresses: the caller is verified before the person's page opens."""

from django.urls import path

from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.staff_views import routes
from yikatong.channels.hotline import views

urlpatterns = [
    path("", views.search),
    path("end/", views.end),
    path("people/<slug:handle>/", views.console),
    path("people/<slug:handle>/caller/", views.caller),
    path("people/<slug:handle>/loss/", views.loss),
    path("people/<slug:handle>/as-citizen/", views.as_citizen),
    *routes(Channel.HOTLINE),
]
