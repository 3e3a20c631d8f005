"""What the services between application and collection share: where, when, the making, the old card's end."""

import re
from calendar import isleap
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from yikatong.cards.card import Reason
from yikatong.cards.directory import Outlet
from yikatong.cards.events import CardMade, Event, FunctionCancelled, PersonRegistered
from yikatong.cards.identity import IdNumber, age_on
from yikatong.cards.person import Appointment
from yikatong.cards.stages import Stage, in_issuing_phase
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance
from yikatong.catalogue.moments import CHINA, day_of
from yikatong.policies import parameters as p
from yikatong.policies import regions

ENDS_ON = {Reason.REPLACEMENT: p.old_card_ends_on_replacement, Reason.RENEWAL: p.old_card_ends_on_renewal}
ENDS_POLICIES = (*ENDS_ON.values(),)
ENDING_MOMENTS = ("made", "collected", "enabled")
CARD_NO = re.compile(r"[A-Z][A-Z0-9]{8}")


def issued(case: Case[Any]) -> bool:
    """Whether the card has reached the issuing phase (发卡阶段) of its place."""
    return in_issuing_phase(case.card.stage, Stage(case.value(p.issuing_phase_from)))


def appointed(case: Case[Any]) -> Appointment | None:
    """The appointment for this card, today or later: one of yesterday has lapsed by itself."""
    booked = case.person.appointment(case.card.card_id)
    return booked if booked and day_of(booked.at) >= case.today else None


def is_alone_under(case: Case[Any], years: int) -> bool:
    """Whether a holder younger than ``years`` asks by himself and not at a counter."""
    number, known = case.outside.id_number, case.person.known
    born_on = case.person.born_on if known else (number.born_on if number else None)
    alone = case.asker.kind is AskerKind.HOLDER and case.assurance is not Assurance.PRESENT
    return alone and born_on is not None and age_on(born_on, case.today) < years


def registered(number: IdNumber, name: str, mobile: str, address: str | None) -> PersonRegistered:
    """A person unknown so far, as from this act."""
    born_on = number.born_on.isoformat() if number.born_on else ""
    return PersonRegistered(
        id_kind=number.kind, name=name, id_number=number.number, mobile=mobile, address=address or "", born_on=born_on
    )


def bank_absent(case: Case[Any], bank: str) -> bool:
    """Whether the bank is unknown or has no outlet in the province asked about."""
    return not any(o.bank == bank and o.region[:2] == case.region[:2] for o in case.directory.outlets.values())


def outlet_fault(case: Case[Any], code: str, bank: str) -> str | None:
    """Why a card of ``bank`` for this region cannot be collected at the outlet, in Chinese; None if it can."""
    outlet = case.directory.outlets.get(code)
    if outlet is None:
        return "没有查到这个网点"
    if outlet.region[:2] != case.region[:2]:
        return f"{outlet.name}不在{regions.name(case.region[:2])}"
    if outlet.bank not in (None, bank):
        return f"{outlet.name}属于另一家银行"
    return None if "collect" in outlet.services else f"{outlet.name}不办理领卡"


def card_made(case: Case[Any], card_no: str) -> CardMade:
    """The card made today, valid for the years that the place has set."""
    until = years_after(case.today, case.value(p.card_valid_years))
    return CardMade(card_id=case.card.card_id, card_no=card_no, issued_on=case.today, valid_until=until)


def years_after(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes the 28th where the year has none."""
    year = day.year + years
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) and not isleap(year) else day.day)


def predecessor_ends(case: Case[Any], moment: str) -> Iterable[Event]:
    """The old card's end, where the place lets it end at ``moment`` (made, collected, enabled) or before it."""
    card, parameter = case.card, ENDS_ON.get(case.card.reason)
    before = case.person.card(card.predecessor) if card.predecessor else None
    if before is None or before.ended or parameter is None:
        return
    if ENDING_MOMENTS.index(case.value(parameter)) <= ENDING_MOMENTS.index(moment):
        yield FunctionCancelled(card_id=before.card_id, ground="replaced")


def is_open(outlet: Outlet, at: datetime, minutes: int = 0) -> bool:
    """Whether the outlet is open at ``at`` and for ``minutes`` more, public holidays not considered."""
    local = at.astimezone(CHINA)
    until = _minute(local.time()) + minutes
    within = outlet.opens <= local.time() < outlet.closes and until <= _minute(outlet.closes)
    return local.isoweekday() in outlet.weekdays and within


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def hours_words(outlet: Outlet) -> str:
    """周一、周二9:00至17:00."""
    days = "、".join("一二三四五六日"[day - 1] for day in outlet.weekdays)
    return f"周{days}{outlet.opens:%-H:%M}至{outlet.closes:%-H:%M}"
