"""Many people, each in a situation that a rule may have to judge. Written as scenarios, read by the real reader."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from yikatong.cards.orders import OrderKind
from yikatong.cards.person import Person
from yikatong.cards.stages import Stage
from yikatong.cards.states import STATES_OF, Function
from yikatong.catalogue.scenario import read_person

NOW = datetime.fromisoformat("2026-11-21T10:00:00+08:00")
REGIONS = ("110000", "610000", "610104", "510100")
TICK = timedelta(microseconds=1)
AGENT = "a" * 32

State = dict[str, Any]


def later(**delta: float) -> str:
    return (NOW + timedelta(**delta)).isoformat()


def day(days: int) -> str:
    return (NOW + timedelta(days=days)).date().isoformat()


def lost(before: str, until: str | None = None, state: str = "temp_lost") -> State:
    standing = {"state": state, "since": later(days=-1), "before": before}
    return standing | ({"until": until} if until else {})


def every_standing() -> Iterator[tuple[str, State]]:
    for social in STATES_OF[Function.SOCIAL]:
        for financial in STATES_OF[Function.FINANCIAL]:
            yield f"{social}/{financial}", {"cards": [{"social": social, "financial": financial}]}


ONCE = {"normal": "active", "lost": "lost", "temp_lost": "active", "locked": "active", "sealed": "inactive"}


def every_stage() -> Iterator[tuple[str, State]]:
    """A first card at each stage, and one that follows a card at each state of that."""
    for stage in Stage:
        coming = {"stage": stage, "social": "sealed", "financial": "inactive", "pin_initial": True}
        yield f"first {stage}", {"cards": [coming | {"card_id": "C9"}]}
        for social, financial in ONCE.items():
            old = {"card_id": "C1", "social": social, "financial": financial}
            new = coming | {"card_id": "C9", "predecessor": "C1"}
            reason = "replacement" if social == "lost" else "renewal"
            yield f"{reason} {stage} after {social}", {"cards": [old, new | {"reason": reason}]}
        away = {"card_id": "C1", "region": "other"}
        new = coming | {"card_id": "C9", "predecessor": "C1", "reason": "transfer"}
        yield f"transfer {stage}", {"cards": [away, new]}


def every_lapse() -> Iterator[tuple[str, State]]:
    """Reports of a SEALED, LOCKED or NORMAL function that end now, a tick later, in a day, never, or have ended."""
    ends = {"ended": later(seconds=-1), "ends now": later(), "a tick": (NOW + TICK).isoformat(), "a day": later(days=1)}
    for before in ("sealed", "normal", "locked"):
        yield f"lost {before}", {"cards": [{"social": lost(before, state="lost")}]}
        yield f"reported {before}, open", {"cards": [{"social": lost(before)}]}
        for name, until in ends.items():
            yield f"reported {before}, {name}", {"cards": [{"social": lost(before, until)}]}
    for before in ("inactive", "active", "locked", "frozen", "unknown"):
        yield f"account lost {before}", {"cards": [{"financial": lost(before, state="lost")}]}
        for name, until in ends.items():
            yield f"account reported {before}, {name}", {"cards": [{"financial": lost(before, until)}]}
    both = {"social": lost("normal", state="lost"), "financial": lost("active", state="lost")}
    yield "both lost", {"cards": [both]}
    yield "lost, replaced", {"cards": [both, {"stage": "submitted", "social": "sealed", "financial": "inactive",
                                              "predecessor": "C1", "reason": "replacement"}]}  # fmt: skip


def every_pin() -> Iterator[tuple[str, State]]:
    for tries in (0, 1, 4, 5, 6):
        for initial in (True, False):
            for social in ("sealed", "normal", "locked"):
                card = {"social": social, "wrong_pins": tries, "pin_initial": initial}
                yield f"pin {social} {tries} {initial}", {"cards": [card]}


def several_cards() -> Iterator[tuple[str, State]]:
    away = {"region": "other"}
    for social, financial in ONCE.items():
        there = away | {"social": social, "financial": financial}
        yield f"second province {social}", {"cards": [{}, there]}
        yield f"only away {social}", {"cards": [there]}
    yield "two in one province", {"cards": [{}, {}]}
    yield "ended and new", {"cards": [{"social": "cancelled", "financial": "closed"}, {}]}
    yield "ended away", {"cards": [{}, away | {"social": "cancelled", "financial": "active"}]}


def every_former() -> Iterator[tuple[str, State]]:
    """Cards of a former system: taken over lately and long ago, untouched and in use since."""
    for days in (-2, -29, -31):
        at = later(days=days)
        told = dict.fromkeys(("applied_at", "stage_at", "collected_at"), at) | {"reason": "former", "generation": 2}
        for state in ("normal", "sealed"):
            card = told | {"social": {"state": state, "since": at}, "financial": {"state": "active", "since": at}}
            yield f"taken over {state} {days}", {"cards": [card | {"pin_initial": state == "sealed"}]}
            yield f"taken over {state} {days}, used", {"cards": [card | {"wrong_pins": 1}]}


def every_card_fact() -> Iterator[tuple[str, State]]:
    for days in (-400, -1, 0, 1, 59, 60, 61, 3000):
        yield f"valid {days}", {"cards": [{"valid_until": day(days)}]}
        yield f"valid {days}, second generation", {"cards": [{"valid_until": day(days), "generation": 2}]}
    for settled in (["social"], ["financial"], ["social", "financial"]):
        for social in ("normal", "lost", "cancelled"):
            yield f"settled {settled} {social}", {"cards": [{"settled": settled, "social": social}]}
    yield "employer", {"cards": [{"employer": "E1", "stage": "submitted", "social": "sealed", "financial": "inactive"}]}
    yield "photo", {"cards": [{"photo": "d" * 64}]}
    for stage in Stage:
        card = {"photo": "d" * 64, "stage": stage, "social": "sealed", "financial": "inactive"}
        yield f"photo {stage}", {"cards": [card]}
    yield "old photo", {"cards": [{"photo": "d" * 64, "applied_at": later(days=-6000)}]}
    for bank, outlet in (("CAB", "XA-BK-01"), ("nobody", "nowhere")):
        for stage in ("province_released", "city_received", "ready", "mailing", "returned"):
            card = {"bank": bank, "outlet": outlet, "stage": stage, "social": "sealed", "financial": "inactive"}
            yield f"{outlet} {stage}", {"cards": [card]}


def appointment(at: str, outlet: str = "XA-YT-01", **changes: Any) -> State:
    return {"appointment_id": "A1", "card_id": "C1", "outlet": outlet, "at": at, "seat": 0, **changes}


def every_appointment() -> Iterator[tuple[str, State]]:
    ready = {"stage": "ready", "social": "sealed", "financial": "inactive"}
    times = {"past": later(days=-3), "today": later(), "soon": later(minutes=20), "later": later(days=2)}
    for name, at in times.items():
        yield f"appointment {name}", {"cards": [ready], "appointments": [appointment(at)]}
    yield "appointment elsewhere", {"cards": [ready], "appointments": [appointment(later(), "BJ-01")]}
    cancelled = appointment(later(), cancelled=True)
    yield "appointment cancelled", {"cards": [ready], "appointments": [cancelled]}


def mandate(kind: str = "agent", **changes: Any) -> State:
    return {"mandate_id": "M1", "kind": kind, "agent": AGENT, "scopes": [], "starts_on": day(-9), "ends_on": day(9),
            **changes}  # fmt: skip


SOME_CARDS: dict[str, State] = {
    "normal": {}, "sealed": {"social": "sealed", "financial": "inactive"}, "temp_lost": {"social": "temp_lost"},
    "locked": {"social": "locked"}, "ready": {"stage": "ready", "social": "sealed", "financial": "inactive"},
}  # fmt: skip


def every_mandate() -> Iterator[tuple[str, State]]:
    for name, card in SOME_CARDS.items():
        for kind in ("agent", "guardian"):
            yield f"{kind} {name}", {"cards": [card], "mandates": [mandate(kind)]}
    yield "agent, no card", {"mandates": [mandate()]}
    yield "mandate over", {"cards": [{}], "mandates": [mandate(ends_on=day(-1))]}
    yield "mandate to come", {"cards": [{}], "mandates": [mandate(starts_on=day(1))]}
    yield "mandate last day", {"cards": [{}], "mandates": [mandate(ends_on=day(0))]}
    yield "mandate revoked", {"cards": [{}], "mandates": [mandate(revoked_at=later(days=-1))]}
    yield "mandate narrow", {"cards": [{}], "mandates": [mandate(scopes=["track"])]}


def every_proposal() -> Iterator[tuple[str, State]]:
    for part, value in {"name": "钱二宁", "mobile": "13900000000", "address": "雁塔区"}.items():
        for proposer in ("actor", "other"):
            for settled in (False, True):
                proposal = {"proposal_id": "P1", "part": part, "reason": "写错", "proposer": proposer,
                            "proposed_at": later(days=-1), "settled": settled}  # fmt: skip
                yield f"proposal {part} {proposer} {settled}", {
                    "cards": [{}], "proposals": [proposal], "words": {"proposed": {} if settled else {"P1": value}},
                }  # fmt: skip


def visit(**changes: Any) -> State:
    return {"visit_id": "V1", "region": "610104", "day": day(0), "half": "morning", "matter": "check",
            "reason": "aged", "requested_at": later(days=-8), **changes}  # fmt: skip


def every_visit() -> Iterator[tuple[str, State]]:
    yield "visit to come", {"cards": [{}], "visits": [visit()], "words": {"born_on": "1940-01-01"}}
    yield "visit just asked for", {"cards": [{}], "visits": [visit(requested_at=later(days=-1))]}
    yield "visit made", {"cards": [{}], "visits": [visit(outcome="not_home")]}
    yield "visit cancelled", {"cards": [{}], "visits": [visit(cancelled=True)]}


def every_holder() -> Iterator[tuple[str, State]]:
    for asking in range(8):
        yield f"unknown {asking}", {"known": False}
    yield "no card", {}
    child = {"name": "孙小宁", "id_number": "610104201206300056", "born_on": "2012-06-30"}
    for name, card in SOME_CARDS.items():
        yield f"child {name}", {"cards": [card], "words": child}
    yield "child, no card", {"words": child}
    yield "no birth date", {"cards": [{}], "words": {"born_on": None}}
    for kind in ("resident_permit", "foreign_permanent"):
        yield kind, {"cards": [{}], "id_kind": kind}


def order(kind: str) -> State:
    return {"order_id": f"R1-{kind}", "kind": kind, "at": later(hours=-1), "sequence": 1}


def every_order() -> Iterator[tuple[str, State]]:
    """At a connected bank: what it has not answered, over each state of the account, and at the stages about it."""
    for kind in OrderKind:
        for financial in ("inactive", "active", "temp_lost", "lost", "closed"):
            for social in ("normal", "cancelled"):
                card = {"bank": "LTB", "financial": financial, "social": social, "bank_sequence": 1}
                yield f"order {kind}, {social}/{financial}", {"cards": [card | {"orders": [order(kind)]}]}
    for financial in STATES_OF[Function.FINANCIAL]:
        yield f"connected {financial}", {"cards": [{"bank": "LTB", "financial": financial, "bank_sequence": 1}]}
        yield f"connected, never told {financial}", {"cards": [{"bank": "LTB", "financial": financial}]}
    for stage in Stage:
        coming = {"bank": "LTB", "stage": stage, "social": "sealed", "financial": "inactive", "photo": "d" * 64}
        yield f"connected {stage}", {"cards": [coming]}
        yield f"connected {stage}, opening", {"cards": [coming | {"orders": [order("open_account")]}]}
    for funds in ("move", "pay_out"):
        for social in ("lost", "normal", "cancelled"):
            for stage in ("ready", "collected"):
                old = {"card_id": "C1", "bank": "LTB", "social": social}
                new = {"card_id": "C9", "bank": "LTB", "stage": stage, "social": "sealed", "financial": "inactive",
                       "predecessor": "C1", "reason": "replacement", "funds": funds, "bank_sequence": 1}  # fmt: skip
                yield f"money {funds} after {social}, {stage}", {"cards": [old, new]}
    for social in ("normal", "cancelled"):
        yield f"benefits here, {social}", {"cards": [{"social": social}], "benefits_card": "C1"}


def states() -> dict[str, State]:
    groups = (every_holder, every_standing, every_stage, every_lapse, every_pin, several_cards, every_card_fact,
              every_appointment, every_mandate, every_proposal, every_visit, every_former, every_order)  # fmt: skip
    return dict(pair for group in groups for pair in group())


def _placed(state: State, region: str) -> State:
    """The state with its cards in ``region``, and those that are elsewhere in another province."""
    other = "510100" if region == "110000" else "110000"
    cards = [{"region": region} | card for card in state.get("cards", [])]
    moved = [card | {"region": other} if card["region"] == "other" else card for card in cards]
    return state | {"cards": moved} if "cards" in state else state


@cache
def people(region: str) -> dict[str, Person]:
    """Every person of the laws, by what is particular about them, with their cards in ``region``."""
    return {name: read_person(_placed(state, region), NOW) for name, state in states().items()}
