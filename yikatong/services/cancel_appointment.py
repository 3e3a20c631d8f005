"""取消预约: give the seat back to others."""

from collections.abc import Iterable
from dataclasses import dataclass

from yikatong.cards.card import Tenure
from yikatong.cards.events import AppointmentCancelled, Event
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.issuing import appointed
from yikatong.catalogue.service import Service
from yikatong.policies import parameters as p


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Nothing is asked: a card has one appointment at most."""


cancel_appointment = Service(
    code="cancel_appointment",
    name="取消预约",
    summary="不能按时去领卡，或要改时间，先取消原来的预约。",
    asks=Asked,
    channels={
        Channel.PORTAL: Assurance.CODE, Channel.HOTLINE: Assurance.CLAIMED, Channel.DESK: Assurance.CLAIMED,
        Channel.KIOSK: Assurance.CODE, Channel.FIELD: Assurance.CLAIMED,
    },
    askers=frozenset({AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN}),
    card=(Tenure.COMING,),
    by_mandate_here=p.collect_by_agent,
    policies=(p.collect_by_agent,),
    prominence=30,
    synonyms=("改时间", "退预约", "改期"),
)  # fmt: skip


@cancel_appointment.refuses("这张卡没有有效的领卡预约，不需要取消。", next=("book_collection", "track"))
def nothing_booked(case: Case[Asked]) -> bool:
    return appointed(case) is None


@cancel_appointment.grants("预约已取消，可以另选时间。", next=("book_collection",))
def give_back(case: Case[Asked]) -> Iterable[Event]:
    booked = appointed(case)
    if booked:
        yield AppointmentCancelled(appointment_id=booked.appointment_id)
