"""The codec: what is written is read back the same, and what does not fit is refused with its place."""

import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yikatong.cards.card import Card, Reason
from yikatong.cards.codec import CodecFault, plain, read
from yikatong.cards.events import EVENTS
from yikatong.cards.person import Person
from yikatong.cards.stages import Stage
from yikatong.cards.states import Standing, State

NOW = datetime.fromisoformat("2026-11-21T10:00:00+08:00")
STANDING = Standing(State.TEMP_LOST, NOW, NOW, State.SEALED)


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of an annotation: written again here, so that the codec is not tested by itself."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return st.none() | values_of(next(a for a in args if a is not NoneType))
    if origin in (tuple, frozenset):
        parts = st.frozensets if origin is frozenset else st.lists
        return parts(values_of(args[0]), max_size=2).map(origin)
    if origin is dict:
        return st.dictionaries(st.text(max_size=3), values_of(args[1]), max_size=2)
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{f.name: values_of(hints[f.name]) for f in fields(hint)})
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from([*hint])
    moments = st.datetimes(timezones=st.just(UTC))
    known = {str: st.text(max_size=5), int: st.integers(), bool: st.booleans(), datetime: moments, date: st.dates()}
    return known[hint]


@pytest.mark.parametrize("cls", [*EVENTS.values(), Card, Person], ids=lambda cls: cls.__name__)
@settings(
    max_examples=25, derandomize=True, suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow]
)
@given(data=st.data())
def test_what_is_written_is_read_back(cls: type[Any], data: st.DataObject) -> None:
    value = data.draw(values_of(cls))
    written = plain(value)
    assert read(cls, json.loads(json.dumps(written))) == value


@pytest.mark.parametrize("cls", [*EVENTS.values()], ids=lambda cls: cls.__name__)
def test_a_missing_and_an_unknown_key_are_refused(cls: type[Any]) -> None:
    with pytest.raises(CodecFault, match="unknown sun"):
        read(cls, {f.name: None for f in fields(cls)} | {"sun": 1})
    if any(f.default is MISSING for f in fields(cls)):
        with pytest.raises(CodecFault, match="missing"):
            read(cls, {})


WRONG = {
    "no enum": {"state": "asleep"}, "no moment": {"since": "yesterday"}, "no offset": {"since": "2026-11-21T10:00:00"},
    "null": {"state": None}, "number": {"since": 1}, "list": {"state": ["normal"]},
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_value_that_does_not_fit_is_refused_with_its_place(wrong: dict[str, Any]) -> None:
    with pytest.raises(CodecFault, match=f"Standing.{next(iter(wrong))}"):
        read(Standing, plain(STANDING) | wrong)


@pytest.mark.parametrize("value", [None, [], "text", 3, {"since": []}])
def test_what_is_no_object_is_refused(value: Any) -> None:
    with pytest.raises(CodecFault):
        read(Standing, value)


def test_a_number_is_no_text_and_a_text_no_number() -> None:
    card = plain(Card("C1", "610100", "CAB", "X", Reason.FIRST, Stage.READY, NOW, NOW, STANDING, STANDING))
    assert read(Card, card).wrong_pins == 0
    wrong = {"wrong_pins": "0", "card_id": 1, "pin_initial": 1, "settled": "social", "generation": True}
    for name, value in wrong.items():
        with pytest.raises(CodecFault, match=f"Card.{name}"):
            read(Card, card | {name: value})


def test_what_has_no_json_form_is_refused() -> None:
    with pytest.raises(CodecFault, match="object has no JSON form"):
        plain(object())
    assert plain(frozenset({State.LOST, State.ACTIVE})) == ["active", "lost"]
    assert plain({"a": (NOW, None)}) == {"a": ["2026-11-21T02:00:00+00:00", None]}
