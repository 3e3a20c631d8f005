"""What the telephone fetches and sends in the background, as JSON. One record a request, each repeatable safely."""

import json
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_POST, require_safe

from yikatong.cards.identity import InputFault
from yikatong.catalogue.answers import NotUnderstood
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.terms import words_of
from yikatong.channels.derive.guard import staffed
from yikatong.channels.field.recording import DROP_REASONS, version_of
from yikatong.channels.field.recording import record as make_record
from yikatong.channels.field.tasks import spoken, task_view
from yikatong.office import deployment, visits
from yikatong.office.ask import CounterFault, Stale
from yikatong.office.staff import Posting

PAGES_MAX = 5


@require_safe
@staffed(Channel.FIELD)
def day(request: HttpRequest, posting: Posting) -> HttpResponse:
    """Today's visits to be kept on the telephone, and the token with which records are sent."""
    today, tasks = day_of(deployment.now()), list[visits.Task]()
    for _ in range(PAGES_MAX):
        page = visits.day_list(posting, today, tasks[-1].visit_id if tasks else "", "visit_taken")
        tasks.extend(page)
        if len(page) < visits.PAGE:
            break
    told = [asdict(task_view(task)) for task in tasks]
    kept, queued = visits.kept_hours(posting)
    return _reply({"csrf": get_token(request), "tasks": told, "kept_hours": kept, "queue_hours": queued})


@require_POST
@staffed(Channel.FIELD)
def record(request: HttpRequest, posting: Posting) -> HttpResponse:
    """One record out of the queue."""
    try:
        sent = _object(request)
        visit_id, answers = str(sent.get("visit", ""))[:40], sent.get("answers")
        if not isinstance(answers, dict):
            raise InputFault("record_unreadable", "上门记录的格式不正确。", "请重新填写。")
        return _recorded(posting, visit_id, answers, sent)
    except NotUnderstood as fault:
        return _fault(
            422,
            "answers_not_understood",
            [f"{spoken(f.label)}：{spoken(f.words)}{spoken(f.cure)}" for f in fault.faults],
        )
    except InputFault as fault:
        return _fault(422, fault.code, [str(fault)])
    except CounterFault as fault:
        return _fault(fault.status, fault.code, [spoken(fault.words)])


def _recorded(posting: Posting, visit_id: str, answers: dict[str, Any], sent: dict[str, Any]) -> HttpResponse:
    version = version_of(sent.get("version"))
    try:
        view, outcome = make_record(posting, visit_id, answers, str(sent.get("case_number", "")), version)
    except Stale:
        return _conflict(posting, visit_id, version or 0)
    if view.granted:
        return _reply({"result": "granted", "reference": outcome.reference, "words": [spoken(view.words)]})
    reasons = [" ".join(spoken(w) for w in (r.words, *(n.words for n in r.next))) for r in view.reasons]
    return _reply({"result": "refused", "words": reasons}, 409)


def _conflict(posting: Posting, visit_id: str, version: int) -> HttpResponse:
    """Both sides are shown on the telephone: it knows what was written, this is what happened meanwhile."""
    person_id, _ = visits.place_of(posting, visit_id)
    present, acts = visits.since(posting, person_id, version)
    told = [{"name": spoken(a.name), "words": spoken(a.words), "at": spoken(words_of(a.at))} for a in acts]
    return _reply({"result": "conflict", "version": present, "since": told}, 412)


@require_POST
@staffed(Channel.FIELD)
def dropped(request: HttpRequest, posting: Posting) -> HttpResponse:
    """A record that the worker gives up, with the reason."""
    try:
        sent = _object(request)
        reason = str(sent.get("reason"))
        if reason not in DROP_REASONS:
            raise InputFault("drop_reason", "没有选择放弃的理由。", "请选择理由。")
        visits.note_dropped(posting, str(sent.get("visit", ""))[:40], reason)
    except InputFault as fault:
        return _fault(422, fault.code, [str(fault)])
    except CounterFault as fault:
        return _fault(fault.status, fault.code, [spoken(fault.words)])
    return _reply({"result": "dropped", "words": [spoken(DROP_REASONS[reason])]})


def _object(request: HttpRequest) -> dict[str, Any]:
    """Errors: InputFault for anything but a JSON object."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise InputFault("record_unreadable", "上门记录的格式不正确。", "请重新填写。")
    return sent


def _fault(status: int, code: str, words: list[str]) -> HttpResponse:
    return _reply({"result": "fault", "code": code, "words": words}, status)


def _reply(told: dict[str, Any], status: int = 200) -> HttpResponse:
    response = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store, private"
    return response
