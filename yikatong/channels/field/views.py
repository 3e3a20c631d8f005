"""The day's list, one visit with its form, the shell without signal, and the service worker."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yikatong import __version__
from yikatong.cards.visits import VisitOutcome
from yikatong.catalogue.answers import FieldFault, NotUnderstood
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.moments import CHINA, day_of
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive.drafts import new_case_number
from yikatong.channels.derive.entries import menu_entries
from yikatong.channels.derive.guard import staffed
from yikatong.channels.derive.screens import page
from yikatong.channels.field import recording
from yikatong.channels.field.services import visit_window
from yikatong.channels.field.tasks import day_chips, task_view
from yikatong.office import deployment, visits
from yikatong.office.ask import Stale
from yikatong.office.desk_queue import open_dossier
from yikatong.office.staff import Posting

ASSETS = (
    "derive/yikatong.css", "field/field.css", "field/store.js", "field/lock.js", "field/photo.js", "field/send.js",
    "field/form.js", "field/day.js",
)  # fmt: skip


@require_safe
@staffed(Channel.FIELD)
def day(request: HttpRequest, posting: Posting) -> HttpResponse:
    today = day_of(deployment.now())
    chosen = _day(request.GET.get("day", "")) or today
    tasks = visits.day_list(posting, chosen, request.GET.get("after", "")[:40])
    more = tasks[-1].visit_id if len(tasks) == visits.PAGE else ""
    return _day_page(
        request, title=_("上门服务"), posting=posting, tasks=[task_view(t) for t in tasks], more=more,
        chips=day_chips(visits.counts(posting), chosen), chosen=chosen.isoformat(), chosen_words=words_of(chosen),
        today=chosen == today,
    )  # fmt: skip


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The same page without anybody on it: what the telephone shows when there is no signal."""
    return _day_page(request, title=_("上门服务"), posting=None, tasks=(), today=True, alone=True)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    assets = [static(name) for name in ASSETS]
    version = sha256("|".join((__version__, *assets)).encode()).hexdigest()[:12]
    shown = {"assets": assets, "version": version}
    response = render(request, "field/sw.js", shown, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@staffed(Channel.FIELD)
def visit(request: HttpRequest, posting: Posting, visit_id: str) -> HttpResponse:
    if request.method != "POST":
        return _visit_page(request, posting, visit_id)
    if request.POST.get("dropped") in recording.DROP_REASONS:
        visits.note_dropped(posting, visit_id, request.POST["dropped"])
        return page(
            request,
            "field/dropped.html",
            title=_("已放弃这份记录"),
            words=recording.DROP_REASONS[request.POST["dropped"]],
        )
    answers = recording.read_answers(request)
    version = recording.version_of(request.POST.get("version", ""))
    try:
        view, _outcome = recording.record(posting, visit_id, answers, request.POST.get("case_number", ""), version)
    except NotUnderstood as fault:
        return _visit_page(request, posting, visit_id, fault.faults, answers)
    except Stale:
        return _conflict(request, posting, visit_id, answers, version or 0)
    return page(request, "field/recorded.html", title=view.title, view=view, visit=visit_id)


def _visit_page(
    request: HttpRequest,
    posting: Posting,
    visit_id: str,
    faults: tuple[FieldFault, ...] = (),
    answers: dict[str, Any] | None = None,
) -> HttpResponse:
    task = visits.open_visit(posting, visit_id)
    window = visit_window(posting, task)
    dossier = open_dossier(task.person_id, window.visitor, "visit")
    entries = [e for e in menu_entries(dossier.openings, window, dossier.person) if e.line.open]
    return page(
        request, "field/visit.html", 422 if faults else 200, title=_("上门服务"), task=task_view(task), menu=entries,
        faults=faults, wrong={f.field: f"{f.words}{f.cure}" for f in faults}, answers=answers or {},
        **_form(request),
    )  # fmt: skip


def _form(request: HttpRequest) -> dict[str, Any]:
    now = deployment.now().astimezone(CHINA)
    return {
        "outcomes": [(o.value, o.words) for o in VisitOutcome], "now": f"{now:%Y-%m-%dT%H:%M}",
        "case_number": request.POST.get("case_number") or new_case_number(),
        "drop_reasons": recording.DROP_REASONS.items(),
    }  # fmt: skip


def _conflict(
    request: HttpRequest, posting: Posting, visit_id: str, answers: dict[str, Any], version: int
) -> HttpResponse:
    """Both sides, and the choice. A photo cannot be carried through a page: it has to be chosen again."""
    task = visits.any_visit(posting, visit_id)
    present, acts = visits.since(posting, task.person_id, version)
    mine = {name: value for name, value in answers.items() if isinstance(value, str) and value}
    return page(
        request, "field/conflict.html", 412, title=_("档案有了变化"), task=task_view(task), present=present,
        since=[(a.name, a.words, words_of(a.at)) for a in acts], mine=mine, photo_lost=bool(answers.get("photo")),
        outcome=VisitOutcome(mine["outcome"]).words, **_form(request),
    )  # fmt: skip


def _day_page(request: HttpRequest, **shown: Any) -> HttpResponse:
    scripts = [name for name in ASSETS if name.endswith(".js")]
    return page(request, "field/day.html", scripts=scripts, **_form(request), **shown)


def _day(written: str) -> date | None:
    try:
        return datetime.strptime(written, "%Y-%m-%d").date()
    except ValueError:
        return None
