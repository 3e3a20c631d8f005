"""预约领卡: one seat of a half hour at the outlet where the card lies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from yikatong.cards.card import Tenure
from yikatong.cards.events import AppointmentBooked, AppointmentCancelled, Event
from yikatong.cards.stages import Stage
from yikatong.catalogue.card_kinds import OutletCode
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.issuing import appointed, hours_words, is_open, issued
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.moments import CHINA, day_of
from yikatong.catalogue.service import Facts, Service
from yikatong.policies import parameters as p

NOT_AT_OUTLET = frozenset({Stage.MAILING, Stage.RETURNED, Stage.COLLECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    at: Annotated[datetime, Label("领卡时间", "网点开放时间内的整点或半点。")]
    outlet: Annotated[OutletCode | None, Label("领卡网点", "不填则为卡片所在网点。")] = None


book_collection = Service(
    code="book_collection",
    name="预约领卡",
    summary="须预约领卡的地区，卡片进入发卡阶段后先约好时间，再到网点领取。",
    asks=Asked,
    channels={
        Channel.PORTAL: Assurance.CODE, Channel.HOTLINE: Assurance.CLAIMED, Channel.DESK: Assurance.CLAIMED,
        Channel.KIOSK: Assurance.CODE, Channel.FIELD: Assurance.CLAIMED,
    },
    askers=frozenset({AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN}),
    card=(Tenure.COMING,),
    by_mandate_here=p.collect_by_agent,
    policies=(
        p.issuing_phase_from, p.collect_appointment_required, p.collect_only_where_made, p.collect_by_agent,
        p.appointment_days_ahead_max, p.appointment_slots_per_half_hour,
    ),
    undone_by="cancel_appointment",
    prominence=46,
    synonyms=("领卡预约", "约时间", "预约领取"),
)  # fmt: skip


def outlet_of(case: Case[Asked]) -> str:
    return case.asked.outlet or case.card.outlet


@book_collection.refuses("本地领卡不需要预约，请直接前往{outlet_words}。", next=("collect",),
                         because=p.collect_appointment_required)  # fmt: skip
def appointment_not_needed(case: Case[Asked]) -> bool:
    return not case.value(p.collect_appointment_required)


@book_collection.refuses("卡片还没有进入发卡阶段，现在是“{stage}”。", next=("track",), because=p.issuing_phase_from)
def not_issued_yet(case: Case[Asked]) -> bool:
    return not issued(case)


@book_collection.refuses("卡片现在是“{stage}”，不在网点，不能预约领取。", next=("track", "call_12333"))
def not_at_outlet(case: Case[Asked]) -> bool:
    return case.card.stage in NOT_AT_OUTLET


@book_collection.refuses("您已预约{booked}，要改时间请先取消。", next=("cancel_appointment", "track"))
def already_booked(case: Case[Asked]) -> bool | Facts:
    booked = appointed(case)
    return booked is not None and {"booked": booked.at}


@book_collection.refuses("卡片在{outlet_words}，只能预约到那里领取。", next=("find_outlet", "register_mandate"),
                         because=p.collect_only_where_made, field="outlet")  # fmt: skip
def wrong_outlet(case: Case[Asked]) -> bool:
    return case.value(p.collect_only_where_made) and outlet_of(case) != case.card.outlet


@book_collection.refuses(
    "没有查到这个网点的开放时间，请拨打12333预约。", next=("call_12333", "find_outlet"), field="outlet"
)
def outlet_unknown(case: Case[Asked]) -> bool:
    return outlet_of(case) not in case.directory.outlets


@book_collection.refuses("网点这个时间不受理，请选{hours}之间的整点或半点。", next=("book_collection",), field="at")
def slot_closed(case: Case[Asked]) -> bool | Facts:
    """The whole half hour must lie within the opening hours."""
    outlet, at = case.directory.outlets.get(outlet_of(case)), case.asked.at.astimezone(CHINA)
    if outlet is None:
        return False
    on_grid = at.minute in (0, 30) and at.second == at.microsecond == 0
    return not (on_grid and is_open(outlet, at, 30)) and {"hours": hours_words(outlet)}


@book_collection.refuses("这个时间已经过去，请选以后的时间。", next=("book_collection",), field="at")
def slot_past(case: Case[Asked]) -> bool:
    return case.asked.at <= case.now


@book_collection.refuses("最多提前{appointment_days_ahead_max}预约。", next=("book_collection",),
                         because=p.appointment_days_ahead_max, field="at")  # fmt: skip
def too_far_ahead(case: Case[Asked]) -> bool:
    return (day_of(case.asked.at) - case.today).days > case.value(p.appointment_days_ahead_max)


def free_seat(case: Case[Asked]) -> int | None:
    seats = range(case.value(p.appointment_slots_per_half_hour))
    return next((seat for seat in seats if seat not in case.outside.seats_taken), None)


@book_collection.refuses("这半小时已约满，请选其他时间。", next=("book_collection",),
                         because=p.appointment_slots_per_half_hour, field="at")  # fmt: skip
def slot_full(case: Case[Asked]) -> bool:
    return free_seat(case) is None


def booked_words(case: Case[Asked]) -> str:
    return "已预约{at}到" + case.directory.outlet_words(outlet_of(case)) + "领卡。请携带有效身份证件。"


@book_collection.grants(booked_words, next=("collect", "cancel_appointment"))
def book(case: Case[Asked]) -> Iterable[Event]:
    """An appointment that was missed is cleared away with the new one."""
    missed, seat = case.person.appointment(case.card.card_id), free_seat(case)
    if missed:
        yield AppointmentCancelled(appointment_id=missed.appointment_id)
    yield AppointmentBooked(
        appointment_id=case.outside.reference, card_id=case.card.card_id, outlet=outlet_of(case),
        at=case.asked.at, seat=seat or 0,
    )  # fmt: skip
