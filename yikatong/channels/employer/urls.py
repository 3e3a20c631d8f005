"""The employer's addresses."""

from django.urls import path

from yikatong.channels.employer import views

urlpatterns = [
    path("", views.batches),
    path("batches/<slug:batch_id>/", views.batch),
    path("batches/<slug:batch_id>/results.csv", views.results),
    path("services/<slug:code>/", views.service),
]
