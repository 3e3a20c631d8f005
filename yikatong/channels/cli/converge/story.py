"""The story of one seed: which operation comes when, and which fault with it. The same seed tells the same story."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random

from yikatong.channels.cli.converge.acts import Bureau
from yikatong.channels.cli.converge.faults import KILLED, ON_THE_WIRE, Fault
from yikatong.channels.cli.converge.overtaking import CLOCKS_SEEN_S, DAY, WEEK, overtaken, recover
from yikatong.channels.cli.converge.world import World

STEPS = (*[WEEK - 1, WEEK, WEEK + 1], DAY, 3600, 3600, *[60] * 4, *[600] * 4)
LONG_STEP_S = 600
OUTAGE_OPERATIONS = 8
PACE_S, REST_S = 0.03, 1.0
"""People are slower than machines: what they did is on its way before they do more; seldom has all of it arrived."""
REFUSING, ENDINGS = 0.05, 5
SPARE, SPARE_LEAST = 0.4, 3
"""More faults are planned than must be met: one that finds nobody up or nothing on its way is not counted."""

Happening = tuple[Fault, str]
"""A fault and whom it meets: a way, a party, or everybody."""


def planned(dice: Random, operations: int, least: int) -> dict[int, list[Happening]]:
    """By operation, the faults that begin with it."""
    plan: dict[int, list[Happening]] = {}
    times = least + max(SPARE_LEAST, round(least * SPARE))
    for fault in Fault:
        for place in range(times):
            at = round((place + dice.random()) * operations * 0.95 / times)
            where = KILLED.get(fault) or ("" if fault is Fault.OUTAGE else dice.choice(("to_bank", "to_bureau")))
            plan.setdefault(at, []).append((fault, where))
    return plan


class Story:
    """``told`` counts operations by kind."""

    def __init__(self, world: World, seed: int, operations: int, least: int) -> None:
        self.world, self.operations = world, operations
        self._dice = Random(seed)  # noqa: S311  (a story, no secret)
        self.bureau = Bureau(seed, self._dice)
        self.told: Counter[str] = Counter()
        self._plan = planned(self._dice, operations, least)
        self._due: list[Happening] = []
        self._up_again = -1

    def live(self, progress: Callable[[int], None]) -> None:
        self.world.bank.behave(REFUSING)
        for turn in range(self.operations):
            self._begin_faults(turn)
            kind, operation = self._drawn()
            self.told[kind] += 1
            operation()
            time.sleep(PACE_S)
            progress(turn + 1)
        for way in self.world.ways:
            way.is_cut = False

    def _drawn(self) -> tuple[str, Callable[[], None]]:
        drawn = self._dice.random()
        for share, kind, operation in self._kinds():
            drawn -= share
            if drawn < 0:
                return kind, operation
        return "act", self._act

    def _kinds(self) -> Iterator[tuple[float, str, Callable[[], None]]]:
        yield (0.5 if self.bureau.people < 4 else 0.035), "apply", self.bureau.apply  # noqa: PLR2004
        yield 0.18, "bank counter", self._at_the_bank
        yield 0.06, "plant files", plant_round
        yield 0.035, "clock", self._clock
        yield 0.05, "rest", lambda: time.sleep(REST_S)
        yield 0.015, "lock", self.bureau.lock
        yield 0.01, "recover", self._recover
        yield 0.006, "old order", self._old_order

    def _act(self) -> None:
        self.bureau.act()

    def _clock(self) -> None:
        self.pass_time(self._dice.choice(STEPS))

    def pass_time(self, seconds: int) -> None:
        self.world.move_clocks(seconds)
        if seconds >= LONG_STEP_S:
            time.sleep(CLOCKS_SEEN_S)

    def _at_the_bank(self) -> None:
        """The bank's own clerk: half of what happens to an account is never asked of us."""
        card_id = self.bureau.some_card()
        if not self.world.parties.by_name["bank"].is_up:
            self.told["bank away"] += 1
        elif card_id is not None:
            name, form = self._dice.choice(AT_THE_BANK)
            self.told[f"bank {name} {self.world.bank.act(card_id, name, **form)}"] += 1

    def _recover(self) -> None:
        """An operator finds dead letters and has them carried anew, long after newer orders were done."""
        self.told["dead letters recovered"] += recover()

    def _old_order(self) -> None:
        self.told["old orders overtaken"] += overtaken(self)

    def end(self) -> None:
        """Whatever the dice have told, an old order is overtaken at least once. All is quiet then."""
        for _ in range(ENDINGS):
            if self.told["old orders overtaken"]:
                return
            self.bureau.collect()
            self._old_order()

    def _begin_faults(self, turn: int) -> None:
        """What is planned for this operation, and what found nobody to meet so far."""
        if turn == self._up_again:
            for way in self.world.ways:
                way.is_cut = False
        self._due += self._plan.get(turn, [])
        self._due = [happening for happening in self._due if not self._met(*happening, turn)]

    def _met(self, fault: Fault, where: str, turn: int) -> bool:
        if fault in ON_THE_WIRE:
            getattr(self.world, where).arm(fault)
            return True
        if fault is Fault.OUTAGE:
            return self._cut(turn)
        return self.world.parties.kill(fault, where)

    def _cut(self, turn: int) -> bool:
        """A day on which bureau and bank do not hear of each other, while both go on working."""
        if self.world.to_bank.is_cut:
            return False
        self.world.tally.count(Fault.OUTAGE)
        for way in self.world.ways:
            way.is_cut = True
        self._up_again = turn + OUTAGE_OPERATIONS
        self.pass_time(DAY)
        return True


def plant_round() -> None:
    """The bureau's worker: batches out, files in."""
    from yikatong.office import plant

    plant.work()


SEEN = {"seen": "yes"}
AT_THE_BANK: tuple[tuple[str, dict[str, str]], ...] = (
    ("activate", SEEN), ("activate", SEEN), ("activate", SEEN),
    ("report", {"kind": "temporary"}), ("report", {"kind": "formal"}), ("lift", SEEN), ("lift", SEEN),
    ("freeze", {"on": "yes"}), ("freeze", {"on": "no"}), ("freeze", {"on": "no"}),
    *(("deposit", {"yuan": yuan}) for yuan in ("0.01", "100.00", "2580.37", "30000")),
    ("pay-out", {"yuan": "50"}), ("pay-out", {"all": "yes"}),
    ("close", {"card": "destroyed"}), ("close", {"card": "taken_back"}),
)  # fmt: skip
