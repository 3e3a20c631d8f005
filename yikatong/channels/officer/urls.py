"""The officer's addresses: the common ones, the review queue, and applications with their photos."""

from django.urls import path

from yikatong.catalogue.channels import Channel
from yikatong.channels.derive.staff_views import routes
from yikatong.channels.officer import policies, reviewing, views

urlpatterns = [
    path("queue/", views.review_queue),
    path("queue/next/", reviewing.following),
    path("people/<slug:handle>/cards/<slug:card_id>/", reviewing.application),
    path("people/<slug:handle>/cards/<slug:card_id>/photo/", views.photo),
    path("policies/", policies.values),
    path("policies/proposals/", policies.proposals),
    path("policies/proposals/<slug:number>/", policies.proposal),
    path("policies/proposals/<slug:number>/verdict/", policies.verdict),
    path("policies/<slug:code>/", policies.parameter),
    *routes(Channel.OFFICER),
]
