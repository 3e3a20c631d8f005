"""A second telling of a card's life, from the tables of the domain handbook (1.6 stages, 1.7 transitions, 1.8 places).

Written without a look at the services: plain dicts, plain words, whole seconds. It is here to disagree.
"""

from collections.abc import Callable
from typing import Any

Half = dict[str, Any]
World = dict[str, Any]
WEEK = 7 * 24 * 3600

# 1.8: what the places have set.
NATION = {
    "temp": {"social": {"desk", "hotline", "portal", "bank", "kiosk"}, "financial": {"bank"}}, "lasts": None,
    "formal": {"social": {"desk"}, "financial": {"bank"}}, "whole card": False, "liftable": True,
    "lift": {"social": {"desk", "portal", "kiosk"}, "financial": {"bank"}},
    "lift formal": {"social": {"desk"}, "financial": {"bank"}},
    "enable": {"desk", "portal", "kiosk"}, "enable with pin": False, "reset": {"desk"}, "unlock": {"desk"},
    "replace": {"desk", "portal", "bank"}, "renew": {"desk", "portal", "bank"}, "issued from": "READY",
    "cancel": {"desk"}, "ground": "no_local_services", "settle first": False, "social first": False,
}  # fmt: skip
SHAANXI = NATION | {
    "temp": {"social": {"desk", "hotline", "portal", "kiosk"}, "financial": {"bank"}}, "lasts": WEEK,
    "formal": {"social": {"bank"}, "financial": {"bank"}}, "whole card": True, "liftable": False,
    "enable": {"desk", "portal", "kiosk", "partner"}, "enable with pin": True, "reset": {"desk", "portal"},
    "replace": {"bank"}, "cancel": {"desk", "portal"}, "ground": "left_province", "settle first": True,
    "social first": True, "issued from": "PROVINCE_RELEASED",
}  # fmt: skip
PLACES = {"nation": NATION, "shaanxi": SHAANXI}
TRIES = 6

# 1.7: state → what may be done there → the state after it. "prior" is what was before the report.
SOCIAL = {
    "SEALED": {"enable": "NORMAL", "temp": "TEMP_LOST", "formal": "LOST", "cancel": "CANCELLED"},
    "NORMAL": {"temp": "TEMP_LOST", "formal": "LOST", "wrong": "NORMAL", "right": "NORMAL", "last wrong": "LOCKED",
               "reset": "NORMAL", "cancel": "CANCELLED"},
    "TEMP_LOST": {"lift": "prior", "formal": "LOST", "cancel": "CANCELLED"},
    "LOST": {"lift formal": "prior", "cancel": "CANCELLED"},
    "LOCKED": {"temp": "TEMP_LOST", "formal": "LOST", "reset": "NORMAL", "unlock": "NORMAL", "cancel": "CANCELLED"},
    "CANCELLED": {},
}  # fmt: skip
FINANCIAL = {
    "INACTIVE": {"activate": "ACTIVE", "temp": "TEMP_LOST", "formal": "LOST", "close": "CLOSED"},
    "ACTIVE": {"temp": "TEMP_LOST", "formal": "LOST", "close": "CLOSED"},
    "TEMP_LOST": {"lift": "prior", "formal": "LOST", "close": "CLOSED"},
    "LOST": {"lift formal": "prior", "close": "CLOSED"},
    "CLOSED": {},
}
TABLE = {"social": SOCIAL, "financial": FINANCIAL}
# 1.6: stage → who reports → the stages that may follow.
NEXT = {
    "BANK_OPENING": {"bank": {"BATCHED"}}, "BATCHED": {"plant": {"MAKING"}}, "MAKING": {"plant": {"PERSONALISED"}},
    "PERSONALISED": {"plant": {"PROVINCE_RELEASED"}, "officer": {"READY"}},
    "PROVINCE_RELEASED": {"officer": {"CITY_RECEIVED", "READY"}}, "CITY_RECEIVED": {"officer": {"READY"}},
}  # fmt: skip
RANK = {"SUBMITTED": 10, "BANK_OPENING": 40, "BATCHED": 50, "MAKING": 60, "PERSONALISED": 65, "PROVINCE_RELEASED": 70,
        "CITY_RECEIVED": 75, "READY": 80, "COLLECTED": 85, "WITHDRAWN": 90}  # fmt: skip


def born(of: int | None = None, reason: str = "", stage: str = "SUBMITTED") -> dict[str, Any]:
    return {"social": {"is": "SEALED"}, "financial": {"is": "INACTIVE"}, "stage": stage, "of": of, "reason": reason,
            "initial": True, "wrong": 0, "settled": set()}  # fmt: skip


def stands(half: Half, at: int) -> str:
    """Lapsed reports count as lapsed at their very second."""
    lapsed = half.get("until") is not None and at >= half["until"]
    state: str = half["prior"] if lapsed else half["is"]
    return state


