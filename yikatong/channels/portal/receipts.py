"""The receipts of one's own acts: on a page, on paper, as a file to keep."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yikatong.catalogue.channels import CHANNEL_WORDS
from yikatong.channels.derive import paper
from yikatong.channels.derive.answer import answer_view, holder_words
from yikatong.channels.derive.answer_page import answer_page
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import Window
from yikatong.channels.portal.window import personal
from yikatong.office import prints
from yikatong.office.ask import CounterFault, OutOfScope
from yikatong.office.counter import service_of
from yikatong.office.prints import Receipt


class ReceiptUnknown(CounterFault):
    """The same words whether or not somebody else's act has this number."""

    code, words, status = "receipt_unknown", "您的业务记录里没有这个受理编号。", 404


@require_safe
@personal
def receipt(request: HttpRequest, window: Window, reference: str) -> HttpResponse:
    found = _receipt(window, reference)
    view = answer_view(service_of(found.service), found.outcome)
    return page(
        request, "portal/receipt.html", title=_("业务受理回执"), window=window, tab="progress", base=window.base,
        receipt=found, answer=answer_page(view, window), holder=holder_words(found.outcome),
        channel=CHANNEL_WORDS.get(found.channel, ""),  # type: ignore[call-overload]
    )  # fmt: skip


@require_safe
@personal
def receipt_file(request: HttpRequest, window: Window, reference: str) -> HttpResponse:
    """The same as PDF."""
    return paper.pdf(_receipt(window, reference))


def _receipt(window: Window, reference: str) -> Receipt:
    """Errors: ReceiptUnknown, also for an act beyond the matters of a mandate."""
    try:
        found = prints.receipt_of(window.about or "", reference, window.visitor)
        window.check_matter(found.service)
    except OutOfScope:
        raise ReceiptUnknown from None
    return found
