"""A million acts, asked of the services and of a second telling of the card's life: no two answers may differ."""

import multiprocessing
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.model import life, walk
from tests.model.walk import Walked
from yikatong.cards.states import Standing

ACTS, CHUNKS, PROCESSES = 1_000_000, 4, 2
SEED = 20261121
COMMON = 0.01
# Why an edge is rarer than one granted act in a hundred: it needs others before it, each of which is a choice.
RARE = {
    "CANCELLED": "few acts are left to a card whose social function has ended",
    "LOCKED": "six wrong PINs come first",
    "LOST": "a formal report comes first, and in Shaanxi ends the card",
    "TEMP_LOST": "a report comes first, and time or another report may end it",
    "ACTIVE": "collecting and activating come first",
    "INACTIVE": "one of many acts upon a new card",
    "NORMAL": "enabling comes first, and most acts then are PINs",
    "SEALED": "one of many acts upon a new card",
    **dict.fromkeys(life.RANK, "every stage before it comes first"),
}
EVERY_EDGE = [
    *((half, state, op) for half, table in life.TABLE.items() for state, row in table.items() for op in row),
    *(("stage", stage, "record") for stage in life.NEXT),
    ("stage", "SUBMITTED", "review"), ("stage", "READY", "collect"), ("stage", "PROVINCE_RELEASED", "collect"),
    ("social", "TEMP_LOST", "time"), ("financial", "TEMP_LOST", "time"),
]  # fmt: skip
# The table's names of what the walk calls by one: a wrong try is the last when it locks, a lift is formal on LOST.
CALLED = {"wrong": "try", "right": "try", "last wrong": "try", "lift formal": "lift"}


@pytest.fixture(scope="module")
def walked() -> Walked:
    print(f"seeds {SEED} to {SEED + CHUNKS - 1}")
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        parts = pool.starmap(walk.walk, [(SEED + chunk, ACTS // CHUNKS) for chunk in range(CHUNKS)], chunksize=1)
    edges: Counter[tuple[str, str, str, str]] = sum((part.edges for part in parts), Counter())
    divergences = [told for part in parts for told in part.divergences]
    return Walked(sum(p.acts for p in parts), sum(p.granted for p in parts), edges, divergences)


def test_a_million_acts_and_no_divergence(walked: Walked) -> None:
    print(f"{walked.acts} acts, {walked.granted} granted")
    assert walked.divergences == []
    assert walked.acts >= ACTS


def test_every_edge_is_walked(walked: Walked) -> None:
    """All edges of the tables, with their share of what was granted; a rare one has a reason."""
    met: Counter[tuple[str, str, str]] = Counter()
    for (part, state, op, after), times in sorted(walked.edges.items()):
        share = times / walked.granted
        reason = "" if share >= COMMON else RARE[state]
        print(f"{times:8} {share:7.2%} {part:9} {state:17} {op:8} → {after:17} {reason}")
        met[part, state, op] += times
    assert [edge for edge in EVERY_EDGE if met[edge[0], edge[1], CALLED.get(edge[2], edge[2])] < 50] == []


def test_walks_are_the_same_each_time() -> None:
    assert walk.walk(7, 500) == walk.walk(7, 500)


def late(self: Standing, now: datetime) -> Standing:
    """Ends one second too late."""
    if self.until is None or now <= self.until or self.before is None:
        return self
    return Standing(self.before, since=self.until)


def forgetful(self: Standing, now: datetime) -> Standing:
    """A SEALED function comes back as a NORMAL one."""
    return Standing(type(self.state)("normal"), now)


@pytest.mark.parametrize(("name", "fault"), [("at", late), ("lifted", forgetful)])
def test_a_planted_fault_of_ours_is_found(
    name: str, fault: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Standing, name, fault)
    assert walk.walk(SEED, 20_000).divergences != []


def test_a_planted_fault_of_the_model_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(life.NATION, "liftable", False)
    assert walk.walk(SEED, 20_000).divergences != []