def over(card: dict[str, Any]) -> bool:
    return card["stage"] == "WITHDRAWN" or card["social"]["is"] == "CANCELLED"


def heir(world: World, number: int) -> dict[str, Any] | None:
    return next((c for c in world["cards"] if c["of"] == number and not over(c)), None)


def serving(world: World, card: dict[str, Any]) -> bool:
    """In hand, and no card before it still in use: only such a one can be followed by another (1.7, invariant v)."""
    return card["stage"] == "COLLECTED" and (card["of"] is None or over(world["cards"][card["of"]]))


def allowed(world: World, op: str, number: int, what: str, where: str, at: int) -> bool:
    """Whether the tables and the place let it be done."""
    here, card = PLACES[world["place"]], world["cards"][number]
    if card["stage"] == "WITHDRAWN" and op not in ("settle", "close"):
        return False  # it never became a card: only its money can still be put in order
    half = what if what in TABLE else "social"
    table = TABLE[half][stands(card[half], at)]
    return RULES[op](world, here, card, number, what, where, table)


Rule = Callable[[World, dict[str, Any], dict[str, Any], int, str, str, dict[str, str]], bool]


def _lift(world: World, here: Any, card: Any, number: int, what: str, where: str, table: Any) -> bool:
    coming = heir(world, number)
    if what == "social" and coming and coming["reason"] == "replace" and coming["stage"] != "SUBMITTED":
        return False
    if "lift formal" in table:
        return bool(here["liftable"]) and where in here["lift formal"][what]
    return "lift" in table and where in here["lift"][what]


def _collectable(world: World, here: Any, card: Any, number: int, what: str, where: str, table: Any) -> bool:
    issued = RANK[here["issued from"]] <= RANK[card["stage"]] < RANK["COLLECTED"]
    return issued and where == "desk" and not over(card)


def _new_card(op: str, states: set[str]) -> Rule:
    def rule(world: World, here: Any, card: Any, number: int, what: str, where: str, table: Any) -> bool:
        ready = serving(world, card)
        in_state = any(SOCIAL[state] is table for state in states)
        return where in here[op] and in_state and ready and not over(card) and heir(world, number) is None

    return rule


def _closable(world: World, here: Any, card: Any, number: int, what: str, where: str, table: Any) -> bool:
    done = over(card) or card["social"]["is"] == "LOST" or not here["social first"]
    return where == "bank" and "close" in table and "financial" in card["settled"] and done


def _cancellable(world: World, here: Any, card: Any, number: int, what: str, where: str, table: Any) -> bool:
    gone = {"financial"} if card["financial"]["is"] == "CLOSED" else set()
    settled = not here["settle first"] or {"social", "financial"} <= card["settled"] | gone
    coming = heir(world, number)
    return where in here["cancel"] and "cancel" in table and settled and (not coming or coming["stage"] == "COLLECTED")


RULES: dict[str, Rule] = {
    "temp": lambda w, h, c, n, what, where, table: "temp" in table and where in h["temp"][what],
    "formal": lambda w, h, c, n, what, where, table: (
        "formal" in table and where in h["formal"][what] and (not h["whole card"] or serving(w, c) or over(c))
    ),
    "lift": _lift,
    "enable": lambda w, h, c, n, what, where, table: (
        "enable" in table and c["stage"] == "COLLECTED" and where in h["enable"]
        and (what == "pin" or not c["initial"] or not h["enable with pin"])
    ),
    "try": lambda w, h, c, n, what, where, table: (
        what in table and c["stage"] == "COLLECTED" and not c["initial"] and where == "partner"
    ),
    "reset": lambda w, h, c, n, what, where, table: (
        "reset" in table and where in h["reset"] and ("unlock" not in table or where in h["unlock"])
    ),
    "unlock": lambda w, h, c, n, what, where, table: "unlock" in table and where in h["unlock"],
    "replace": _new_card("replace", {"LOST"}),
    "renew": _new_card("renew", {"SEALED", "NORMAL", "LOCKED"}),
    "review": lambda w, h, c, n, what, where, table: c["stage"] == "SUBMITTED" and not over(c),
    "record": lambda w, h, c, n, what, where, table: (
        what in NEXT.get(c["stage"], {}).get(where, ()) and not over(c)
    ),
    "collect": _collectable,
    "cancel": _cancellable,
    "settle": lambda w, h, c, n, what, where, table: (
        what not in c["settled"] and where == {"social": "officer", "financial": "bank"}[what]
        and (what == "social" or c["financial"]["is"] != "CLOSED")
    ),
    "activate": lambda w, h, c, n, what, where, table: (
        "activate" in table and where == "bank" and c["stage"] == "COLLECTED" and not over(c)
    ),
    "close": _closable,
}  # fmt: skip
