"""An order that nobody could deliver for a week, overtaken by a newer one, and then carried anew."""

import time
from datetime import timedelta
from typing import Any

from yikatong.channels.cli.converge.draws import LIFT, REPORT
from yikatong.channels.cli.converge.world import BANK

WEEK, DAY = 604_800, 86_400
CLOCKS_SEEN_S = 1.1
"""How long another process may go on with the old time after a clock was moved."""
MINUTES = 8


def overtaken(story: Any) -> bool:
    """A lifting becomes a dead letter, a new report of loss is done, and the lifting is found again.

    Locking is easy: the new report waits for nothing. What the holder wanted last must hold at the bank.
    """
    found = story.bureau.at_rest()
    if found is None or story.world.to_bank.is_cut or not _reported(story, *found):
        return False
    story.world.to_bank.is_cut = True
    story.bureau.ask(found[0], LIFT, found[1])
    time.sleep(CLOCKS_SEEN_S)
    story.pass_time(WEEK + DAY)
    time.sleep(CLOCKS_SEEN_S)
    story.world.to_bank.is_cut = False
    story.bureau.ask(found[0], REPORT, found[1])
    story.pass_time(DAY)
    time.sleep(CLOCKS_SEEN_S)
    return recover() > 0


def _reported(story: Any, n: int, card_id: str) -> bool:
    """The account stands reported lost; the bank is given some minutes for it."""
    if not story.bureau.is_reported(n, card_id):
        story.bureau.ask(n, REPORT, card_id)
    for _ in range(MINUTES):
        if story.bureau.is_reported(n, card_id):
            return True
        story.world.parties.wait_until_up()
        story.pass_time(60)
        time.sleep(CLOCKS_SEEN_S)
    return False


def recover() -> int:
    """Dead letters are carried anew, as an operator would after an outage of more than seven days; how many."""
    from yikatong.cards.events import Party
    from yikatong.office import deployment
    from yikatong.office.courier import recovery
    from yikatong.office.courier.carried import Lane

    return recovery.recover(deployment.now() - timedelta(days=3650), None, Lane(Party.BANK, BANK))
