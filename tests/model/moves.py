"""What may be tried on a card, and how each is asked of a service."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from tests.model.life import WEEK
from yikatong.catalogue.answers import read_answers
from yikatong.catalogue.channels import Asker, AskerKind, Channel
from yikatong.catalogue.service import Service
from yikatong.services import catalogue

REGIONS = {"nation": ("110000", "BJ-01"), "shaanxi": ("610400", "XY-QD-01")}
# Lives begin just before a month, a leap day or a year ends in China, and on an ordinary morning.
BEGINNINGS = tuple(datetime.fromisoformat(f"{at}+08:00") for at in (
    "2026-11-30T23:59:59", "2027-12-31T23:59:59", "2028-02-28T23:59:58", "2026-11-21T10:00:00",
))  # fmt: skip
SECONDS = (*[0] * 12, *[1] * 8, 60, 60, 3600, 86_399, 86_400, 86_401, WEEK - 1, WEEK, WEEK + 1)
FRESH = "135792"

Move = tuple[str, str, str]  # op, what, where


def moves() -> Iterator[Move]:
    people = ("desk", "portal", "kiosk", "bank", "hotline", "partner")
    for half in ("social", "financial"):
        for where in people[:5]:
            yield from ((op, half, where) for op in ("temp", "formal", "lift"))
        yield from (("settle", half, where) for where in ("bank", "officer"))
    for where in people:
        yield from (("enable", what, where) for what in ("", "pin"))
        yield from ((op, "", where) for op in ("reset", "unlock", "replace", "renew", "cancel"))
    yield from (("try", what, "partner") for what in (*["wrong"] * 9, "right"))
    yield from (("activate", "financial", where) for where in ("bank", "desk"))
    yield from (("close", "financial", where) for where in ("bank", "desk"))
    yield from (("review", "", "officer"), ("collect", "", "desk"), ("collect", "", "portal"))
    stages = {"bank": ["BATCHED"], "plant": ["MAKING", "PERSONALISED", "PROVINCE_RELEASED"],
              "officer": ["CITY_RECEIVED", "READY"]}  # fmt: skip
    for where, reached in stages.items():
        yield from (("record", stage, where) for stage in reached)


BY_OP: dict[str, list[Move]] = {}
for _move in moves():
    BY_OP.setdefault(_move[0], []).append(_move)
# What needs a chain of other acts before it is asked more often.
WEIGHTS = {"record": 4, "try": 4, "collect": 3, "enable": 3, "review": 2, "lift": 2}
WEIGHTED = [op for op in BY_OP for _ in range(WEIGHTS.get(op, 1))]
LASTING = {"record", "try"}
TRIES_TO_CHOOSE = 6
SERVICE = {
    "temp": "report_loss", "formal": "report_loss", "lift": "lift_loss", "enable": "enable", "try": "try_pin",
    "reset": "reset_pin", "unlock": "unlock", "replace": "replace", "renew": "renew", "review": "review_application",
    "record": "record_production", "collect": "collect", "cancel": "cancel", "settle": "settle_funds",
    "activate": "activate_account", "close": "close_account",
}  # fmt: skip


def raw_answers(op: str, what: str, place: str) -> dict[str, Any]:
    answers: dict[str, dict[str, Any]] = {
        "temp": {"function": what, "kind": "temporary"}, "formal": {"function": what, "kind": "formal"},
        "lift": {"function": what}, "settle": {"function": what}, "enable": {"new_pin": FRESH} if what else {},
        "try": {"current_pin": FRESH}, "reset": {"new_pin": FRESH}, "unlock": {"new_pin": FRESH},
        "renew": {"ground": "damage", "consent": True}, "review": {"verdict": "approve"},
        "record": {"stage": what.lower()} | ({"card_no": "A00000001"} if what == "PERSONALISED" else {}),
        "collect": {"outlet": REGIONS[place][1]},
        "cancel": {"ground": {"nation": "no_local_services", "shaanxi": "left_province"}[place],
                   "benefits_in_use": False},
    }  # fmt: skip
    return answers.get(op, {})


@cache
def asking(move: Move, place: str) -> tuple[Service[Any], Any, Channel, Asker, bool | None]:
    """The act as it is asked of a service: made once, asked a million times."""
    op, what, where = move
    service = catalogue()[SERVICE[op]]
    party = {"bank": "CAB", "plant": "plant"}.get(where, "")
    asker = Asker(AskerKind.HOLDER)
    if op in ("record", "settle", "activate", "close") and party:
        asker = Asker(AskerKind.PARTY, party)
    elif where == "officer":
        asker = Asker(AskerKind.OFFICER, "O1")
    asked = read_answers(service, raw_answers(op, what, place), BEGINNINGS[0].date())
    return service, asked, Channel(where), asker, {"right": True, "wrong": False}.get(what)
