"""What people may ask for next: each a draw of service, answers, channel, assurance and asker."""

from collections.abc import Mapping
from random import Random
from typing import Any

from yikatong.cards.card import Card
from yikatong.cards.stages import Stage
from yikatong.cards.states import REPORTED_LOST, Function, State
from yikatong.catalogue.channels import Asker, AskerKind, Assurance, Channel

BANK, REGION, OUTLET = "CAB", "610402", "SX-0402-01"
PIN, WRONG = "285714", "314159"
HOLDER, PARTY = Asker(), Asker(AskerKind.PARTY, BANK)
OFFICER = Asker(AskerKind.OFFICER, "officer")
SETTLES = ("move", "pay_out")

Draw = tuple[str, Mapping[str, Any], Channel, Assurance, Asker]
"""Service, answers, through what, how surely known, by whom."""


def at_desk(service: str, **answers: Any) -> Draw:
    return service, answers, Channel.DESK, Assurance.PRESENT, HOLDER


def at_bank_desk(service: str, **answers: Any) -> Draw:
    """The holder in person, before a clerk of the bank who types into our system."""
    return service, answers, Channel.BANK, Assurance.PRESENT, HOLDER


def by_bank(service: str, **answers: Any) -> Draw:
    return service, answers, Channel.BANK, Assurance.PRESENT, PARTY


def by_officer(service: str, **answers: Any) -> Draw:
    return service, answers, Channel.OFFICER, Assurance.NONE, OFFICER


def online(service: str, **answers: Any) -> Draw:
    return service, answers, Channel.PORTAL, Assurance.FACE, HOLDER


WRONG_PIN: Draw = (
    "try_pin", {"current_pin": WRONG}, Channel.PARTNER, Assurance.PRESENT, Asker(AskerKind.PARTY, "H1"),
)  # fmt: skip
PIN_TRIES = 6
LIFT = at_bank_desk("lift_loss", function="financial")
COLLECT = at_desk("collect", outlet=OUTLET)
REPORT = at_bank_desk("report_loss", function="financial", kind="temporary")


def possible(card: Card, dice: Random) -> list[Draw]:
    """What somebody might well ask now. The rules still refuse some of it, as they do in life."""
    if card.collected or card.ended:
        return [*_in_hand(card, dice), *(_ended(card) if card.ended else ())]
    return list(MAKING.get(card.stage, ()))


def _in_hand(card: Card, dice: Random) -> list[Draw]:
    draws = [
        at_bank_desk("report_loss", function="financial", kind="temporary"),
        at_bank_desk("report_loss", function="financial", kind="formal"),
        at_desk("report_loss", function="social", kind="temporary"),
        at_bank_desk("lift_loss", function="financial"), by_bank("activate_account"), by_bank("activate_account"),
        at_desk("renew", ground="damage", consent="true", funds=dice.choice(SETTLES)),
        by_bank("settle_funds", function="financial"), by_bank("close_account"),
    ]  # fmt: skip
    social = card.social.state
    if social is State.SEALED:
        draws += [at_desk("enable", new_pin=PIN)] * 4
    if social in REPORTED_LOST:
        draws += [online("lift_loss", function="social")] * 2
        draws += [at_desk("replace", funds=dice.choice(SETTLES))] * 3
    if social is State.NORMAL:
        draws += [("try_pin", {"current_pin": WRONG}, Channel.PARTNER, Assurance.PRESENT, Asker(AskerKind.PARTY, "H1"))]
        draws += [at_bank_desk("report_loss", function="social", kind="formal", funds=dice.choice(SETTLES))]
        draws += [by_officer("settle_funds", function="social")] * 2
    if social is State.LOCKED:
        draws += [at_desk("unlock", new_pin=PIN)] * 2
    if Function.SOCIAL in card.settled:
        draws += [at_desk("cancel", ground="left_province", benefits_in_use="false")] * 2
    return draws


def _ended(card: Card) -> list[Draw]:
    return [by_bank("settle_funds", function="financial"), by_bank("close_account"), by_bank("close_account")]


MAKING: Mapping[Stage, tuple[Draw, ...]] = {
    Stage.SUBMITTED: (by_officer("review_application", verdict="approve"),),
    Stage.VERIFYING: (by_officer("review_application", verdict="approve"),),
    Stage.PHOTO_REVIEW: (by_officer("review_application", verdict="approve"),),
    Stage.BANK_REJECTED: (by_bank("record_production", stage="bank_opening"),),
    Stage.PROVINCE_RELEASED: (
        COLLECT, by_officer("record_production", stage="city_received"),
    ),
    Stage.CITY_RECEIVED: (by_officer("record_production", stage="ready"),),
    Stage.READY: (COLLECT,),
}  # fmt: skip
