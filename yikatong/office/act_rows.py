"""The rows of one act, as they stand in the tables. The one truth of their form, whoever sends them to the engine."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from yikatong.cards.card import Tenure
from yikatong.cards.events import Event, Party
from yikatong.cards.person import Person
from yikatong.office.canonical import canonical
from yikatong.office.chain import CHAINED, link
from yikatong.office.deployment import vault
from yikatong.office.messages import messages_of
from yikatong.office.pages import event_pages, holding_columns, person_page, words_page
from yikatong.office.people_index import mobile_index, name_index, words_place
from yikatong.office.subscription_rows import partner_messages
from yikatong.office.vault import commitment

Row = tuple[Any, ...]

ENTRY_COLUMNS = (*CHAINED, "previous", "hash")
PERSON_COLUMNS = ("person_id", "number_index", "words", "mobile_index", "name_index", "facts", "version", "head")
PERSONAL_COLUMNS = ("reference", "dossier_id", "salt", "sealed")
MESSAGE_COLUMNS = ("reference", "dossier_id", "party", "target", "kind", "body", "at")


@dataclass(frozen=True, slots=True)
class Act:
    """One granted act, ready to be written. ``columns`` are those of the entry that the counter knows."""

    before: Person
    after: Person
    head: bytes
    number_index: bytes
    events: tuple[Event, ...]
    columns: Mapping[str, Any]
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    pin_digests: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """What one act adds and never changes. ``head`` is the entry's hash, and the chain's new end."""

    head: bytes
    entry: Row
    personal: Row | None


def written(act: Act) -> Written:
    """The entry of an act, linked to the chain, and its personal words sealed apart."""
    pages = event_pages(act.events)
    salt, commitment_hex = commitment(pages.private.encode()) if pages.private else (b"", None)
    row: dict[str, Any] = {
        **act.columns,
        "dossier_id": act.after.person_id,
        "version": act.after.version,
        "events": canonical({"events": pages.facts, "personal": commitment_hex}),
        "previous": act.head,
    }
    row["hash"] = link(act.head, row)
    personal = None
    if pages.private is not None:
        sealed = vault().seal(pages.private.encode(), f"records_personal|sealed|{row['reference']}")
        personal = (row["reference"], act.after.person_id, salt, sealed)
    return Written(row["hash"], tuple(row[c] for c in ENTRY_COLUMNS), personal)


def words_columns(person: Person) -> Row:
    """The sealed words and the indexes made of them. Errors: ValueError for a person without words."""
    if person.words is None:
        raise ValueError("a person without words cannot be written")
    sealed = vault().seal(words_page(person.words).encode(), words_place(person.person_id))
    return sealed, mobile_index(person.words.mobile), name_index(person.words.name)


def person_row(person: Person, number_index: bytes, head: bytes) -> Row:
    """In the order of :data:`PERSON_COLUMNS`."""
    return (person.person_id, number_index, *words_columns(person), person_page(person), person.version, head)


# A card makes room before another takes its place: the partial unique indexes look at each statement.
ROOM_FIRST = {Tenure.GONE: 0, Tenure.CURRENT: 1, Tenure.COMING: 2}


def holding_rows(before: Person, after: Person) -> Iterator[Row]:
    """The cards that are not as they were, in the order in which the constraints let them in."""
    known = {c.card_id: (n, before.tenure(c), c) for n, c in enumerate(before.cards)}
    now = [(n, after.tenure(c), c) for n, c in enumerate(after.cards)]
    for number, tenure, card in sorted(now, key=lambda held: ROOM_FIRST[held[1]]):
        if known.get(card.card_id) != (number, tenure, card):
            yield holding_columns(after, number, card)


def message_rows(act: Act) -> Iterator[Row]:
    """In the order of :data:`MESSAGE_COLUMNS`."""
    reference, at = act.columns["reference"], act.columns["at"]
    for message in messages_of(act.events, act.before, act.after, at):
        body = canonical({**message.body, "reference": reference})
        yield (reference, act.after.person_id, message.party.value, message.target, message.kind, body, at)
    for told in partner_messages(act.events, act.after, at):  # without the reference: it is the holder's
        body = canonical(told.body)
        yield (reference, act.after.person_id, Party.PARTNER.value, told.subscription_id, told.kind, body, at)
