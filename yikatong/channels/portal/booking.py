"""When to collect a card: pick a day, then a free half hour. Without JavaScript too; the counter decides as always."""

from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yikatong.channels.derive import drafts, flow
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import Window
from yikatong.channels.portal.window import personal
from yikatong.office.booking import booking
from yikatong.services import catalogue

CODE = "book_collection"


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def book(request: HttpRequest, window: Window) -> HttpResponse:
    """GET offers days and half hours; POST is the service's own form, whose answer the button carries."""
    window.check_matter(CODE)
    if request.method == "POST":
        return flow.form_view(request, window, CODE)
    card_id = request.GET.get("card") or None
    found = booking(replace(window.ask(catalogue()[CODE]), card_id=card_id), _day(request.GET.get("day", "")))
    if found.outlet is None:
        return flow.form_view(request, window, CODE)
    return page(
        request, "portal/booking.html", title=catalogue()[CODE].name, window=window, tab="services", base=window.base,
        booking=found, card_id=card_id or "", case_number=drafts.new_case_number(),
    )  # fmt: skip


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
