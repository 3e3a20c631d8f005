"""One reader for forms, JSON and the command line: what a kind's schema accepts and what its reader accepts agree."""

import unicodedata
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import jsonschema_rs
import pytest

from tests.laws.people import NOW
from tests.laws.questions import MOMENTS, MORE
from yikatong.cards.identity import IdNumber, InputFault
from yikatong.cards.pin import Pin
from yikatong.catalogue.kinds import Field, Kind, fields_of
from yikatong.services import catalogue

TODAY = NOW.date()


def kinds() -> dict[str, Kind]:
    """Every kind that some service asks for."""
    return {field.kind.name: field.kind for service in catalogue().values() for field in fields_of(service.asks)}


KINDS = [kind for kind in kinds().values() if not kind.uploaded]
# What only a form says: a browser sends every answer as text, and a blank for what was left out.
FORM_TEXTS = {
    "truth": {"true", "false", "是", "否", "on", "1", "0", "yes", "no", ""},
    "whole": {"7", " 7 ", "1", "0", "20261121", "61", "6101", "610104", " 610104 ", "61010", "135792", "13579",
              "13800000000"},
    "moment": {"2026-11-21T09:30"},  # what a browser's own control sends: the time at the holder's place
}  # fmt: skip
JUNK: list[Any] = [
    None, [], {}, ["x"], {"a": 1}, 1.5, -1, 0, 7, 10**12, True, False, "", " ", "x" * 201, "x" * 41, "\u0000",
    "a\u0000b", "7", " 7 ", "1", "0", "20261121", "2026-11-21", "2026-W47-6", "2026-11-21T09:30",
    "2026-11-21T09:30:00+08:00",
    "20261121T0930", "61", "6101", "610104", " 610104 ", "61010", "１３５７９２", "135792", "13579", "+8613800000000",
    "13800000000", "赵 一宁", "on", "true", "是", "610113196501010011", "６１０１１３１９６５０１０１００１１",
]  # fmt: skip


def raw_of(value: Any) -> Any:
    """A typed answer as a program would send it."""
    if isinstance(value, IdNumber):
        return value.number
    if isinstance(value, Pin):
        return value.reveal()
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime) else value


def valid(kind: Kind, raw: Any) -> bool:
    return jsonschema_rs.validator_for(dict(kind.schema), validate_formats=True).is_valid(raw)


def read(kind: Kind, raw: Any) -> Any:
    """What the reader makes of it; the fault it finds otherwise. Anything else raised is an error of the reader."""
    try:
        return kind.read(raw, TODAY)
    except InputFault as fault:
        return fault


def samples(kind: Kind) -> tuple[Any, ...]:
    return kind.samples or MORE.get(kind.name, ()) or MOMENTS


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_samples_are_read_back_and_fit_the_schema(kind: Kind) -> None:
    for sample in (*samples(kind), *MORE.get(kind.name, ())):
        raw = raw_of(sample)
        found = read(kind, raw)
        assert valid(kind, raw), raw
        assert found.equals(sample) if isinstance(sample, Pin) else found == sample


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_what_is_read_fits_the_schema(kind: Kind) -> None:
    """Nothing comes in by one door that another would turn away, but for the texts of a form and its blanks."""
    forms = FORM_TEXTS.get(kind.name, set())
    taken = [raw for raw in JUNK if not isinstance(read(kind, raw), InputFault)]
    texts = [raw for raw in taken if isinstance(raw, str) and tidied(raw) in forms]
    assert [raw for raw in taken if not valid(kind, tidied(raw)) and raw not in texts] == []


def tidied(raw: Any) -> Any:
    """As every reader takes a text: without blanks around it, full-width signs as half-width ones."""
    return unicodedata.normalize("NFKC", raw).strip() if isinstance(raw, str) else raw


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_no_junk_breaks_the_reader(kind: Kind) -> None:
    """A reader answers with a value or a fault with code, words and cure: never with another exception."""
    for raw in (*JUNK, float("nan"), b"x", object(), "9" * 5000, "\ud800", 10**400):
        found = read(kind, raw)
        if isinstance(found, InputFault):
            assert found.code
            assert found.words
            assert found.cure


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_a_secret_is_never_shown_by_a_fault(kind: Kind) -> None:
    for raw in ("59182", "5918244", "59182x"):
        if kind.secret:
            assert raw not in str(read(kind, raw))
            assert kind.schema.get("writeOnly") is True


def test_the_law_sees_a_reader_that_takes_more_than_its_schema() -> None:
    lax = replace(kinds()["text"], read=lambda raw, today: str(raw), name="lax")
    with pytest.raises(AssertionError):
        test_what_is_read_fits_the_schema(lax)


def test_every_field_has_its_kind() -> None:
    for service in catalogue().values():
        for field in fields_of(service.asks):
            assert isinstance(field, Field)
            assert field.required or field.default is None or field.default in samples(field.kind)
