"""The card as its holder sees it: masked, both functions in words, and how long a report still lasts."""

from dataclasses import dataclass
from datetime import datetime

from yikatong.cards.card import Card
from yikatong.cards.directory import Directory
from yikatong.cards.masking import mask_card_no, mask_id_number, mask_name
from yikatong.cards.person import Person
from yikatong.cards.states import Function, State
from yikatong.catalogue.state_words import state_words
from yikatong.catalogue.terms import words_of
from yikatong.policies import regions
from yikatong.policies.policy import Policies

# How a state is coloured and drawn; the words beside it say the same.
TONES: dict[State, tuple[str, str]] = {
    State.NORMAL: ("ok", "circle-check"), State.ACTIVE: ("ok", "circle-check"), State.SEALED: ("warn", "lock"),
    State.INACTIVE: ("warn", "lock"), State.TEMP_LOST: ("bad", "shield-alert"), State.LOST: ("bad", "shield-alert"),
    State.LOCKED: ("bad", "lock"), State.FROZEN: ("bad", "ban"), State.CANCELLED: ("off", "circle-minus"),
    State.CLOSED: ("off", "circle-minus"), State.UNKNOWN: ("warn", "hourglass"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FunctionPill:
    """One function. ``until`` is set while a report lasts; ``days`` and ``hours`` are what is left of it;
    on its last day ``hours`` are rounded up. ``minutes`` is all of it."""

    name: str
    state: str
    tone: str
    icon: str
    until: datetime | None
    days: int
    hours: int
    minutes: int


@dataclass(frozen=True, slots=True)
class CardFace:
    card_id: str
    place: str
    name: str
    id_number: str
    card_no: str
    valid_until: str
    bank: str
    tenure: str
    stage: str
    in_making: bool
    ended: bool
    awaited: tuple[str, ...]
    pills: tuple[FunctionPill, ...]


def card_face(
    person: Person, card: Card, now: datetime, directory: Directory, policies: Policies, *, shown: bool
) -> CardFace:
    """``shown``: the holder asked to see the whole name and numbers. ``awaited``: what the bank has not answered."""
    name, number = (person.words.name, person.words.id_number) if person.words else ("", "")
    card_no, bank = card.card_no or "", directory.banks.get(card.bank)
    return CardFace(
        card_id=card.card_id, place=regions.name(card.region), name=name if shown else mask_name(name),
        id_number=number if shown else mask_id_number(number), card_no=card_no if shown else mask_card_no(card_no),
        valid_until=words_of(card.valid_until) if card.valid_until else "", bank=bank.name if bank else card.bank,
        tenure=person.tenure(card).words, stage=card.stage.words, in_making=card.in_making, ended=card.ended,
        awaited=tuple(f"{order.kind.words}指令尚未回执" for order in card.orders),
        pills=tuple(_pill(function, card, now, policies) for function in Function),
    )  # fmt: skip


def _pill(function: Function, card: Card, now: datetime, policies: Policies) -> FunctionPill:
    standing = card.standing(function, now)
    tone, icon = TONES[standing.state]
    if function is Function.FINANCIAL and card.orders and tone == "ok":
        tone, icon = "warn", "hourglass"
    until = standing.until if standing.until and standing.until > now else None
    minutes = int((until - now).total_seconds() // 60) if until else 0
    days, hours = divmod(minutes // 60, 24)
    words = state_words(card, function, policies, now)
    return FunctionPill(function.words, words, tone, icon, until, days, hours if days else hours + 1, minutes)
