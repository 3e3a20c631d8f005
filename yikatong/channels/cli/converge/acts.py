"""What people do at the bureau, drawn by dice: each is one ask at the counter, granted or refused as the rules say."""

from dataclasses import dataclass, field
from random import Random

from yikatong.adapters.demo.portraits import portrait
from yikatong.cards.identity import IdNumber, read_id_number
from yikatong.cards.person import Person
from yikatong.cards.stages import Stage
from yikatong.cards.states import State
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.moments import day_of
from yikatong.channels.cli.city.people import citizen
from yikatong.channels.cli.converge.draws import (
    BANK,
    COLLECT,
    OUTLET,
    PIN_TRIES,
    REGION,
    WRONG_PIN,
    Draw,
    online,
    possible,
)
from yikatong.office import counter, deployment, ledger
from yikatong.office.ask import Ask, CounterFault, Outcome
from yikatong.office.cases import key_of
from yikatong.office.wire import reading


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

    def collect(self) -> None:
        """Whoever can collect a card does."""
        for n in range(self.people):
            for card in found(self.about(n)).cards:
                if card.stage in (Stage.PROVINCE_RELEASED, Stage.READY):
                    self.ask(n, COLLECT, card.card_id)

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
