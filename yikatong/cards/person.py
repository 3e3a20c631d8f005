"""The dossier of one person: the unit that is read, locked, decided upon and written."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from yikatong.cards.card import Card, Tenure
from yikatong.cards.identity import IdKind
from yikatong.cards.visits import Visit


@dataclass(frozen=True, slots=True)
class Words:
    """What identifies a person: kept apart, encrypted, never in the ledger's facts.

    ``proposed`` holds the values of corrections that wait for a second pair of eyes, by proposal reference.
    """

    name: str
    id_number: str
    mobile: str = ""
    address: str = ""
    born_on: date | None = None
    proposed: dict[str, str] = field(default_factory=dict)


class MandateKind(StrEnum):
    AGENT = "agent"
    GUARDIAN = "guardian"

    @property
    def words(self) -> str:
        return {"agent": "委托代理", "guardian": "监护"}[self]


@dataclass(frozen=True, slots=True)
class Mandate:
    """Leave to act for the holder: by whom (a blind index, not a number), for what, and between which dates."""

    mandate_id: str
    kind: MandateKind
    agent: str
    scopes: frozenset[str]
    starts_on: date
    ends_on: date
    revoked_at: datetime | None = None

    def covers(self, service: str, kind: MandateKind, agent: str, day: date) -> bool:
        return (
            self.kind is kind
            and self.agent == agent
            and self.revoked_at is None
            and self.starts_on <= day <= self.ends_on
            and (not self.scopes or service in self.scopes)
        )


@dataclass(frozen=True, slots=True)
class Appointment:
    """A time to collect a card: one ``seat`` of an outlet's half hour."""

    appointment_id: str
    card_id: str
    outlet: str
    at: datetime
    seat: int
    cancelled: bool = False


class Correctable(StrEnum):
    """The parts of a record that two officers together may correct."""

    NAME = "name"
    MOBILE = "mobile"
    ADDRESS = "address"

    @property
    def words(self) -> str:
        return {"name": "姓名", "mobile": "手机号码", "address": "联系地址"}[self]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A correction that one officer has proposed; its value waits in :class:`Words`."""

    proposal_id: str
    part: Correctable
    reason: str
    proposer: str
    proposed_at: datetime
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Everything that decides what a person may do. ``version`` counts the acts that made it so.

    ``benefits_card`` is the card to whose account benefits were last directed; None where nobody told us of any.
    """

    person_id: str
    version: int = 0
    id_kind: IdKind = IdKind.CITIZEN
    words: Words | None = None
    cards: tuple[Card, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    visits: tuple[Visit, ...] = ()
    benefits_card: str | None = None

    @property
    def born_on(self) -> date | None:
        return self.words.born_on if self.words else None

    @property
    def known(self) -> bool:
        """Whether the bureau has a record of this person."""
        return self.version > 0

    def card(self, card_id: str) -> Card | None:
        """The card with this reference or this number on its face."""
        return next((c for c in self.cards if card_id in (c.card_id, c.card_no)), None)

    def tenure(self, card: Card) -> Tenure:
        """Derived: a collected card is the current one unless the card it succeeds still serves."""
        if card.ended:
            return Tenure.GONE
        if not card.collected:
            return Tenure.COMING
        before = self.card(card.predecessor) if card.predecessor else None
        return Tenure.COMING if before and not before.ended and before.province == card.province else Tenure.CURRENT

    def in_province(self, province: str, *tenures: Tenure) -> tuple[Card, ...]:
        return tuple(c for c in self.cards if c.province == province and self.tenure(c) in tenures)

    def coming(self, card: Card) -> Card | None:
        """The card in the making that is to take this one's place."""
        return next((c for c in self.cards if c.predecessor == card.card_id and not c.ended), None)

    def appointment(self, card_id: str) -> Appointment | None:
        """The appointment that stands for this card."""
        return next((a for a in self.appointments if a.card_id == card_id and not a.cancelled), None)
