"""The receipt of an act: shown, printed (each print is noted), and for five minutes taken back."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from yikatong.catalogue.answers import NotUnderstood
from yikatong.catalogue.channels import CHANNEL_WORDS
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive import filling, flow
from yikatong.channels.derive.answer import answer_view, holder_words
from yikatong.channels.derive.answer_page import answer_page
from yikatong.channels.derive.handles import caller_first, window_at
from yikatong.channels.derive.paper import pdf
from yikatong.channels.derive.recents import clock
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import Window
from yikatong.office import preview, prints, recent
from yikatong.office.counter import serve, service_of
from yikatong.office.recent import Undo
from yikatong.office.staff import Posting
from yikatong.policies.ruling import Confidence

PAPERS = ("a5", "roll")


def receipt(request: HttpRequest, posting: Posting, handle: str, reference: str) -> HttpResponse:
    if refused := caller_first(request, posting, handle):
        return refused
    return _receipt_page(request, posting, window_at(request, posting, handle), reference)


def receipt_file(request: HttpRequest, posting: Posting, handle: str, reference: str) -> HttpResponse:
    """The same as PDF, noted as a print: it will be one."""
    if refused := caller_first(request, posting, handle):
        return refused
    window = window_at(request, posting, handle)
    return pdf(prints.note_print(prints.receipt_of(handle, reference, window.visitor), window.visitor))


def print_receipt(request: HttpRequest, posting: Posting, handle: str, reference: str) -> HttpResponse:
    """Noted, then shown with the browser's print dialogue; without JavaScript the page says what to press."""
    if refused := caller_first(request, posting, handle):
        return refused
    return _receipt_page(request, posting, window_at(request, posting, handle), reference, printing=True)


def undo(request: HttpRequest, posting: Posting, handle: str, reference: str) -> HttpResponse:
    """GET says what would be taken back, POST asks the reverse service, whose refusals still decide."""
    if refused := caller_first(request, posting, handle):
        return refused
    window = window_at(request, posting, handle)
    if done := recent.undone_by(posting, reference):  # a second click
        return HttpResponseRedirect(f"{window.base}receipts/{done}/")
    taken_back = recent.undo_of(posting, handle, reference)
    service = service_of(taken_back.reverse.service)
    if request.method != "POST":
        return _undo_page(request, window, taken_back)
    try:
        assurance = filling.read_assurance(request, service, window)
    except NotUnderstood as unseen:
        return _undo_page(request, window, taken_back, unseen)
    ask = window.ask(
        service, answers=taken_back.reverse.answers, card_id=taken_back.reverse.card_id, assurance=assurance,
        case_number=taken_back.case_number, version=taken_back.version,
    )  # fmt: skip
    outcome = serve(ask)
    if outcome.reference:  # a page of its own, so that a reload does not ask again
        return HttpResponseRedirect(f"{window.base}receipts/{outcome.reference}/")
    return flow.answered(request, window, outcome, service)


def _undo_page(
    request: HttpRequest, window: Window, taken_back: Undo, unseen: NotUnderstood | None = None
) -> HttpResponse:
    service, reverse = service_of(taken_back.reverse.service), taken_back.reverse
    seen = preview.preview(window.ask(service, answers=reverse.answers, card_id=reverse.card_id))
    if not seen.outcome.granted:
        return flow.answered(request, window, seen.outcome, service)
    return page(
        request, "derive/undo.html", 422 if unseen else 200, title=_("撤销刚才的业务"), window=window,
        done=taken_back.done, service=service, irrevocable=seen.irrevocable, faults=unseen.faults if unseen else (),
    )  # fmt: skip


def _receipt_page(
    request: HttpRequest, posting: Posting, window: Window, reference: str, printing: bool = False
) -> HttpResponse:
    found = prints.receipt_of(window.handle, reference, window.visitor)
    found = prints.note_print(found, window.visitor) if printing else found
    view = answer_view(service_of(found.service), found.outcome)
    paper = request.COOKIES.get("yk_paper", "")
    place = {"outlet": found.outlet, "window": found.window, "channel": CHANNEL_WORDS.get(found.channel, "")}  # type: ignore[call-overload]
    return page(
        request, "derive/receipt.html", title=_("业务受理回执"), window=window, receipt=found, printing=printing,
        answer=answer_page(view, window), holder=holder_words(found.outcome),
        paper=paper if paper in PAPERS else "a5", place=place, sources=_documents(found),
        left=clock(recent.undo_left_s(posting, reference)),
        printed=[{"actor": p.actor, "at": words_of(p.at)} for p in found.prints],
    )  # fmt: skip


def _documents(found: prints.Receipt) -> tuple[str, ...]:
    """The documents that were applied, each once: the places in them would fill a second sheet."""
    known = (r for r in found.outcome.decision.rulings if r.confidence is not Confidence.ASSUMED)
    return tuple(dict.fromkeys(ruling.source.document.words for ruling in known))
