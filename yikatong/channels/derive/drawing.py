"""Drawing a service's form and its answer, for the form's own page and for pages that hold a form."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse

from yikatong.cards.identity import IdNumber
from yikatong.catalogue.answers import FieldFault
from yikatong.catalogue.channels import BY_MANDATE
from yikatong.catalogue.decide import Opening, Refusal
from yikatong.catalogue.service import Service
from yikatong.channels.derive import drafts, filling
from yikatong.channels.derive.answer import answer_view, holder_words
from yikatong.channels.derive.answer_page import answer_page
from yikatong.channels.derive.drafts import Draft
from yikatong.channels.derive.refused import about_fields, faults_of
from yikatong.channels.derive.screens import page
from yikatong.channels.derive.window import Window
from yikatong.office import preview
from yikatong.office.ask import Ask, Outcome
from yikatong.office.done import Done, find_done


def form_page(
    request: HttpRequest,
    window: Window,
    service: Service[Any],
    *,
    opening: Opening | None = None,
    warnings: tuple[str, ...] = (),
    raw: dict[str, Any] | None = None,
    faults: tuple[FieldFault, ...] = (),
    refusals: tuple[Refusal, ...] = (),
    draft: Draft | None = None,
) -> HttpResponse:
    """The form's own page; with faults or refusals it says what is to be put right, and keeps what was typed."""
    card_id = request.POST.get("card") or (draft.card_id if draft else None) or request.GET.get("card") or ""
    if opening is None:
        opening, warnings = preview.opening_of(window.ask(service, card_id=card_id or None))
    faults = (*faults, *faults_of(service, refusals))
    shown = form_parts(request, window, service, opening, card_id, raw, faults, refusals, draft)
    region = opening.card.region if opening.card else ""
    return page(
        request, "derive/form.html", 422 if faults else 200, summary=service.summary, **shown,
        title=f"需要改正：{service.name}" if faults else service.name, name=service.name,
        window=window, warnings=warnings if filling.is_direct(service) else (),
        guide=f"/guides/{service.code}/?region={region}",
    )  # fmt: skip


def form_parts(
    request: HttpRequest,
    window: Window,
    service: Service[Any],
    opening: Opening | None,
    card_id: str = "",
    raw: dict[str, Any] | None = None,
    faults: tuple[FieldFault, ...] = (),
    refusals: tuple[Refusal, ...] = (),
    draft: Draft | None = None,
) -> dict[str, Any]:
    """What ``_form_body.html`` draws: for the form's own page and for pages that hold a form."""
    kept = request.GET.get("case_number") if draft else ""
    return {
        "form": filling.draw(service, window, opening, raw, faults, refusals), "faults": faults, "card_id": card_id,
        "asker": filling.asker_choice(request, service, window, faults, draft), "acts": service.act is not None,
        "direct": service.act is not None and filling.is_direct(service), "seen": filling.was_seen(request, draft),
        "case_number": request.POST.get("case_number") or kept or drafts.new_case_number(),
        "confirming": filling.asks_confirmation(service), "vouching": window.vouches and service.about_person,
        "action": window.service_path(service.code),
    }  # fmt: skip


def concluded(
    request: HttpRequest, window: Window, service: Service[Any], ask: Ask, outcome: Outcome, draft: Draft | None = None
) -> HttpResponse:
    """The form again where other answers would do, else the answer."""
    if refusals := about_fields(outcome.decision):
        return form_page(request, window, service, raw=dict(ask.answers), refusals=refusals, draft=draft)
    return answered(request, window, outcome, service, ask=ask)


def answered(
    request: HttpRequest,
    window: Window,
    outcome: Outcome,
    service: Service[Any],
    mandated: bool = False,
    ask: Ask | None = None,
    done: Done | None = None,
) -> HttpResponse:
    """The four parts of an answer: what, why, what next, under which reference."""
    if done is None and outcome.reference and ask is not None:
        done = find_done(ask)
    outcome = done.outcome if done else outcome
    view, window = answer_view(service, outcome), _registered(window, outcome)
    for_others = window.vouches and bool(service.askers & BY_MANDATE) and not mandated
    mandate = for_others and not view.granted and request.method == "GET"
    return page(
        request, "derive/answer.html", title=view.title, name=service.name, window=window, acts=service.act is not None,
        answer=answer_page(view, window, request.get_full_path(), done), holder=holder_words(outcome),
        by_mandate=f"{window.service_path(service.code)}?by=agent" if mandate else "",
    )  # fmt: skip


def _registered(window: Window, outcome: Outcome) -> Window:
    """Whoever was new to this post has a dossier now, and pages under its own handle."""
    person = outcome.person
    if window.scope is None or not isinstance(window.about, IdNumber) or not (outcome.reference and person):
        return window
    handle = person.person_id
    return replace(window, about=handle, handle=handle, base=f"{window.public}people/{handle}/")
