"""The demonstration's addresses."""

from django.urls import path

from yikatong.channels.demo import views

urlpatterns = [
    path("", views.home),
    path("clock/", views.clock),
    path("messages/", views.messages),
    path("identity/", views.identity),
]
