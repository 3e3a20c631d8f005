"""The portal's addresses."""

from django.urls import path

from yikatong.channels.portal import home, public, services, signing

urlpatterns = [
    path("", home.home),
    path("guides/", public.guides),
    path("guides/<slug:code>/", public.guide),
    path("outlets/", public.outlets),
    path("photo/", public.photo),
    path("sign-in/", signing.sign_in),
    path("sign-in/code/", signing.code),
    path("sign-in/check/", signing.by_identity),
    path("sign-out/", signing.sign_out),
    path("step-up/", signing.step_up),
    path("services/<slug:code>/", services.service),
    path("services/<slug:code>/check/", services.check),
]
