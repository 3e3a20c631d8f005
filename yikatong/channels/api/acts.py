"""Every service that can be asked, each at an address of its own: ``POST /acts/report_loss``."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import BY_MANDATE, Channel
from yikatong.catalogue.decide import Refused
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.service import Finding, Service
from yikatong.channels.api import openapi
from yikatong.channels.api.caller import caller_in
from yikatong.channels.api.envelope import read_ask
from yikatong.channels.api.problems import refused, too_often, written
from yikatong.channels.api.reading import read_object
from yikatong.channels.derive.answer import AnswerView, Step, Why, answer_view
from yikatong.office import counter, deployment, limits
from yikatong.office.ask import Ask, Outcome, OutOfScope, ServiceUnknown
from yikatong.services import catalogue


@dataclass(frozen=True, slots=True)
class Act:
    """What was done or found out. ``reference`` is the receipt's number, empty where nothing was written."""

    reference: str
    service: str
    title: str
    words: str
    why: tuple[Why, ...]
    next: tuple[Step, ...]
    findings: tuple[Finding, ...]
    at: str
    at_words: str
    region: str
    place: str
    hotline: str


def add_acts(api: NinjaAPI) -> None:
    """One operation for each service that can be asked one at a time; a roll goes to ``/batches``."""
    for service in catalogue().values():
        if service.share is None:
            extra = openapi.act_operation(service)
            api.post(f"/acts/{service.code}", operation_id=service.code, summary=service.name, tags=["办理"],
                     description=service.summary, openapi_extra=extra)(_asking(service))  # fmt: skip
    api.post("/acts/{code}", include_in_schema=False, operation_id="act_unknown")(unknown)


def unknown(request: HttpRequest, code: str) -> HttpResponse:
    raise ServiceUnknown


def _asking(service: Service[Any]) -> Callable[[HttpRequest], HttpResponse]:
    def ask(request: HttpRequest) -> HttpResponse:
        asked = read_ask(request, read_object(request), service, caller_in(request), day_of(deployment.now()))
        _check_target(asked)
        return reply(service, asked, counter.serve(asked))

    return ask


def _check_target(ask: Ask) -> None:
    """However many clients take part, one person is not asked about without end."""
    if ask.about is None:
        return
    key = ask.about.number if isinstance(ask.about, IdNumber) else ask.about
    if waiting := limits.wait_s("person", key):
        raise too_often(waiting)


def reply(service: Service[Any], ask: Ask, outcome: Outcome) -> HttpResponse:
    """The answer as JSON. Errors: Problem 409 with the refusals, OutOfScope for nobody to be seen."""
    view = answer_view(service, outcome)
    if not view.granted:
        raise refused(_tellable(view, ask, outcome))
    act = Act(
        outcome.reference, service.code, view.title, view.words, view.why, view.next, view.findings,
        outcome.at.isoformat(), view.at, outcome.region, view.place, view.hotline,
    )  # fmt: skip
    response = HttpResponse(written(asdict(act)), content_type="application/json")
    response.reference = outcome.reference  # for the log line
    if outcome.person is not None and outcome.person.known:
        response["ETag"] = f'"{outcome.person.version}"'
    if outcome.replayed:
        response["Idempotent-Replay"] = "true"
    return response


def _tellable(view: AnswerView, ask: Ask, outcome: Outcome) -> AnswerView:
    """The refusal without what would tell a stranger whether somebody is known here.

    Nobody is told apart from somebody elsewhere; without a mandate on the portal nothing is said of the person.
    """
    if not isinstance(outcome.decision, Refused):
        return view
    codes = {reason.code for reason in view.reasons}
    unseen = outcome.person is not None and not outcome.person.known
    if ask.channel is not Channel.PORTAL and unseen and ("person_unknown" in codes or isinstance(ask.about, str)):
        raise OutOfScope
    if ask.channel is Channel.PORTAL and ask.asker.kind in BY_MANDATE and "mandate_missing" in codes:
        alone = tuple(reason for reason in view.reasons if reason.code == "mandate_missing")
        return AnswerView(**{**{n: getattr(view, n) for n in view.__slots__}, "reasons": alone, "place": "", "why": ()})
    return view
