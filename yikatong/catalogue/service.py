"""How a service (事项) is declared: what it asks, why it refuses, what it grants or answers.

A module in ``yikatong.services`` builds one :class:`Service` and hangs plain functions on it; a function's name is
the refusal's code. Nothing here knows of forms, pages or tables: those are derived from the declaration.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from yikatong.cards.card import Tenure
from yikatong.cards.events import Event
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.policies.parameter import Parameter
from yikatong.policies.ruling import Source

A = TypeVar("A")

Facts = Mapping[str, object]
Predicate = Callable[[Case[A]], bool | Facts]
Text = str | Callable[[Case[A]], str]
Act = Callable[[Case[A]], Iterable[Event]]
Why = Parameter[Any] | Source | Callable[[Case[Any]], Parameter[Any] | Source] | None
Next = tuple[str, ...]
"""What to do next: service codes, channels, or the codes of :data:`yikatong.catalogue.steps.STEPS`."""


@dataclass(frozen=True, slots=True)
class Material:
    """A paper to bring. Beyond identity documents each needs a basis in law (社会保险经办条例 art 31)."""

    name: str
    basis: Source
    askers: frozenset[AskerKind] = frozenset(AskerKind)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of an answer: for people ``label`` and ``words``, for programs ``code`` and ``value`` (JSON)."""

    code: str
    label: str
    words: str
    value: object = None


@dataclass(frozen=True, slots=True)
class Errand:
    """One ask that a service makes on behalf of many: another service's code, its raw answers, about whom."""

    service: str
    answers: Mapping[str, object]
    id_number: str


Answer = Callable[[Case[A]], Iterable[Finding]]
Share = Callable[[Case[A]], Iterable[Errand]]


@dataclass(frozen=True, slots=True)
class RefusalRule(Generic[A]):
    code: str
    words: Text[A]
    next: Next
    because: Why
    holds: Predicate[A]
    field: str = ""


@dataclass(eq=False)
class Service(Generic[A]):
    """One service.

    ``channels``: where it may be asked, with the least assurance there. ``channels_here``: the policy that narrows
    them by region; ``by_mandate_here``: the one that says whether an agent or guardian may ask. ``card``: which of
    the person's cards it acts upon, the preferred tenure first; empty for none. ``about_person``: False for what
    concerns nobody (outlets, a photo). ``registers``: whether a person unknown so far may ask. ``irrevocable``:
    words to confirm before an act that cannot be taken back or has consequences to know first. ``undone_by``: the
    code of the service that reverses it. ``prominence``: how often people come for it, compared with the others;
    menus put the greater first. ``by_program``: asked by a party's program alone, so that no screen offers it.
    """

    code: str
    name: str
    summary: str
    asks: type[A]
    channels: Mapping[Channel, Assurance]
    askers: frozenset[AskerKind] = frozenset({AskerKind.HOLDER})
    card: tuple[Tenure, ...] = (Tenure.CURRENT,)
    channels_here: Parameter[tuple[str, ...]] | None = None
    by_mandate_here: Parameter[bool | None] | Callable[[Case[A]], Parameter[bool | None]] | None = None
    about_person: bool = True
    registers: bool = False
    irrevocable: Callable[[Case[A]], str | None] | None = None
    undone_by: str = ""
    prominence: int = 0
    by_program: bool = False
    materials: tuple[Material, ...] = ()
    policies: tuple[Parameter[Any], ...] = ()
    synonyms: tuple[str, ...] = ()
    refusals: list[RefusalRule[A]] = field(default_factory=list)
    granted_words: Text[A] = ""
    next: Next = ()
    act: Act[A] | None = None
    answer: Answer[A] | None = None
    share: Share[A] | None = None

    def refuses(
        self, words: Text[A], *, next: Next = (), because: Why = None, field: str = ""
    ) -> Callable[[Predicate[A]], Predicate[A]]:
        """Declare a reason to refuse. The predicate is total; it may return facts that ``words`` name in braces.

        ``field`` names the one answer that another answer in its place would cure: screens then draw the form again.
        """

        def declare(holds: Predicate[A]) -> Predicate[A]:
            self.refusals.append(RefusalRule(holds.__name__, words, next, because, holds, field))
            return holds

        return declare

    def grants(self, words: Text[A], *, next: Next = ()) -> Callable[[Act[A]], Act[A]]:
        """Declare what happens when nothing refuses: the events, at least one."""

        def declare(act: Act[A]) -> Act[A]:
            self.act, self.granted_words, self.next = act, words, next
            return act

        return declare

    def answers(self, words: Text[A], *, next: Next = ()) -> Callable[[Answer[A]], Answer[A]]:
        """Declare an answer that changes nothing and writes nothing."""

        def declare(answer: Answer[A]) -> Answer[A]:
            self.answer, self.granted_words, self.next = answer, words, next
            return answer

        return declare

    def shares_out(self, words: Text[A], *, next: Next = ()) -> Callable[[Share[A]], Share[A]]:
        """Declare a service that asks another one for each row of what it was handed."""

        def declare(share: Share[A]) -> Share[A]:
            self.share, self.granted_words, self.next = share, words, next
            return share

        return declare
