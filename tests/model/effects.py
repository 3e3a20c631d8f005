"""What is done to the cards of the second telling when something is allowed; see ``life`` for what is."""

from typing import Any

from tests.model.life import PLACES, TRIES, World, born, heir, over, stands


def _report(half: dict[str, Any], kind: str, at: int, lasts: int | None) -> None:
    state = stands(half, at)
    prior = half["prior"] if state in ("TEMP_LOST", "LOST") else state
    half |= {"is": kind, "prior": prior, "until": None if lasts is None or kind == "LOST" else at + lasts}


def _become(half: dict[str, Any], state: str) -> None:
    half |= {"is": state, "prior": None, "until": None}


def _end_of_old(world: World, card: dict[str, Any], moment: str) -> None:
    """A replaced card ends when the new one is made, a renewed one when the new one is enabled."""
    if card["of"] is not None and {"replace": "made", "renew": "enabled"}[card["reason"]] == moment:
        _become(world["cards"][card["of"]]["social"], "CANCELLED")


def done(world: World, op: str, number: int, what: str, where: str, at: int) -> None:
    """Do it; it is allowed."""
    card = world["cards"][number]
    DEEDS[op](world, card, number, what, at)


def temp(world: World, card: Any, number: int, what: str, at: int) -> None:
    _report(card[what], "TEMP_LOST", at, PLACES[world["place"]]["lasts"])  # type: ignore[arg-type]


def formal(world: World, card: Any, number: int, what: str, at: int) -> None:
    """Shaanxi: one act for the whole card, and the replacement with it."""
    whole = PLACES[world["place"]]["whole card"]
    for half in ("social", "financial") if whole else (what,):
        if stands(card[half], at) not in ("LOST", "CANCELLED", "CLOSED"):
            _report(card[half], "LOST", at, None)
    if whole and not over(card) and heir(world, number) is None:
        world["cards"].append(born(number, "replace"))


def lift(world: World, card: Any, number: int, what: str, at: int) -> None:
    _become(card[what], card[what]["prior"])
    coming = heir(world, number)
    if what == "social" and coming and coming["reason"] == "replace":
        coming["stage"] = "WITHDRAWN"


def enable(world: World, card: Any, number: int, what: str, at: int) -> None:
    _become(card["social"], "NORMAL")
    if what == "pin":
        card |= {"initial": False, "wrong": 0}
    _end_of_old(world, card, "enabled")


def try_pin(world: World, card: Any, number: int, what: str, at: int) -> None:
    card["wrong"] = 0 if what == "right" else card["wrong"] + 1
    if card["wrong"] >= TRIES:
        _become(card["social"], "LOCKED")


def new_pin(world: World, card: Any, number: int, what: str, at: int) -> None:
    if stands(card["social"], at) == "LOCKED":
        _become(card["social"], "NORMAL")
    card |= {"initial": False, "wrong": 0}


def review(world: World, card: Any, number: int, what: str, at: int) -> None:
    card["stage"] = "BANK_OPENING"


def record(world: World, card: Any, number: int, what: str, at: int) -> None:
    card["stage"] = what
    if what == "PERSONALISED":
        _end_of_old(world, card, "made")


def collect(world: World, card: Any, number: int, what: str, at: int) -> None:
    card["stage"] = "COLLECTED"


DEEDS = {
    "temp": temp, "formal": formal, "lift": lift, "enable": enable, "try": try_pin, "reset": new_pin, "unlock": new_pin,
    "replace": lambda w, c, n, what, at: w["cards"].append(born(n, "replace")),
    "renew": lambda w, c, n, what, at: w["cards"].append(born(n, "renew")),
    "review": review, "record": record, "collect": collect,
    "cancel": lambda w, c, n, what, at: _become(c["social"], "CANCELLED"),
    "settle": lambda w, c, n, what, at: c["settled"].add(what),
    "activate": lambda w, c, n, what, at: _become(c["financial"], "ACTIVE"),
    "close": lambda w, c, n, what, at: _become(c["financial"], "CLOSED"),
}  # fmt: skip
