"""One message, handed to its carrier: whatever comes of it is a result, never an exception."""

import logging
import random
import time
from collections.abc import Callable, Mapping
from datetime import datetime

from yikatong.cards.events import Party
from yikatong.office import deployment
from yikatong.office.courier import carriers as registry
from yikatong.office.courier.carried import Carried, Carrier, Lane, NotYet
from yikatong.office.courier.claiming import Claimed, claim
from yikatong.office.courier.settling import Outcome, Result, back_off, is_given_up, settle
from yikatong.ports.unavailable import Unavailable

log = logging.getLogger("yikatong.courier")
CARRY_S = 5.0
BATCH = 50
DICE = random.Random()  # noqa: S311  (spreads retries, guards nothing)


def carry(claimed: Claimed, lane: Lane, carriers: Mapping[Party, Carrier], is_late: Callable[[], bool]) -> Result:
    """Carry one message. ``is_late`` at its turn: it is put back, for another courier may have it soon."""
    carried, tried_since, leased_until = claimed
    if is_late():
        return Result(carried, leased_until, Outcome.PUT_BACK, deployment.now())
    begun = time.monotonic()
    outcome, status, words, until = _tried(carried, carriers[carried.party])
    took_ms, now = round((time.monotonic() - begun) * 1000), deployment.now()
    if outcome in (Outcome.FAILED, Outcome.POSTPONED) and is_given_up(tried_since, now):
        outcome, until = Outcome.DEAD, None
    if outcome is Outcome.FAILED:
        until = now + back_off(carried.attempts, DICE)
    result = Result(carried, leased_until, outcome, now, took_ms, status, words, until)
    _told(result, lane)
    return result


def _tried(carried: Carried, carrier: Carrier) -> tuple[Outcome, int | None, str, datetime | None]:
    try:
        return Outcome.SENT, carrier(carried), "", None
    except NotYet as later:
        return Outcome.POSTPONED, later.status, later.words, later.until
    except Unavailable as failure:
        return Outcome.DEAD if failure.permanent else Outcome.FAILED, failure.status, failure.words, None
    except Exception as bug:  # of one carrier, which must not hold up the others; told with its traceback
        log.exception("the carrier failed", extra={"message_id": logged(carried), "reference": carried.reference})
        return Outcome.FAILED, None, f"程序错误：{type(bug).__name__}", None


def logged(carried: Carried) -> str:
    """The number as 1_234_567: a run of six digits would be masked. The command line reads it so."""
    return f"{carried.message_id:_}"


def _told(result: Result, lane: Lane) -> None:
    """One line an attempt. Its words are the carrier's and hold no personal ones; of holders the lane names none."""
    carried = result.carried
    level = logging.INFO if result.outcome in (Outcome.SENT, Outcome.POSTPONED) else logging.WARNING
    log.log(
        level, result.outcome.value,
        extra={
            "lane": lane.words, "message_id": logged(carried), "reference": carried.reference, "kind": carried.kind,
            "attempts": carried.attempts, "status": result.status, "took_ms": result.took_ms, "words": result.words,
        },
    )  # fmt: skip


def carry_due(rounds_max: int = 1000) -> dict[Outcome, int]:
    """Carry all that is due, in this thread, lane by lane; how many came to what. For one who waits for the end.

    Nothing is carried twice in one call but what its carrier puts off to this very moment.
    """
    counts = dict.fromkeys(Outcome, 0)
    for _ in range(rounds_max):
        results = [result for lane in registry.targets_carried() for result in _batch(lane)]
        if not results:
            break
        for result in results:
            counts[result.outcome] += 1
    return counts


def _batch(lane: Lane) -> list[Result]:
    claimed = claim(lane, BATCH, deployment.now())
    results = [carry(one, lane, registry.CARRIERS, lambda: False) for one in claimed]
    if results:
        settle(results)
    return results
