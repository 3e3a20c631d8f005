"""The steps of which lives are made: each one ask at the counter, some days after the one before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yikatong.catalogue.channels import AskerKind, Assurance, Channel

PIN = "285714"
WRONG_PIN = "314159"


@dataclass(frozen=True, slots=True)
class Step:
    """``days`` after the step before. ``answers`` may hold marks that the teller replaces: see :mod:`…city.teller`."""

    days: float
    service: str
    channel: Channel
    answers: Mapping[str, Any] = field(default_factory=dict)
    asker: AskerKind = AskerKind.HOLDER
    assurance: Assurance = Assurance.PRESENT
    wants: bool = True


def by_officer(days: float, service: str, **answers: Any) -> Step:
    return Step(days, service, Channel.OFFICER, answers, AskerKind.OFFICER, Assurance.NONE)


def by_bank(days: float, service: str, **answers: Any) -> Step:
    return Step(days, service, Channel.BANK, answers, AskerKind.PARTY)


def at_bank(days: float, service: str, **answers: Any) -> Step:
    """The holder in person at the bank's counter."""
    return Step(days, service, Channel.BANK, answers)


def by_plant(days: float, **answers: Any) -> Step:
    return Step(days, "record_production", Channel.PLANT, answers, AskerKind.PARTY, Assurance.NONE)


def at_desk(days: float, service: str, **answers: Any) -> Step:
    return Step(days, service, Channel.DESK, answers)


def online(days: float, service: str, **answers: Any) -> Step:
    return Step(days, service, Channel.PORTAL, answers, assurance=Assurance.FACE)


def on_phone(days: float, service: str, **answers: Any) -> Step:
    return Step(days, service, Channel.HOTLINE, answers, assurance=Assurance.CLAIMED)


APPLIED = (online(0, "apply", **{"$": "application"}),)
REVIEWED = (*APPLIED, by_officer(1, "review_application", verdict="approve"))
BATCHED = (*REVIEWED, by_bank(1, "record_production", stage="batched"))
MAKING = (by_plant(1, stage="making"),)
PERSONALISED = (*MAKING, by_plant(1, stage="personalised", card_no="$card_no"))
RELEASED = (*PERSONALISED, by_plant(1, stage="province_released"))
READY = (
    *RELEASED,
    by_officer(1, "record_production", stage="city_received"),
    by_officer(1, "record_production", stage="ready"),
)
COLLECTED = (
    online(0.1, "book_collection", at="$slot"),
    at_desk(1, "collect", outlet="$outlet", **{"$": "on the day booked"}),
)
ENABLED = (at_desk(0.01, "enable", new_pin=PIN),)
ACTIVATED = (by_bank(0.02, "activate_account"),)
IN_USE = (*BATCHED, *READY, *COLLECTED, *ENABLED, *ACTIVATED)

TAKEN_OVER = (by_officer(0, "take_over_card", **{"$": "old card"}),)
FORMAL_LOSS = (at_bank(1, "report_loss", function="social", kind="formal", outlet="$outlet"),)
MADE_AGAIN = (
    by_officer(1, "review_application", verdict="approve"),
    by_bank(1, "record_production", stage="batched"),
    *READY,
    *COLLECTED,
)
