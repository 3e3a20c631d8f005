"""The staff's way in and out."""

from django.urls import path

from yikatong.channels.staff import views

urlpatterns = [
    path("", views.sign_in),
    path("posts/", views.posts),
    path("preferences/", views.preferences),
    path("sign-out/", views.sign_out),
]
