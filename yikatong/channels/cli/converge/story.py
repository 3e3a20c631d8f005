"""The story of one seed: which operation comes when, and which fault with it. The same seed tells the same story."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

from yikatong.channels.cli.converge.acts import LIFT, REPORT, Bureau
from yikatong.channels.cli.converge.faults import KILLED, ON_THE_WIRE, Fault
from yikatong.channels.cli.converge.world import BANK, World

WEEK, DAY = 604_800, 86_400
STEPS = (*[WEEK - 1, WEEK, WEEK + 1], DAY, 3600, 3600, *[60] * 4, *[600] * 4)
CLOCKS_SEEN_S = 1.1
"""How long another process may go on with the old time after a clock was moved."""
LONG_STEP_S = 600
OUTAGE_OPERATIONS = 8
PACE_S, REST_S = 0.03, 1.0
"""People are slower than machines: what they did is on its way before they do more; seldom has all of it arrived."""
REFUSING, MINUTES = 0.05, 8
SPARE = 1.4
"""More faults are planned than must be met: one that finds nobody up or nothing on its way is not counted."""

Happening = tuple[Fault, str]
"""A fault and whom it meets: a way, a party, or everybody."""


def planned(dice: Random, operations: int, least: int) -> dict[int, list[Happening]]:
    """By operation, the faults that begin with it."""
    plan: dict[int, list[Happening]] = {}
    times = max(1, round(least * SPARE))
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
        certain = {round(self.operations * share) for share in (0.7, 0.85, 0.95)}
        for turn in range(self.operations):
            self._begin_faults(turn)
            if turn in certain:
                self._old_order()
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
        """A lifting that nobody could deliver for a week, and a new report of loss before it is found again.

        Locking is easy: the new report waits for nothing. What the holder wanted last must hold at the bank.
        """
        found = self.bureau.at_rest()
        if found is None or self.world.to_bank.is_cut or not self._reported(*found):
            return
        self.world.to_bank.is_cut = True
        self.bureau.ask(found[0], LIFT, found[1])
        time.sleep(CLOCKS_SEEN_S)
        self.pass_time(WEEK + DAY)
        time.sleep(CLOCKS_SEEN_S)
        self.world.to_bank.is_cut = False
        if self.bureau.ask(found[0], REPORT, found[1]):
            self.pass_time(DAY)
            time.sleep(CLOCKS_SEEN_S)
            self.told["old orders overtaken"] += recover() > 0

    def _reported(self, n: int, card_id: str) -> bool:
        """The account stands reported lost; the bank is given some minutes for it."""
        if not self.bureau.is_reported(n, card_id):
            self.bureau.ask(n, REPORT, card_id)
        for _ in range(MINUTES):
            if self.bureau.is_reported(n, card_id):
                return True
            self.world.parties.wait_until_up()
            self.world.move_clocks(60)
            time.sleep(REST_S)
        return False

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


def recover() -> int:
    """Dead letters are carried anew, as an operator would after an outage of more than seven days; how many."""
    from yikatong.cards.events import Party
    from yikatong.office import deployment
    from yikatong.office.courier import recovery
    from yikatong.office.courier.carried import Lane

    return recovery.recover(deployment.now() - timedelta(days=3650), None, Lane(Party.BANK, BANK))


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
