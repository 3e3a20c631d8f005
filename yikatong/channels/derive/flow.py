"""One service at one window: form, check of the answers, answer. Every channel with pages uses these two views."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from yikatong.cards.identity import IdNumber
from yikatong.cards.masking import mask_id_number
from yikatong.catalogue.answers import FieldFault, NotUnderstood
from yikatong.catalogue.channels import BY_MANDATE
from yikatong.catalogue.decide import Opening, Refused
from yikatong.catalogue.kinds import fields_of
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.service import Service
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive import drafts, filling
from yikatong.channels.derive.answer import answer_view, holder_words
from yikatong.channels.derive.answer_page import answer_page
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import Window
from yikatong.office import deployment, preview
from yikatong.office.ask import Ask, Outcome
from yikatong.office.counter import serve
from yikatong.office.prepare import prepare
from yikatong.services import catalogue

UNCONFIRMED = FieldFault("confirmed", "确认", "confirmation_missing", "还没有确认。", "请核对后勾选确认。")


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One answer to be checked before the act."""

    name: str
    label: str
    words: str


def offered(code: str, window: Window) -> Service[Any]:
    """The service, where this channel offers it. Errors: Http404."""
    service = catalogue().get(code)
    if service is None or window.channel not in service.channels:
        raise Http404
    if service.about_person and window.about is None:
        raise Http404
    return service


def form_view(request: HttpRequest, window: Window, code: str) -> HttpResponse:
    """GET draws the form, or says why it is closed; POST goes on to the check, or for secrets and files to the act."""
    service = offered(code, window)
    if request.method == "POST":
        return _submitted(request, window, service)
    if service.act is None and not fields_of(service.asks):
        return answered(request, window, serve(_ask(window, service, {}, request.GET.get("card"))), service)
    opening, warnings = preview.opening_of(window.ask(service, card_id=request.GET.get("card") or None))
    if not opening.open and not request.GET.get("by"):
        region = opening.card.region if opening.card else window.region
        refused = Outcome(Refused(opening.refusals, ()), deployment.now(), region)
        return answered(request, window, refused, service)
    return _form(request, window, service, opening=opening, warnings=warnings)


def check_view(request: HttpRequest, window: Window, code: str) -> HttpResponse:
    """GET shows the answers and what cannot be taken back; POST does it. Twice the same case number does it once."""
    service = offered(code, window)
    written = request.POST if request.method == "POST" else request.GET
    case_number = drafts.case_number_of(written.get("case_number", ""))
    draft = drafts.kept(request, window, service.code, case_number)
    ask = window.ask(
        service, answers=draft.answers, card_id=draft.card_id, asker=draft.asker, assurance=draft.assurance,
        case_number=case_number,
    )  # fmt: skip
    if request.method == "POST":
        return answered(request, window, serve(ask), service)
    seen = preview.preview(ask)
    if not seen.outcome.granted:
        return answered(request, window, seen.outcome, service, mandated=draft.asker.kind in BY_MANDATE)
    return page(
        request, "derive/check.html", title=f"核对：{service.name}", service=service.code, window=window,
        lines=_lines(service, seen.asked), irrevocable=seen.irrevocable, case_number=case_number,
        asker=draft.asker.kind.words if draft.asker.kind in BY_MANDATE else "",
        back=window.service_path(service.code, draft.card_id),
    )  # fmt: skip


def _submitted(request: HttpRequest, window: Window, service: Service[Any]) -> HttpResponse:
    case_number = drafts.case_number_of(request.POST.get("case_number", ""))
    raw, card_id = filling.read_form(request, service), request.POST.get("card") or None
    try:
        asker, assurance = (
            filling.read_asker(request, service, window),
            filling.read_assurance(request, service, window),
        )
        ask = window.ask(
            service, answers=raw, card_id=card_id, asker=asker, assurance=assurance, case_number=case_number
        )
        if service.act is None:
            return answered(request, window, serve(ask), service)
        if filling.is_direct(service):
            return _direct(request, window, service, ask)
        preview.preview(ask)
    except NotUnderstood as not_understood:
        return _form(request, window, service, raw=raw, faults=not_understood.faults)
    drafts.keep(request, window, service.code, case_number, drafts.Draft(raw, card_id, asker, assurance))
    start = window.service_path(service.code)
    return HttpResponseRedirect(f"{start}check/?case_number={quote(case_number)}")


