"""A case: one ask about one person, with all that may bear on the answer. Nothing is looked up elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from yikatong.cards.card import Card
from yikatong.cards.directory import Directory
from yikatong.cards.identity import IdNumber
from yikatong.cards.person import Person
from yikatong.cards.states import Function, Standing
from yikatong.catalogue.channels import Asker, Assurance, Channel
from yikatong.catalogue.moments import day_of
from yikatong.policies.parameter import Parameter
from yikatong.policies.policy import Policies

A = TypeVar("A")
T = TypeVar("T")


class NotAsked(Exception):
    """A predicate looked at an answer that is not there yet (a menu is being drawn): it has nothing to say."""


class Unasked:
    """Stands for the answers while only the menu is drawn; ``known`` are choices being tried."""

    def __init__(self, known: Mapping[str, object]) -> None:
        self.__dict__.update(known)

    def __getattr__(self, name: str) -> object:
        raise NotAsked(name)


@dataclass(frozen=True, slots=True)
class Outside:
    """What the office found out beforehand, under the same lock, because no rule could know it.

    ``pin_right``: whether the PIN that was typed is the card's. ``seats_taken``: seats of the half hour asked for.
    ``reference``: the number of this act, from which new cards, mandates and appointments take theirs.
    ``id_number``: the number under which an unknown person asks. ``indexes``: blind indexes of the identity numbers
    among the answers, by the answer's name.
    """

    reference: str = "preview"
    id_number: IdNumber | None = None
    pin_right: bool | None = None
    seats_taken: frozenset[int] = frozenset()
    indexes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case(Generic[A]):
    asked: A
    person: Person
    channel: Channel
    assurance: Assurance
    asker: Asker
    region: str
    now: datetime
    policies: Policies
    directory: Directory
    chosen: Card | None = None
    outside: Outside = field(default_factory=Outside)
    actor: str = ""

    @property
    def card(self) -> Card:
        """The card acted upon. Services that declare one are only asked when there is one."""
        if self.chosen is None:
            raise LookupError("this service was declared without a card")
        return self.chosen

    @property
    def today(self) -> date:
        return day_of(self.now)

    def value(self, parameter: Parameter[T]) -> T:
        """The policy in force at this place and day. Errors: PolicyMissing, which ``decide`` puts into words."""
        return self.policies.ruling(parameter, self.region, self.today).value

    @property
    def social(self) -> Standing:
        return self.card.standing(Function.SOCIAL, self.now)

    @property
    def financial(self) -> Standing:
        return self.card.standing(Function.FINANCIAL, self.now)

    def standing(self, function: Function) -> Standing:
        return self.card.standing(function, self.now)
