"""What the outbox carries of an act, and to whom. Sent after commit by whoever serves the party; here it waits."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from yikatong.cards.card import Card
from yikatong.cards.events import AccountMirrored, Event, Party, StageReached, kind_of
from yikatong.cards.person import Person
from yikatong.cards.stages import Stage
from yikatong.office.pages import event_pages


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message: to a bank by its code, to the plant, or to the holder. ``body`` holds no personal words."""

    party: Party
    target: str
    kind: str
    body: Mapping[str, Any]


# Of a card's stages the bank and the plant hear those at which they have something to do.
STAGES_HEARD: dict[Party, frozenset[Stage]] = {
    Party.BANK: frozenset({Stage.BANK_OPENING}),
    Party.PLANT: frozenset({Stage.BATCHED}),
    Party.HOLDER: frozenset(
        {Stage.BATCHED, Stage.READY, Stage.RETURNED, Stage.REJECTED, Stage.PHOTO_RETURNED, Stage.BANK_REJECTED}
    ),
}


def messages_of(events: Iterable[Event], before: Person, person: Person, at: datetime) -> Iterator[Waiting]:
    """What the act has to tell, of the person ``before`` it and after it."""
    for event in events:
        if isinstance(event, AccountMirrored) and not _is_news(before.card(event.card_id), person, event, at):
            continue
        facts = event_pages([event]).facts[0]
        for party in event.hears:
            if isinstance(event, StageReached) and event.stage not in STAGES_HEARD[party]:
                continue
            # The act's own moment has a name apart: an appointment's facts have an ``at`` of theirs.
            yield Waiting(party, _target(party, event, person), kind_of(event), {**facts, "acted_at": at.isoformat()})


def _is_news(was: Card | None, person: Person, event: AccountMirrored, at: datetime) -> bool:
    """A bank tells of its account as often as it likes; nobody is written to when it says what was known."""
    now = person.card(event.card_id)
    if was is None or now is None:
        return True
    stood, stands = was.financial.at(at), now.financial.at(at)
    return was.orders != now.orders or replace(stood, since=stands.since) != stands


def _target(party: Party, event: Event, person: Person) -> str:
    card = person.card(getattr(event, "card_id", ""))
    if party is Party.BANK and card is not None:
        return card.bank
    return person.person_id if party is Party.HOLDER else party.value
