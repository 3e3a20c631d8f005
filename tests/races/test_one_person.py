"""Pairs and triples of acts on one person at the same instant: some serial order must explain all that they did.

Two guards stand behind that: the lock on the person's row, and the unique version of an entry. Each alone suffices,
which is shown; and without both the same races are shown to go wrong.
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import combinations, combinations_with_replacement, count

import pytest

from tests.office.world import BEIJING, NOW, PIN, SHAANXI, ask, enrol, enter, waiting
from tests.races.runner import Step, slow_and_numbered, violation, without
from yikatong.cards import events as e
from yikatong.cards.identity import IdNumber
from yikatong.cards.states import Function
from yikatong.catalogue.channels import Channel
from yikatong.office.ask import Ask
from yikatong.office.fsck import check

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
__all__ = ["slow_and_numbered"]

SLOT = NOW + timedelta(days=1)
VERSION = "one_entry_a_version"
serials = count(1)

Contender = Callable[[IdNumber], Ask]
SHAANXI_ACTS: dict[str, Contender] = {
    "temporary": lambda who: ask("report_loss", who, Channel.HOTLINE, function="social"),
    "formal": lambda who: ask("report_loss", who, Channel.BANK, function="social", kind="formal", confirmed=True),
    "lift": lambda who: ask("lift_loss", who, function="social"),
    "right PIN": lambda who: ask("try_pin", who, Channel.PARTNER, current_pin=PIN.reveal()),
    "wrong PIN": lambda who: ask("try_pin", who, Channel.PARTNER, current_pin="918273"),
    "account": lambda who: ask("report_loss", who, Channel.BANK, function="financial"),
}
BEIJING_ACTS: dict[str, Contender] = {
    "formal": lambda who: ask("report_loss", who, function="social", kind="formal", confirmed=True),
    "lift": lambda who: ask("lift_loss", who, function="social"),
    "replace": lambda who: ask("replace", who, confirmed=True),
    "temporary": lambda who: ask("report_loss", who, Channel.HOTLINE, function="social"),
}
WAITING_ACTS: dict[str, Contender] = {
    "collect": lambda who: ask("collect", who, outlet="XA-YT-01"),
    "enable": lambda who: ask("enable", who, new_pin="305817"),
    "book": lambda who: ask("book_collection", who, at=SLOT.isoformat()),
    "temporary": lambda who: ask("report_loss", who, Channel.HOTLINE, function="social"),
}


def in_use() -> IdNumber:
    return enrol(next(serials))


def reported(region: str = SHAANXI) -> IdNumber:
    serial = next(serials)
    about = enrol(serial, region)
    loss = e.LossReported(card_id=f"C{serial}", function=Function.SOCIAL, formal=False, until=NOW + timedelta(days=3))
    enter(about, loss, at=NOW - timedelta(days=4))
    return about


def formally_lost() -> IdNumber:
    serial = next(serials)
    about = enrol(serial, BEIJING)
    enter(
        about, e.LossReported(card_id=f"C{serial}", function=Function.SOCIAL, formal=True), at=NOW - timedelta(days=4)
    )
    return about


def nearly_locked() -> IdNumber:
    serial = next(serials)
    about = enrol(serial)
    enter(about, *[e.PinRefused(card_id=f"C{serial}")] * 4, at=NOW - timedelta(days=4))
    return about


def ready() -> IdNumber:
    """Booked for today, so that the card may be collected."""
    serial = next(serials)
    about, own = waiting(serial), f"P{serial}"
    booked = e.AppointmentBooked(appointment_id=own, card_id=f"C{serial}", outlet="XA-YT-01", at=NOW, seat=serial)
    enter(about, booked, at=NOW - timedelta(days=4), reference=own)
    return about


Start = Callable[[], IdNumber]
SCENES: list[tuple[Start, dict[str, Contender]]] = [
    (in_use, SHAANXI_ACTS), (reported, SHAANXI_ACTS), (nearly_locked, SHAANXI_ACTS), (formally_lost, BEIJING_ACTS),
    (ready, WAITING_ACTS),
]  # fmt: skip
scenes = pytest.mark.parametrize(("start", "acts"), SCENES, ids=[start.__name__ for start, _ in SCENES])


def raced(start: Start, acts: dict[str, Contender], names: tuple[str, ...]) -> str | None:
    about = start()
    steps = [Step(acts[name](about), f"YK-{next(serials)}") for name in names]
    found = violation(about, steps, SLOT)
    return found and f"{names}: {found}"


def violations(start: Start, acts: dict[str, Contender], size: int) -> list[str]:
    groups = combinations_with_replacement(acts, 2) if size == 2 else combinations(acts, size)
    return [found for names in groups if (found := raced(start, acts, names))]


@scenes
def test_pairs_are_explained_by_a_serial_order(start, acts):
    assert violations(start, acts, 2) == []


@scenes
def test_triples_are_explained_by_a_serial_order(start, acts):
    assert violations(start, acts, 3) == []
    assert check().findings == ()


@scenes
@pytest.mark.parametrize("guard", ["lock", VERSION])
def test_either_guard_alone_suffices(start, acts, guard):
    with without(guard):
        assert violations(start, acts, 2) == []


@scenes
def test_without_both_guards_the_races_go_wrong(start, acts):
    with without("lock", VERSION):
        assert len(violations(start, acts, 2)) >= 2


def lapse_races() -> list[str]:
    """A report ends at noon; who lifts it a moment before and who reports again at noon meet on the row."""
    found = []
    for _ in range(6):
        serial = next(serials)
        about, noon = enrol(serial), NOW + timedelta(hours=2)
        loss = e.LossReported(card_id=f"C{serial}", function=Function.SOCIAL, formal=False, until=noon)
        enter(about, loss, at=noon - timedelta(days=7))
        lift, again = SHAANXI_ACTS["lift"](about), SHAANXI_ACTS["temporary"](about)
        tick = timedelta(microseconds=1)
        steps = [Step(lift, f"YK-{next(serials)}", noon - tick), Step(again, f"YK-{next(serials)}", noon)]
        found.append(violation(about, steps) or "")
        late = [Step(lift, f"YK-{next(serials)}", noon), Step(again, f"YK-{next(serials)}", noon + tick)]
        found.append(violation(about, late) or "")
    return [words for words in found if words]


def test_a_lapse_is_decided_by_the_moment_and_not_by_who_was_first():
    assert lapse_races() == []


def test_a_lapse_goes_wrong_without_guards():
    with without("lock", VERSION):
        assert lapse_races()
