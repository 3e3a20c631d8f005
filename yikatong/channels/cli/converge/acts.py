"""What people do at the bureau, drawn by dice: each is one ask at the counter, granted or refused as the rules say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from yikatong.adapters.demo.portraits import portrait
from yikatong.cards.card import Card
from yikatong.cards.identity import IdNumber, read_id_number
from yikatong.cards.person import Person
from yikatong.cards.stages import Stage
from yikatong.cards.states import REPORTED_LOST, Function, State
from yikatong.catalogue.channels import Asker, AskerKind, Assurance, Channel
from yikatong.catalogue.moments import day_of
from yikatong.channels.cli.city.people import citizen
from yikatong.office import counter, deployment, ledger
from yikatong.office.ask import Ask, CounterFault, Outcome
from yikatong.office.cases import key_of
from yikatong.office.wire import reading

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
REPORT = at_bank_desk("report_loss", function="financial", kind="temporary")


@dataclass
class Bureau:
    """Everybody who has applied so far, by number. ``asked`` counts asks by service and how they were answered."""

    seed: int
    dice: Random
    people: int = 0
    turn: int = 0
    asked: dict[tuple[str, str], int] = field(default_factory=dict)

    def about(self, n: int) -> IdNumber:
        return read_id_number(citizen(n).number, day_of(deployment.now()))

    def ask(self, n: int, draw: Draw, card_id: str | None = None) -> Outcome | None:
        """One ask; None where the counter could not decide it. Every ask has a case number of its own."""
        service, answers, channel, assurance, asker = draw
        self.turn += 1
        ask = Ask(
            service=service, answers=answers, channel=channel, assurance=assurance, client="converge", card_id=card_id,
            about=self.about(n), asker=asker, region=REGION, case_number=f"{self.seed}-{self.turn}", actor="converge",
            party=BANK if channel is Channel.BANK else "",
        )  # fmt: skip
        try:
            outcome = counter.serve(ask)
        except CounterFault as fault:
            self._count(service, fault.code)
            return None
        self._count(service, "granted" if outcome.granted else "refused")
        return outcome

    def _count(self, service: str, how: str) -> None:
        self.asked[service, how] = self.asked.get((service, how), 0) + 1

    def apply(self) -> None:
        n, self.people = self.people, self.people + 1
        who = citizen(n)
        place = {"region": REGION, "bank": BANK, "outlet": OUTLET}
        self.ask(
            n, online("apply", **place, name=who.name, mobile=who.mobile, address=who.address, photo=portrait(n % 8))
        )

    def act(self) -> str | None:
        """Somebody does something that may come next for a card of theirs; the card, or None where nobody can."""
        person, n = self._somebody()
        if person is None or not person.cards:
            return None
        card = person.cards[-1] if self.dice.random() < 0.75 else self.dice.choice(person.cards)  # noqa: PLR2004
        draws = possible(card, self.dice)
        if draws:
            self.ask(n, self.dice.choice(draws), card.card_id)
        return card.card_id

    def lock(self) -> None:
        """Somebody's social PIN is tried until it is locked."""
        person, n = self._somebody()
        cards = [card for card in person.cards if card.social.state is State.NORMAL] if person else []
        for _ in range(PIN_TRIES if cards else 0):
            self.ask(n, WRONG_PIN, cards[0].card_id)

    def at_rest(self) -> tuple[int, str] | None:
        """Somebody with a card in hand and an account about which nothing is on its way."""
        for n in self.dice.sample(range(self.people), self.people):
            for card in found(self.about(n)).cards:
                usable = card.financial.state in (State.INACTIVE, State.ACTIVE, State.TEMP_LOST)
                if card.collected and not card.ended and not card.orders and card.bank_sequence and usable:
                    return n, card.card_id
        return None

    def is_reported(self, n: int, card_id: str) -> bool:
        """Whether the bank has said that the account stands reported lost."""
        card = found(self.about(n)).card(card_id)
        return card is not None and not card.orders and card.financial.at(deployment.now()).state is State.TEMP_LOST

    def _somebody(self) -> tuple[Person | None, int]:
        n = self.dice.randrange(self.people) if self.people else 0
        return (found(self.about(n)), n) if self.people else (None, 0)

    def some_card(self) -> str | None:
        person, _ = self._somebody()
        return self.dice.choice(person.cards).card_id if person and person.cards else None


def found(about: IdNumber) -> Person:
    with reading() as wire:
        return ledger.find(wire, key_of(about)).person


def possible(card: Card, dice: Random) -> list[Draw]:
    """What somebody might well ask now. The rules still refuse some of it, as they do in life."""
    if card.collected or card.ended:
        return [*_in_hand(card, dice), *(_ended(card) if card.ended else ())]
    return list(MAKING.get(card.stage, lambda: ())())


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


MAKING: Mapping[Stage, Callable[[], tuple[Draw, ...]]] = {
    Stage.SUBMITTED: lambda: (by_officer("review_application", verdict="approve"),),
    Stage.VERIFYING: lambda: (by_officer("review_application", verdict="approve"),),
    Stage.PHOTO_REVIEW: lambda: (by_officer("review_application", verdict="approve"),),
    Stage.BANK_REJECTED: lambda: (by_bank("record_production", stage="bank_opening"),),
    Stage.PROVINCE_RELEASED: lambda: (
        at_desk("collect", outlet=OUTLET), by_officer("record_production", stage="city_received"),
    ),
    Stage.CITY_RECEIVED: lambda: (by_officer("record_production", stage="ready"),),
    Stage.READY: lambda: (at_desk("collect", outlet=OUTLET),),
}  # fmt: skip
