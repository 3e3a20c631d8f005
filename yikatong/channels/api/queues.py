"""What waits: cards by stage, the longest waiting first, without their holders' names."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from yikatong.cards.stages import WAITING_FOR_REVIEW, Stage
from yikatong.catalogue.channels import Channel
from yikatong.channels.api import openapi as o
from yikatong.channels.api.caller import caller_in, only_through
from yikatong.channels.api.problems import Problem, written
from yikatong.channels.api.query import unfit
from yikatong.channels.api.schemas import component
from yikatong.office import desk_queue
from yikatong.policies import articles

QUEUES: dict[str, tuple[Stage, ...]] = {
    "review": tuple(sorted(WAITING_FOR_REVIEW)),
    "bank": (Stage.BANK_OPENING, Stage.BANK_REJECTED),
    "plant": (Stage.BATCHED, Stage.MAKING, Stage.PERSONALISED, Stage.REMAKE),
    "delivery": (Stage.PROVINCE_RELEASED, Stage.CITY_RECEIVED, Stage.MAILING),
    "collection": (Stage.READY,),
    "returned": (Stage.PHOTO_RETURNED, Stage.RETURNED),
}


def queue(request: HttpRequest, queue: str) -> HttpResponse:
    """One page; ``after`` is what the page before gave, a place in the order rather than a count."""
    caller = caller_in(request)
    only_through(caller, Channel.OFFICER, Channel.DESK)
    if queue not in QUEUES:
        raise Problem(404, "queue_unknown", "没有这个待办队列。")
    stages = tuple(stage.value for stage in QUEUES[queue])
    found = desk_queue.queue(stages, caller.region, _place(request.GET.get("after")))
    full = len(found) == desk_queue.QUEUE_PAGE
    page = {"cards": [asdict(card) for card in found], "after": _cursor(found[-1]) if full else None}
    return HttpResponse(written(page), content_type="application/json")


def _cursor(last: desk_queue.Queued) -> str:
    return urlsafe_b64encode(f"{last.stage_at.isoformat()} {last.card_id}".encode()).decode().rstrip("=")


def _place(cursor: str | None) -> tuple[datetime, str] | None:
    """Errors: NotUnderstood for what no page gave."""
    if not cursor:
        return None
    try:
        moment, card_id = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").split(" ")
        at = datetime.fromisoformat(moment)
    except (ValueError, binascii.Error):
        raise unfit("after", "不是上一页给出的值。") from None
    if at.tzinfo is None or at.year < 1900 or at.year > 9000 or not card_id.isprintable():
        raise unfit("after", "不是上一页给出的值。")
    return at, card_id


def add_queues(api: NinjaAPI) -> None:
    cards = {"type": "array", "items": component(desk_queue.Queued)}
    shape = o.page(cards=cards, after={"type": ["string", "null"]})
    extra = o.reads(shape, o.query("after", "上一页给出的after"))
    basis = o.legal_basis("经办机构办理业务", articles.AGENCY_REGISTRATION, articles.AGENCY_GRADED_REVIEW)
    words = f"待办队列：{'、'.join(QUEUES)}"
    api.get("/queues/{queue}", operation_id="queue", summary="待办队列", description=words, tags=["经办"],
            openapi_extra={**extra, "x-legal-basis": basis})(queue)  # fmt: skip
