"""What a worker found at the door, from a form or from the telephone's queue, to one ask at the counter."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from yikatong.catalogue.channels import Asker, AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import fields_of
from yikatong.channels.derive.answer import AnswerView, answer_view
from yikatong.channels.derive.drafts import case_number_of
from yikatong.office import visits
from yikatong.office.ask import Ask, Outcome
from yikatong.office.counter import serve
from yikatong.office.prepare import PHOTO_BYTES_MAX
from yikatong.office.staff import Posting
from yikatong.services import catalogue

SERVICE = "record_visit"
KNOWN = frozenset({"visit", "region"})  # said by the address, not by the form
DROP_REASONS = {
    "visit_dropped_done": "已由他人办理",
    "visit_dropped_wrong": "内容填写有误",
    "visit_dropped_again": "改日再上门",
}


def record(
    posting: Posting, visit_id: str, answers: Mapping[str, Any], case_number: str, version: int | None
) -> tuple[AnswerView, Outcome]:
    """Ask the counter. Errors: NotUnderstood, CounterFault (Stale where the dossier is not as the worker saw it)."""
    person_id, region = visits.place_of(posting, visit_id)
    seen = str(answers.get("document_seen", "")).lower() == "true"
    ask = Ask(
        service=SERVICE, answers={**answers, "visit": visit_id, "region": region}, channel=Channel.FIELD,
        assurance=Assurance.PRESENT if seen else Assurance.NONE, client=posting.client, about=person_id,
        asker=Asker(AskerKind.OFFICER, posting.actor), region=region, case_number=case_number_of(case_number),
        actor=posting.actor, scope=posting.region, version=version,
    )  # fmt: skip
    outcome = serve(ask)
    return answer_view(catalogue()[SERVICE], outcome), outcome


def read_answers(request: HttpRequest) -> dict[str, Any]:
    """The raw answers of the plain form; of a photo no more is read than shows that it is too large."""
    raw: dict[str, Any] = {}
    for field in fields_of(catalogue()[SERVICE].asks):
        if field.kind.uploaded:
            file = request.FILES.get(field.name)
            raw[field.name] = file.read(PHOTO_BYTES_MAX + 1) if file else None
        elif field.name not in KNOWN:
            raw[field.name] = request.POST.get(field.name, "")
    return raw


def version_of(written: object) -> int | None:
    """The version that the worker saw, None where it is not said."""
    text = str(written)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
