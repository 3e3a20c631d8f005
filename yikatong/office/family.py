"""For whom somebody may act, and whom they let act for them: mandates as they stand at this moment. Read-only."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from yikatong.cards.identity import IdNumber
from yikatong.cards.person import Mandate, MandateKind, Person
from yikatong.catalogue.channels import Asker, AskerKind, Channel
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment, ledger
from yikatong.office.ask import OutOfScope
from yikatong.office.cases import index_of
from yikatong.office.pages import read_person
from yikatong.office.wire import reading
from yikatong.records import models
from yikatong.services import catalogue

RELATIVES_MAX = 50
PAGES_MAX = 10  # of as many pointers each: a bound, whatever was entrusted long ago
LOOKED_BY_MANDATE = "by_mandate"


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody for whom one may act today. ``matters``: service codes, empty for all; ``ends_on``: the last day."""

    person_id: str
    name: str
    kind: MandateKind
    matters: frozenset[str]
    ends_on: date
    mandate_id: str

    @property
    def matter_names(self) -> tuple[str, ...]:
        return matter_names(self.matters)

    @property
    def limits(self) -> frozenset[str]:
        """The services beyond which the agent sees nothing of this person; empty for guardians and for all matters."""
        return frozenset() if self.kind is MandateKind.GUARDIAN else self.matters

    @property
    def actor(self) -> str:
        """What the noted look and the ledger keep of who acted: the mandate's number, no word of a person."""
        return f"mandate:{self.mandate_id}"


def relatives(agent: IdNumber) -> tuple[Relative, ...]:
    """The people whose mandates name this agent today, by name; of one person's several mandates the widest.

    Pointers outlive their mandates, so it is read on, the latest first, until enough of them stand.
    """
    index, today = index_of(agent).hex(), day_of(deployment.now())
    pointers = models.MandateRow.objects.filter(agent=index).order_by("-mandate_id")
    found, page = dict[str, Relative](), list(pointers[:RELATIVES_MAX])
    for _ in range(PAGES_MAX):
        rows = models.Dossier.objects.filter(pk__in={row.dossier_id for row in page} - found.keys())
        found |= {r.person_id: r for r in (_relative(row, index, today) for row in rows) if r}
        if len(page) < RELATIVES_MAX or len(found) >= RELATIVES_MAX:
            break
        page = list(pointers.filter(mandate_id__lt=page[-1].mandate_id)[:RELATIVES_MAX])
    return tuple(sorted(found.values(), key=lambda r: (r.name, r.person_id)))


def acting_for(agent: IdNumber, person_id: str) -> Relative:
    """The relative with this opaque id, checked at this moment; the look is noted first, as of anybody else's record.

    Errors: OutOfScope without a mandate that stands today, in the same words as where there is nobody.
    """
    row = models.Dossier.objects.filter(pk=person_id).first()
    now = deployment.now()
    relative = _relative(row, index_of(agent).hex(), day_of(now)) if row else None
    if relative is None:
        raise OutOfScope
    with reading() as wire:
        ledger.note_look(wire, person_id, relative.actor, Channel.PORTAL, LOOKED_BY_MANDATE, now)
    return relative


@dataclass(frozen=True, slots=True)
class GivenMandate:
    """Leave that somebody gave. ``agent_name`` is empty where that word was erased;
    ``begun``: it stands today already."""

    mandate_id: str
    kind: MandateKind
    agent_name: str
    matter_names: tuple[str, ...]
    starts_on: date
    ends_on: date
    begun: bool


def given_by(holder: IdNumber) -> tuple[GivenMandate, ...]:
    """The mandates of this holder that stand today or later, the latest first. Two statements."""
    row, today = models.Dossier.objects.filter(number_index=index_of(holder)).first(), day_of(deployment.now())
    if row is None:
        return ()
    standing = [m for m in _person(row).mandates if m.revoked_at is None and m.ends_on >= today]
    sealed = models.Personal.objects.filter(pk__in=[m.mandate_id for m in standing]).values_list("pk", "sealed")
    names = {key: _agent_name(key, bytes(words)) for key, words in sealed if len(words)}
    return tuple(
        GivenMandate(
            m.mandate_id, m.kind, names.get(m.mandate_id, ""), matter_names(m.scopes), m.starts_on, m.ends_on,
            m.starts_on <= today,
        )
        for m in reversed(standing)
    )  # fmt: skip


def _agent_name(reference: str, sealed: bytes) -> str:
    """The event's personal words lie beside the entry, whose number the mandate bears."""
    opened = json.loads(deployment.vault().open(sealed, f"records_personal|sealed|{reference}"))
    return next((str(words["agent_name"]) for words in opened.values() if "agent_name" in words), "")


def matter_names(scopes: frozenset[str]) -> tuple[str, ...]:
    """Services by their names; empty for all."""
    return tuple(catalogue()[code].name if code in catalogue() else code for code in sorted(scopes))


def asker_of(agent: IdNumber, relative: Relative) -> Asker:
    """How the agent asks for this relative; the counter compares it with the mandate once more."""
    return Asker(AskerKind(relative.kind.value), index_of(agent).hex())


def _relative(row: models.Dossier, agent: str, today: date) -> Relative | None:
    person = _person(row)
    standing = [m for m in person.mandates if m.agent == agent and _stands(m, today)]
    mandate = _widest(standing)
    if mandate is None or person.words is None:
        return None
    # Two mandates for one matter each are leave for both.
    matters = frozenset().union(*(m.scopes for m in standing)) if mandate.scopes else mandate.scopes
    return Relative(row.person_id, person.words.name, mandate.kind, matters, mandate.ends_on, mandate.mandate_id)


def _person(row: models.Dossier) -> Person:
    words = deployment.vault().open(bytes(row.words), ledger.words_place(row.person_id)).decode()
    return read_person(row.person_id, row.version, row.facts, words, ())


def _stands(mandate: Mandate, today: date) -> bool:
    return mandate.revoked_at is None and mandate.starts_on <= today <= mandate.ends_on


def _widest(mandates: Iterable[Mandate]) -> Mandate | None:
    """Guardians before agents, all matters before one, the longest last."""
    ranked = sorted(mandates, key=lambda m: (m.kind is MandateKind.GUARDIAN, not m.scopes, m.ends_on))
    return ranked[-1] if ranked else None
