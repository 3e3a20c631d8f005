"""What the names in braces stand for: facts of the event, its card, and the directory. No personal words among them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yikatong.cards.card import Card
from yikatong.cards.directory import Directory
from yikatong.cards.orders import OrderKind
from yikatong.cards.person import MandateKind, Person
from yikatong.cards.stages import Stage
from yikatong.cards.states import Function, State
from yikatong.cards.visits import VisitHalf, VisitOutcome
from yikatong.catalogue.moments import CHINA
from yikatong.catalogue.terms import words_of

UNKNOWN = "（待定）"
WORDS: Mapping[str, Any] = {
    "function": Function, "stage": Stage, "state": State, "half": VisitHalf, "outcome": VisitOutcome,
    "mandate": MandateKind, "order": OrderKind,
}  # fmt: skip
MOMENTS = ("acted_at", "at", "until", "visited_at")
DAYS = ("day", "starts_on", "ends_on", "valid_until", "ready_on", "holds_from")
PLACES = ("bank", "bank_hotline", "outlet", "outlet_phone")
NAMES = frozenset({*WORDS, *MOMENTS, *DAYS, *PLACES, "reference", "hotline"})


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around the facts: the person, where one can go, and the region's own line for questions."""

    person: Person
    directory: Directory
    hotline: str


def terms(kind: str, facts: Mapping[str, Any], around: Around, brief: bool = False) -> dict[str, str]:
    """A value for every name of :data:`NAMES`, in Chinese. ``brief``: without the year, for text messages.

    What is not among the facts reads as :data:`UNKNOWN`; no template may name what its kind does not have.
    """
    card = around.person.card(str(facts.get("card_id", "")))
    told = {**facts, "order": _order(kind, facts), "mandate": facts.get("kind")}
    found = {name: _member(vocabulary, told.get(name)) for name, vocabulary in WORDS.items()}
    found |= {name: _moment(told.get(name), brief) for name in MOMENTS}
    found |= {name: _day(told.get(name)) for name in DAYS}
    found |= _places(facts, card, around.directory)
    return {**found, "reference": str(facts.get("reference", "")), "hotline": around.hotline}


def _order(kind: str, facts: Mapping[str, Any]) -> object:
    """The bank's answer names its order alone, and the order's number ends with its kind."""
    return facts.get("kind") if kind == "account_ordered" else str(facts.get("order_id", "")).rpartition("-")[2]


def _member(vocabulary: Any, value: object) -> str:
    return str(vocabulary(value).words) if value in list(vocabulary) else UNKNOWN


def _moment(written: object, brief: bool) -> str:
    try:
        found = datetime.fromisoformat(str(written)).astimezone(CHINA)
    except ValueError:
        return UNKNOWN
    return words_of(found).partition("年")[2] if brief else words_of(found)


def _day(written: object) -> str:
    try:
        return words_of(date.fromisoformat(str(written)))
    except ValueError:
        return UNKNOWN


def _places(facts: Mapping[str, Any], card: Card | None, directory: Directory) -> dict[str, str]:
    bank = directory.banks.get(card.bank if card else "")
    outlet = directory.outlets.get(str(facts.get("outlet") or (card.outlet if card else "")))
    return {
        "bank": bank.name if bank else "发卡银行",
        "bank_hotline": bank.hotline if bank else "见卡背面",
        "outlet": outlet.name if outlet else "领卡网点",
        "outlet_phone": outlet.phone if outlet else "见办卡进度",
    }
