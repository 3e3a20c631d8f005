"""After the faults: everything is let run until nothing waits anywhere, or for so many rounds that it never will."""

import time
from collections.abc import Callable

from yikatong.channels.cli.converge.overtaking import CLOCKS_SEEN_S, recover
from yikatong.channels.cli.converge.story import plant_round
from yikatong.channels.cli.converge.world import World

ROUNDS, STUCK_ROUNDS = 90, 15
HOUR = 3600
PAUSE_S = 0.5


def settle(world: World, progress: Callable[[int], None]) -> dict[str, int]:
    """Hours pass until all is quiet; what still waits then, by name, empty where nothing does."""
    for way in world.ways:
        way.is_cut = False
        way.disarm()
    world.parties.wait_until_up()
    recover()
    waits, before, stuck = dict[str, int](), dict[str, int](), 0
    for turn in range(ROUNDS):
        _pass_an_hour(world)
        waits = _waiting(world)
        progress(turn + 1)
        if not waits and not _waiting(world):
            return {}
        stuck = stuck + 1 if waits == before else 0
        before = waits
        if stuck > STUCK_ROUNDS:
            break
    return waits


def _pass_an_hour(world: World) -> None:
    world.move_clocks(HOUR)
    world.bank.hurry()
    plant_round()
    time.sleep(CLOCKS_SEEN_S)
    plant_round()
    time.sleep(PAUSE_S)


def _waiting(world: World) -> dict[str, int]:
    from yikatong.office import reconciliation

    found = {**reconciliation.under_way(), **{f"bank_{name}": count for name, count in world.bank.waiting().items()}}
    return {name: count for name, count in found.items() if count}
