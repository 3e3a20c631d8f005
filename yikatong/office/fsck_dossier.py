"""What is wrong with one dossier: its chain and its folds computed anew and held against what is stored."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from yikatong.cards.card import Card, Reason, Tenure
from yikatong.cards.codec import read
from yikatong.cards.evolve import after
from yikatong.cards.person import Person, Words
from yikatong.office.chain import CHAINED, GENESIS, link
from yikatong.office.deployment import vault
from yikatong.office.fsck_file import File, Flaw
from yikatong.office.pages import HOLDING_COLUMNS, holding_columns, person_page, read_events, read_person
from yikatong.office.people_index import mobile_index, name_index, words_place
from yikatong.office.vault import VaultFault
from yikatong.office.visit_rows import VISIT_COLUMNS, visit_row

UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, StopIteration, VaultFault)


def flaws(file: File) -> list[Flaw]:
    """Everything that is wrong with one dossier."""
    found = [*_chain(file), *_personal(file)]
    try:
        folded = replay(file)
    except UNREADABLE:
        return [*found, file.flaw("events_unfoldable")]
    return [*found, *_dossier(file, folded), *_words(file, folded), *_holdings(file, folded), *_beside(file, folded)]


def erasures(file: File) -> list[str]:
    return [e["reference"] for e in file.entries if _commitment(e) and _sealed(file, e["reference"]) is None]


def _events(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        page = json.loads(entry["events"])
        return page if isinstance(page, dict) else {}
    except ValueError:
        return {}


def _commitment(entry: Mapping[str, Any]) -> Any:
    return _events(entry).get("personal")


def _sealed(file: File, reference: str) -> Mapping[str, Any] | None:
    row = file.personal.get(reference)
    return row if row and len(row["sealed"]) else None


def _chain(file: File) -> Iterator[Flaw]:
    head, version = GENESIS, 0
    for entry in file.entries:
        reference, version = entry["reference"], version + 1
        if entry["version"] != version:
            yield file.flaw("version_gap", reference)
        if bytes(entry["previous"]) != head:
            yield file.flaw("chain_broken", reference)
        if link(bytes(entry["previous"]), {name: entry[name] for name in CHAINED}) != bytes(entry["hash"]):
            yield file.flaw("entry_altered", reference)
        head, version = bytes(entry["hash"]), entry["version"]
    if (bytes(file.row["head"]), file.row["version"]) != (head, version):
        yield file.flaw("head_differs", file.entries[-1]["reference"] if file.entries else "")


def _opened(file: File, reference: str) -> bytes | None:
    row = _sealed(file, reference)
    return vault().open(bytes(row["sealed"]), f"records_personal|sealed|{reference}") if row else None


def _personal(file: File) -> Iterator[Flaw]:
    references = {entry["reference"] for entry in file.entries}
    yield from (
        file.flaw("personal_without_entry", reference) for reference in sorted(file.personal.keys() - references)
    )
    for entry in file.entries:
        reference, row = entry["reference"], _sealed(file, entry["reference"])
        if row is None:
            continue
        try:
            shown = sha256(bytes(row["salt"]) + (_opened(file, reference) or b"")).hexdigest()
        except VaultFault:
            yield file.flaw("personal_unreadable", reference)
            continue
        if shown != _commitment(entry):
            yield file.flaw("personal_altered", reference)


def replay(file: File) -> Person:
    """The person folded from the first act on. Errors: any of UNREADABLE."""
    person = Person(file.row["person_id"])
    for entry in file.entries:
        opened = _opened(file, entry["reference"])
        events = read_events(_events(entry)["events"], opened.decode() if opened else None)
        person = after(person, events, entry["at"])
    return person


def _dossier(file: File, folded: Person) -> Iterator[Flaw]:
    try:
        stored = read_person(folded.person_id, folded.version, file.row["facts"], "null", ())
        same = person_page(stored) == person_page(folded)
    except UNREADABLE:
        same = False
    if not same:
        yield file.flaw("facts_differ")
    for tenure, code in ((Tenure.CURRENT, "current_cards_two"), (Tenure.COMING, "coming_cards_two")):
        provinces = Counter(card.province for card in folded.cards if folded.tenure(card) is tenure)
        if any(number > 1 for number in provinces.values()):
            yield file.flaw(code)
    followed = Counter(card.predecessor for card in folded.cards if card.predecessor and not card.ended)
    if any(number > 1 for number in followed.values()):
        yield file.flaw("successors_two")


def _words(file: File, folded: Person) -> Iterator[Flaw]:
    try:
        page = vault().open(bytes(file.row["words"]), words_place(folded.person_id))
        stored = read(Words, json.loads(page))
    except UNREADABLE:
        yield file.flaw("words_unreadable")
        return
    if erasures(file):  # what was erased cannot be folded any more
        return
    if vault().blind_index("id_number", stored.id_number) != bytes(file.row["number_index"]):
        yield file.flaw("number_index_differs")
    if stored != folded.words:
        yield file.flaw("words_differ")
    elif file.row["name_index"] is None:
        yield file.flaw("not_indexed")
    elif _indexes(file.row) != (name_index(stored.name), mobile_index(stored.mobile)):
        yield file.flaw("search_index_differs")


def _indexes(row: Mapping[str, Any]) -> tuple[bytes, bytes | None]:
    return bytes(row["name_index"]), None if row["mobile_index"] is None else bytes(row["mobile_index"])


def _holdings(file: File, folded: Person) -> Iterator[Flaw]:
    expected = {card.card_id: (number, card) for number, card in enumerate(folded.cards)}
    stored = {row["card_id"]: row for row in file.holdings}
    yield from (file.flaw("holding_without_event", card_id) for card_id in sorted(stored.keys() - expected.keys()))
    for card_id, (number, card) in expected.items():
        if card_id not in stored:
            yield file.flaw("holding_missing", card_id)
        elif not _same_holding(stored[card_id], holding_columns(folded, number, card), card):
            yield file.flaw("holding_differs", card_id)


def _same_holding(row: Mapping[str, Any], columns: Iterable[Any], card: Card) -> bool:
    wanted = dict(zip(HOLDING_COLUMNS, columns, strict=True))
    try:
        return read(Card, json.loads(row["facts"])) == card and all(
            row[name] == value for name, value in wanted.items() if name != "facts"
        )
    except UNREADABLE:
        return False


def _beside(file: File, folded: Person) -> Iterator[Flaw]:
    """PIN digests, seats and visits, which events imply."""
    changed = {c.card_id for c in folded.cards if not c.pin_initial}
    former = {c.card_id for c in folded.cards if c.reason is Reason.FORMER}  # its PIN stayed in the former system
    yield from (file.flaw("pin_without_event", card_id) for card_id in sorted(file.pins - changed))
    yield from (file.flaw("pin_missing", card_id) for card_id in sorted(changed - file.pins - former))
    booked = {a.appointment_id: (a.outlet, a.at, a.seat, a.cancelled) for a in folded.appointments}
    held = {key: (s["outlet"], s["at"], s["seat"], s["released"]) for key, s in file.seats.items()}
    yield from (
        file.flaw("seat_differs", key)
        for key in sorted(booked.keys() | held.keys())
        if booked.get(key) != held.get(key)
    )
    asked = {v.visit_id: visit_row(folded, v.visit_id) for v in folded.visits}
    kept = {row["visit_id"]: tuple(row[name] for name in VISIT_COLUMNS) for row in file.visits}
    yield from (
        file.flaw("visit_differs", key) for key in sorted(asked.keys() | kept.keys()) if asked.get(key) != kept.get(key)
    )
