"""What a service can be asked: the samples of its kinds and some more, as typed answers; strategies for the rest."""

import random
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import product
from typing import Any

from hypothesis import strategies as st

from tests.laws.people import NOW
from yikatong.cards.photo import Photo, Tones
from yikatong.cards.pin import Pin
from yikatong.catalogue.card_kinds import Roll, RollRow
from yikatong.catalogue.kinds import Field, fields_of
from yikatong.catalogue.moments import CHINA
from yikatong.catalogue.service import Service

QUESTIONS_MAX = 400
PLANTED_PINS = ("591824", "846203", "073915")
GOOD_PHOTO = Photo(50_000, "JPEG", "RGB", 358, 441, False, None, Tones(250, 3, 150, 300, 80), 50_000, "d" * 64)
PHOTOS = (GOOD_PHOTO, Photo(9, unreadable="photo_unreadable"), Photo(50_000, "JPEG", "RGB", 100, 100))
DAYS = tuple(NOW.date() + timedelta(days=days) for days in (-20_000, -1, 0, 1, 59, 60, 90, 366, 4000))
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=CHINA)
MOMENTS = (NOW, MONDAY, *(MONDAY + timedelta(**d) for d in (
    {"minutes": 10}, {"hours": -2}, {"hours": 12}, {"days": -1}, {"days": -7}, {"days": 60}, {"days": 400},
)))  # fmt: skip
ROW = {"id_number": "610113196501010011", "name": "赵一宁", "mobile": "13800000000"}
ROLLS = (
    Roll("2" * 64, (RollRow(1, ROW), RollRow(2, ROW))),
    Roll("3" * 64, (RollRow(1, ROW, ("第1行缺少姓名",)),)),
    Roll("4" * 64, tuple(RollRow(number, ROW) for number in range(1, 5))),
)
# What the kinds' own samples leave out, by the kind's name.
MORE: Mapping[str, tuple[Any, ...]] = {
    "day": DAYS, "moment": MOMENTS, "photo": PHOTOS, "whole": (2, 12, 5000),
    "code": ("C1", "C2", "C9", "A1", "M1", "P1", "R1", "V1", "CAB", "A12345678"), "outlet": ("BJ-01",),
    "new_pin": tuple(Pin.read(p) for p in (PLANTED_PINS[0], "650101", "123456")),
    "current_pin": tuple(Pin.read(p) for p in PLANTED_PINS), "roll": ROLLS,
    "text": ("赵一宁", "13800000000", "改"), "mobile": ("13911112222",),
}  # fmt: skip


def answers_to(field: Field) -> tuple[Any, ...]:
    own = field.kind.samples or field.choices
    found = (*own, *MORE.get(field.kind.name, ()))
    assert found, f"no sample answers of kind {field.kind.name}"
    return found if field.required else (field.default, *found)


@cache
def questions(asks: type) -> tuple[Any, ...]:
    """Answers to all fields: the whole product where it is small, else a fixed sample of it."""
    asked = {field.name: answers_to(field) for field in fields_of(asks)}
    total = 1
    for values in asked.values():
        total *= len(values)
    if total <= QUESTIONS_MAX:
        return tuple(asks(**dict(zip(asked, found, strict=True))) for found in product(*asked.values()))
    dice = random.Random(asks.__module__)
    return tuple(asks(**{name: dice.choice(values) for name, values in asked.items()}) for _ in range(QUESTIONS_MAX))


def strategy_of(field: Field) -> st.SearchStrategy[Any]:
    """Any value that the kind's reader can give."""
    drawn: Mapping[str, st.SearchStrategy[Any]] = {
        "day": st.dates(),
        "moment": st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(9999, 12, 30)).map(
            lambda found: found.replace(tzinfo=CHINA)
        ),
        "whole": st.integers(0, 10**11),
        "text": st.text("汉字 az09·—'\"{}%<>&", min_size=1, max_size=40),
        "name": st.text("赵钱孙李·", min_size=1, max_size=30),
        "code": st.text("ABC019-", min_size=1, max_size=40),
    }
    known = st.sampled_from(answers_to(field))
    return known | drawn[field.kind.name] if field.kind.name in drawn else known


def strategy(service: Service[Any]) -> st.SearchStrategy[Any]:
    return st.builds(service.asks, **{f.name: strategy_of(f) for f in fields_of(service.asks)})


def shown(asked: Any) -> str:
    """The answers on one line, for a complaint. Pins show as stars by themselves."""
    parts = ((f.name, getattr(asked, f.name)) for f in fields(asked)) if is_dataclass(asked) else ()
    return ", ".join(f"{name}={value}" for name, value in parts if not isinstance(value, date | Photo) or value)
