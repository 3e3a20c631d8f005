"""No state is a dead end: from each that has not ended, somebody can ask for something that changes it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.examples.places import DIRECTORY
from tests.laws.people import AGENT, NOW, people
from tests.laws.questions import questions
from tests.laws.situations import CODES, IDS
from yikatong.cards.card import Card
from yikatong.cards.evolve import after
from yikatong.cards.orders import OrderKind
from yikatong.cards.person import Person
from yikatong.cards.stages import FAILED, Stage
from yikatong.cards.states import ENDED, STATES_OF, Function
from yikatong.catalogue.case import Case, Outside
from yikatong.catalogue.channels import Asker, Assurance
from yikatong.catalogue.common import choose_card
from yikatong.catalogue.decide import Granted, decide, opening
from yikatong.catalogue.scenario import governing_region
from yikatong.catalogue.service import Service
from yikatong.policies.policy import published

Services = Mapping[str, Service[Any]]
PLACES = ("110000", "610104")
TERMINAL = FAILED | {Stage.COLLECTED}


@dataclass(frozen=True, slots=True)
class Situation:
    """A person whose card has ``part`` (social, financial, stage) in a state that must not be the last."""

    name: str
    part: str
    person: Person

    def left(self, person: Person) -> bool:
        """The part has changed, or a card that will take the lost one's place is being made."""
        before = self.person.cards[-1]
        succeeded = self.part == "social" and len(person.cards) > len(self.person.cards)
        return succeeded or getattr(person.card(before.card_id), self.part) != getattr(before, self.part)


def situations(region: str) -> Iterator[Situation]:
    known = people(region)
    for state in STATES_OF[Function.SOCIAL]:
        if state not in ENDED:
            yield Situation(f"社保 {state} ({region})", "social", known[f"{state}/active"])
    for state in STATES_OF[Function.FINANCIAL]:
        if state not in ENDED:
            yield Situation(f"金融 {state} ({region})", "financial", known[f"normal/{state}"])
            yield Situation(f"金融 {state}, 社保已注销 ({region})", "financial", known[f"cancelled/{state}"])
    for kind in OrderKind:
        yield Situation(f"指令 {kind} ({region})", "orders", known[f"order {kind}, normal/active"])
    for stage in set(Stage) - TERMINAL:
        yield Situation(f"first {stage} ({region})", "stage", known[f"first {stage}"])
        after_loss = known[f"replacement {stage} after lost"]
        yield Situation(f"replacement {stage} ({region})", "stage", after_loss)


def ways_to_ask(service: Service[Any], person: Person, region: str) -> Iterator[Case[Any]]:
    """With all that can be brought: in person, the right PIN, a mandate where one stands. No answers yet."""
    card: Card | None = choose_card(service, person, person.cards[-1].card_id, region)
    outside = Outside(reference="R7", id_number=IDS[0], pin_right=True, indexes={"id_number": AGENT})
    for channel in service.channels:
        for kind in sorted(service.askers):
            for code in dict.fromkeys(CODES[kind]):
                yield Case(
                    asked=None, person=person, channel=channel, assurance=Assurance.PRESENT, asker=Asker(kind, code),
                    region=governing_region(card, region), now=NOW, policies=published(), directory=DIRECTORY,
                    chosen=card, outside=outside, actor="other",
                )  # fmt: skip


def leads_out(service: Service[Any], situation: Situation, region: str) -> bool:
    for case in ways_to_ask(service, situation.person, region) if service.act else ():
        for asked in questions(service.asks) if opening(service, case).open else ():
            decision = decide(service, replace(case, asked=asked))
            if isinstance(decision, Granted) and situation.left(after(case.person, decision.events, NOW)):
                return True
    return False


def way_out(situation: Situation, services: Services, region: str) -> str | None:
    """The first service that leads out of the situation."""
    return next((code for code, service in services.items() if leads_out(service, situation, region)), None)


def dead_ends(services: Services) -> list[str]:
    return [s.name for region in PLACES for s in situations(region) if way_out(s, services, region) is None]
