"""One service at one window: form, check of the answers, answer. Every channel with pages uses these two views."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from yikatong.catalogue.answers import FieldFault, NotUnderstood
from yikatong.catalogue.channels import BY_MANDATE
from yikatong.catalogue.decide import TOO_LOW, Refusal, Refused
from yikatong.catalogue.kinds import fields_of
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.service import Service
from yikatong.channels.derive import drafts, filling
from yikatong.channels.derive.checking import check_lines
from yikatong.channels.derive.drafts import Draft
from yikatong.channels.derive.drawing import answered, concluded, form_page, form_parts
from yikatong.channels.derive.refused import about_fields
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import Window
from yikatong.office import deployment, preview
from yikatong.office.ask import Ask, Outcome
from yikatong.office.counter import serve
from yikatong.office.done import find_done
from yikatong.office.prepare import prepare
from yikatong.services import catalogue

__all__ = ["answered", "check_view", "form_parts", "form_view", "offered"]

CARD_ID_MAX = 100
UNCONFIRMED = FieldFault("confirmed", "确认", "confirmation_missing", "还没有确认。", "请核对后勾选确认。")


def offered(code: str, window: Window) -> Service[Any]:
    """The service, where this channel offers it. Errors: Http404."""
    service = catalogue().get(code)
    if service is None or window.channel not in service.channels or service.by_program:
        raise Http404
    if service.about_person and window.about is None:
        raise Http404
    return service


def form_view(request: HttpRequest, window: Window, code: str) -> HttpResponse:
    """GET draws the form, or says why it is closed; POST goes on to the check, or for secrets and files to the act."""
    service = offered(code, window)
    if request.method == "POST":
        return _submitted(request, window, service)
    if request.GET.get("case_number"):
        return _changed(request, window, service)
    card_id = _card_of(request.GET)
    if service.act is None and not fields_of(service.asks):
        ask = window.ask(service, card_id=card_id)
        return answered(request, window, serve(ask), service)
    opening, warnings = preview.opening_of(window.ask(service, card_id=card_id))
    by_mandate = window.vouches and request.GET.get("by")
    if not opening.open and not by_mandate:
        if path := _step_up(request, window, opening.refusals):
            return HttpResponseRedirect(path)
        region = opening.card.region if opening.card else window.region
        refused = Outcome(Refused(opening.refusals, ()), deployment.now(), region)
        return answered(request, window, refused, service)
    if not fields_of(service.asks) and not window.vouches:
        return _to_check(request, window, service, drafts.new_case_number(), _own_draft(window, service, card_id))
    raw = filling.given_in(request, service)
    return form_page(request, window, service, opening=opening, warnings=warnings, raw=raw)


def check_view(request: HttpRequest, window: Window, code: str) -> HttpResponse:
    """GET shows the answers and what cannot be taken back; POST does it. Twice the same case number does it once.

    Come back to afterwards (the Back button, a reload), it shows what was done.
    """
    service = offered(code, window)
    written = request.POST if request.method == "POST" else request.GET
    case_number = drafts.case_number_of(written.get("case_number", ""))
    if request.method != "POST" and (done := find_done(window.ask(service, case_number=case_number))):
        return answered(request, window, done.outcome, service, done=done)
    draft = drafts.kept(request, window, service.code, case_number)
    ask = _ask_of(draft, window, service, case_number)
    if request.method == "POST":
        return _concluded(request, window, service, ask, draft)
    seen, mandated = preview.preview(ask), draft.asker.kind in BY_MANDATE
    if isinstance(refused := seen.outcome.decision, Refused):
        if path := _step_up(request, window, refused.refusals):
            return HttpResponseRedirect(path)
        return answered(request, window, seen.outcome, service, mandated=mandated)
    asks = bool(fields_of(service.asks)) or window.vouches
    change = window.change_path(service.code, draft.card_id, case_number) if asks else ""
    lines = check_lines(service, seen.asked)
    return page(
        request, "derive/check.html", title=f"核对：{service.name}", name=service.name,
        service=service.code, window=window, lines=lines, irrevocable=seen.irrevocable,
        case_number=case_number, asker=draft.asker.kind.words if mandated else "", change=change,
        blank=[line for line in lines if line.blank], summary=service.summary,
    )  # fmt: skip


def _ask_of(draft: Draft, window: Window, service: Service[Any], case_number: str) -> Ask:
    """Where no clerk vouches, what counts is how surely the person is known now, not when the form was filled in."""
    assurance = draft.assurance if window.vouches else window.assurance
    return window.ask(
        service, answers=draft.answers, card_id=draft.card_id, asker=draft.asker, assurance=assurance,
        case_number=case_number,
    )  # fmt: skip


def _concluded(request: HttpRequest, window: Window, service: Service[Any], ask: Ask, draft: Draft) -> HttpResponse:
    outcome = serve(ask)
    refusals = outcome.decision.refusals if isinstance(outcome.decision, Refused) else ()
    if path := _step_up(request, window, refusals):
        return HttpResponseRedirect(path)
    return concluded(request, window, service, ask, outcome, draft)


def _step_up(request: HttpRequest, window: Window, refusals: tuple[Refusal, ...]) -> str:
    """Where nothing but the real-person check is missing, the way leads straight through it and back; else ""."""
    return window.step_up_path(request.get_full_path()) if [r.code for r in refusals] == [TOO_LOW] else ""


def _changed(request: HttpRequest, window: Window, service: Service[Any]) -> HttpResponse:
    """The form as it was filled in before; nothing of it is lost by changing one answer. Errors: DraftGone."""
    case_number = drafts.case_number_of(request.GET.get("case_number", ""))
    draft = drafts.kept(request, window, service.code, case_number)
    return form_page(request, window, service, raw=draft.answers, draft=draft)


def _submitted(request: HttpRequest, window: Window, service: Service[Any]) -> HttpResponse:
    case_number = drafts.case_number_of(request.POST.get("case_number", ""))
    raw, card_id = filling.read_form(request, service), _card_of(request.POST)
    try:
        asker = filling.read_asker(request, service, window)
        assurance = filling.read_assurance(request, service, window)
        ask = window.ask(
            service, answers=raw, card_id=card_id, asker=asker, assurance=assurance, case_number=case_number
        )
        if service.act is None:
            return concluded(request, window, service, ask, serve(ask))
        if filling.is_direct(service):
            return _direct(request, window, service, ask)
        seen = preview.preview(ask)
    except NotUnderstood as not_understood:
        return form_page(request, window, service, raw=raw, faults=not_understood.faults)
    if about_fields(seen.outcome.decision):
        return concluded(request, window, service, ask, seen.outcome)
    typed = request.POST.get("agent_number", "")[: filling.AGENT_NUMBER_MAX]
    draft = Draft(raw, card_id, asker, assurance, typed if asker.kind in BY_MANDATE else "")
    return _to_check(request, window, service, case_number, draft)


def _card_of(written: QueryDict) -> str | None:
    """Whatever stands there is kept with the draft, so no more than a card's id can be."""
    return written.get("card", "")[:CARD_ID_MAX] or None


def _own_draft(window: Window, service: Service[Any], card_id: str | None) -> Draft:
    """What is there to check where the form would ask nothing."""
    return Draft({}, card_id, window.asker_for(service), window.assurance)


def _to_check(
    request: HttpRequest, window: Window, service: Service[Any], case_number: str, draft: Draft
) -> HttpResponse:
    drafts.keep(request, window, service.code, case_number, draft)
    return HttpResponseRedirect(window.check_path(service.code, case_number))


def _direct(request: HttpRequest, window: Window, service: Service[Any], ask: Ask) -> HttpResponse:
    if filling.asks_confirmation(service) and request.POST.get("confirmed") != "on":
        raise NotUnderstood((*_not_understood(service, ask), UNCONFIRMED))
    return concluded(request, window, service, ask, serve(ask))


def _not_understood(service: Service[Any], ask: Ask) -> tuple[FieldFault, ...]:
    """What else is to be put right, so that it is told at once and not after the confirmation."""
    try:
        prepare(service, ask.answers, ask.region, day_of(deployment.now()))
    except NotUnderstood as not_understood:
        return not_understood.faults
    return ()
