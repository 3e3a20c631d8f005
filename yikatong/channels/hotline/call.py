"""The call that lasts at this browser: one at a time, begun when a record was found, over when the clerk says so."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from yikatong.channels.derive import caller
from yikatong.office import calls, deployment
from yikatong.office.calls import CallOutcome
from yikatong.office.staff import Posting

PLACE = "call"


@dataclass(frozen=True, slots=True)
class Ongoing:
    """About whom, and since when."""

    person_id: str
    began_at: datetime


def ongoing(request: HttpRequest) -> Ongoing | None:
    kept = request.session.get(PLACE)
    return Ongoing(kept["person"], datetime.fromisoformat(kept["began"])) if kept else None


def take(request: HttpRequest, posting: Posting, person_id: str) -> None:
    """A call about this person begins, unless it lasts already; another one that lasted is over. Errors: OutOfScope."""
    lasting = ongoing(request)
    if lasting and lasting.person_id == person_id:
        return
    hang_up(request, posting)
    began_at = calls.begin(person_id, posting)
    request.session[PLACE] = {"person": person_id, "began": began_at.isoformat(), "within": _limit()}


def next_caller(request: HttpRequest, posting: Posting) -> None:
    """Whoever searches after somebody was verified has the next caller on the line. Searching twice for one whose
    proof is still asked for is one call."""
    if "callers" in request.session:
        hang_up(request, posting)


def passed(request: HttpRequest, person_id: str) -> None:
    """The caller was verified; the quarter of an hour begins now."""
    caller.verified(request, person_id)
    request.session[PLACE] = {**request.session[PLACE], "within": _limit()}


def hang_up(request: HttpRequest, posting: Posting) -> CallOutcome | None:
    """End what lasts, and with it the verification. A call that was left open ended when its time was up."""
    caller.forget(request)
    lasting = ongoing(request)
    if lasting is None:
        return None
    overdue = max(0.0, time.time() - request.session[PLACE]["within"])
    outcome = calls.end(
        lasting.person_id, posting, lasting.began_at, deployment.now() - timedelta(seconds=overdue)
    )  # fmt: skip
    del request.session[PLACE]
    return outcome


def _limit() -> int:
    return int(time.time()) + caller.VERIFIED_FOR_S
