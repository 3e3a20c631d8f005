"""What may leave the house for a partner: the list itself is under law, with planted entries that break it."""

from dataclasses import fields
from datetime import date, datetime
from typing import get_type_hints

import pytest

from yikatong.cards import events as e
from yikatong.cards.card import Reason
from yikatong.cards.person import Person
from yikatong.cards.stages import Stage
from yikatong.cards.states import Function, State
from yikatong.office.partner_facts import GIVEN, NOBODY, Purpose, given, told_at

# Closed vocabularies, dates and switches say nothing about anybody; of texts only codes of places.
SAFE = {Function, Stage, State, Reason, bool, date, datetime, datetime | None, date | None}
CODES = {"region", "bank", "outlet"}


def faults(kind: str, name: str) -> list[str]:
    event = e.EVENTS[kind]
    if name not in {field.name for field in fields(event)}:
        return ["没有这一项"]
    private = next(field for field in fields(event) if field.name == name).metadata.get("private")
    found = ["个人信息"] if private else []
    return found + ([] if get_type_hints(event)[name] in SAFE or name in CODES else ["自由文字或编号"])


LISTED = [(purpose, kind, name) for purpose, kinds in GIVEN.items() for kind, names in kinds.items() for name in names]


@pytest.mark.parametrize(("purpose", "kind", "name"), LISTED)
def test_every_listed_fact_may_be_given(purpose: Purpose, kind: str, name: str) -> None:
    assert faults(kind, name) == []


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("stage_reached", "note"), ("person_registered", "name"), ("person_registered", "id_number"),
        ("mandate_registered", "agent"), ("card_made", "card_no"), ("loss_reported", "card_id"),
        ("visit_made", "location"), ("correction_proposed", "reason"), ("stage_reached", "nothing"),
        ("account_mirrored", "tail"), ("account_mirrored", "reason"),
    ],
)  # fmt: skip
def test_a_planted_entry_is_seen(kind: str, name: str) -> None:
    assert faults(kind, name)


def test_statistics_are_about_nobody_and_tell_no_minute() -> None:
    at = datetime.fromisoformat("2026-11-23T10:17:31+08:00")
    assert Purpose.STATISTICS in NOBODY
    assert told_at(Purpose.STATISTICS, at) == datetime.fromisoformat("2026-11-23T00:00:00+08:00")
    assert told_at(Purpose.CARD_USE, at) == at


def test_a_purpose_gives_nothing_of_other_kinds() -> None:
    event = e.MandateRevoked(mandate_id="M1")
    assert [given(purpose, event, Person("p")) for purpose in Purpose] == [None, None, None]