def _direct(request: HttpRequest, window: Window, service: Service[Any], ask: Ask) -> HttpResponse:
    if request.POST.get("confirmed") != "on":
        raise NotUnderstood((*_not_understood(service, ask), UNCONFIRMED))
    return answered(request, window, serve(ask), service)


def _not_understood(service: Service[Any], ask: Ask) -> tuple[FieldFault, ...]:
    """What else is to be put right, so that it is told at once and not after the confirmation."""
    try:
        prepare(service, ask.answers, ask.region, day_of(deployment.now()))
    except NotUnderstood as not_understood:
        return not_understood.faults
    return ()


def _ask(window: Window, service: Service[Any], answers: dict[str, Any], card_id: str | None) -> Ask:
    return window.ask(service, answers=answers, card_id=card_id or None)


def _form(
    request: HttpRequest,
    window: Window,
    service: Service[Any],
    *,
    opening: Opening | None = None,
    warnings: tuple[str, ...] = (),
    raw: dict[str, Any] | None = None,
    faults: tuple[FieldFault, ...] = (),
) -> HttpResponse:
    card_id = request.POST.get("card") or request.GET.get("card") or ""
    if opening is None:
        opening, warnings = preview.opening_of(window.ask(service, card_id=card_id or None))
    shown = form_parts(request, window, service, opening, card_id, raw, faults)
    notices = warnings if filling.is_direct(service) else ()
    region = opening.card.region if opening.card else ""
    return page(
        request, "derive/form.html", 422 if faults else 200, summary=service.summary, **shown,
        title=f"需要改正：{service.name}" if faults else service.name,
        window=window, warnings=notices, guide=f"/guides/{service.code}/?region={region}",
    )  # fmt: skip


def form_parts(
    request: HttpRequest,
    window: Window,
    service: Service[Any],
    opening: Opening | None,
    card_id: str = "",
    raw: dict[str, Any] | None = None,
    faults: tuple[FieldFault, ...] = (),
) -> dict[str, Any]:
    """What ``_form_body.html`` draws: for the form's own page and for pages that hold a form."""
    return {
        "form": filling.draw(service, window, opening, raw, faults), "faults": faults, "card_id": card_id,
        "asker": filling.asker_choice(request, service, window, faults), "acts": service.act is not None,
        "direct": service.act is not None and filling.is_direct(service),
        "case_number": request.POST.get("case_number") or drafts.new_case_number(),
        "action": window.service_path(service.code), "vouching": window.vouches and service.about_person,
    }  # fmt: skip


def answered(
    request: HttpRequest, window: Window, outcome: Outcome, service: Service[Any], mandated: bool = False
) -> HttpResponse:
    """The four parts of an answer: what, why, what next, under which reference."""
    view = answer_view(service, outcome)
    for_others = window.vouches and bool(service.askers & BY_MANDATE) and not mandated
    mandate = for_others and not view.granted and request.method == "GET"
    return page(
        request, "derive/answer.html", title=view.title, window=window,
        answer=answer_page(view, window, request.get_full_path() if request.method == "GET" else request.path),
        by_mandate=f"{window.service_path(service.code)}?by=agent" if mandate else "", holder=holder_words(outcome),
    )  # fmt: skip


def _lines(service: Service[Any], asked: Any) -> tuple[CheckLine, ...]:
    return tuple(
        CheckLine(f.name, f.label.words, _told(f.kind.widget, getattr(asked, f.name))) for f in fields_of(service.asks)
    )


def _told(widget: str, value: Any) -> str:
    if value is None:
        return "（不填）"
    if isinstance(value, IdNumber):
        return mask_id_number(value.number)
    if widget == "outlet":
        return deployment.directory().outlet_words(value)
    return deployment.directory().bank_words(value) if widget == "bank" else words_of(value)
