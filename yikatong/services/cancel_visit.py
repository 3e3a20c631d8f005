"""取消上门服务: whoever asked for a visit may call it off."""

from collections.abc import Iterable
from dataclasses import dataclass

from yikatong.cards.events import Event, VisitCancelled
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Nothing is asked: nobody has more than one visit to come."""


cancel_visit = Service(
    code="cancel_visit",
    name="取消上门服务",
    summary="不需要上门，或要改时间，先取消原来约好的上门服务。",
    asks=Asked,
    channels={
        Channel.PORTAL: Assurance.CODE, Channel.HOTLINE: Assurance.CLAIMED, Channel.DESK: Assurance.CLAIMED,
        Channel.FIELD: Assurance.CLAIMED,
    },
    askers=frozenset({AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN}),
    card=(),
    synonyms=("不用上门", "上门改时间", "退上门"),
)  # fmt: skip


@cancel_visit.refuses("没有约好的上门服务，不需要取消。", next=("request_visit",))
def nothing_requested(case: Case[Asked]) -> bool:
    return not any(v.open for v in case.person.visits)


@cancel_visit.grants("上门服务已取消，编号{visit_id}。需要时可以再约。", next=("request_visit",))
def cancel(case: Case[Asked]) -> Iterable[Event]:
    for visit in case.person.visits:
        if visit.open:
            yield VisitCancelled(visit_id=visit.visit_id)
