"""What happens to the dossier itself: who the person is, appointments, mandates, corrections."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from yikatong.cards.events.party import Party, private
from yikatong.cards.identity import IdKind
from yikatong.cards.person import Correctable, MandateKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRegistered:
    id_kind: IdKind
    name: str = private()
    id_number: str = private()
    mobile: str = private()
    address: str = private()
    born_on: str = private()
    hears: ClassVar[tuple[Party, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentBooked:
    appointment_id: str
    card_id: str
    outlet: str
    at: datetime
    seat: int
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentCancelled:
    appointment_id: str
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRegistered:
    mandate_id: str
    kind: MandateKind
    agent: str
    starts_on: date
    ends_on: date
    scopes: tuple[str, ...] = ()
    agent_name: str = private()
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRevoked:
    mandate_id: str
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionProposed:
    proposal_id: str
    part: Correctable
    reason: str
    proposer: str
    value: str = private()
    hears: ClassVar[tuple[Party, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCorrected:
    proposal_id: str
    hears: ClassVar[tuple[Party, ...]] = (Party.HOLDER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRejected:
    proposal_id: str
    hears: ClassVar[tuple[Party, ...]] = ()
