"""The portal's addresses."""

from django.urls import URLPattern, path

from yikatong.channels.portal import booking, home, mine, outlets, public, pwa, receipts, services, signing
from yikatong.channels.portal.window import View, at_portal

# One's own pages, and the same below ``/for/<handle>/`` for a relative.
PERSONAL: tuple[tuple[str, View], ...] = (
    ("progress/", mine.progress),
    ("timeline/", mine.timeline),
    ("receipts/<slug:reference>/", receipts.receipt),
    ("receipts/<slug:reference>/pdf/", receipts.receipt_file),
    ("services/", services.services),
    ("services/book_collection/", booking.book),
    ("services/<slug:code>/", services.service),
    ("services/<slug:code>/check/", services.check),
)
OWN: tuple[tuple[str, View], ...] = (
    ("", home.home),
    ("me/", mine.me),
    ("looks/", mine.looks),
    ("notices/", mine.notices),
    ("notices/choice/", mine.choose_messages),
    ("family/", mine.relatives),
    ("guides/", public.guides),
    ("guides/<slug:code>/", public.guide),
    ("outlets/", outlets.outlets),
    ("photo/", public.photo),
    ("photo/frame/", public.photo_frame),
    ("photo/check/", public.photo_check),
    ("sign-in/", signing.sign_in),
    ("sign-in/code/", signing.code),
    ("sign-in/check/", signing.by_identity),
    ("sign-out/", signing.sign_out),
    ("step-up/", signing.step_up),
    ("manifest.webmanifest", pwa.manifest),
    ("sw.js", pwa.worker),
    ("offline/", pwa.offline),
    ("for/<slug:handle>/", home.own_home),
)


def _paths() -> list[URLPattern]:
    found = [path(route, at_portal(view)) for route, view in (*OWN, *PERSONAL)]
    return found + [path(f"for/<slug:handle>/{route}", at_portal(view)) for route, view in PERSONAL]


urlpatterns = _paths()
