"""Several asks confirmed together: each decided and written by itself, each with its own answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from yikatong.catalogue.decide import decide
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment, ledger
from yikatong.office.ask import Ask, CounterFault, Outcome
from yikatong.office.cases import case_of, key_of
from yikatong.office.counter import serve, service_of
from yikatong.office.prepare import prepare
from yikatong.office.wire import reading


@dataclass(frozen=True, slots=True)
class Answered:
    """One ask of several: its outcome, or why the counter could not decide it."""

    ask: Ask
    outcome: Outcome | None
    fault: CounterFault | None = None


def preview_each(asks: Iterable[Ask]) -> tuple[Answered, ...]:
    """What would be decided of each, written nowhere; each look is noted. Errors: NotUnderstood."""
    return tuple(_tried(ask, _previewed) for ask in asks)


def serve_each(asks: Iterable[Ask]) -> tuple[Answered, ...]:
    """Each in its own transaction: what was granted stays granted, whatever becomes of the next. Errors: NotUnderstood.

    Each brings its own case number, so that the same asks again are answered again and not done again.
    """
    return tuple(_tried(ask, serve) for ask in asks)


def _tried(ask: Ask, do: Callable[[Ask], Outcome]) -> Answered:
    try:
        return Answered(ask, do(ask))
    except CounterFault as fault:
        return Answered(ask, None, fault)


def _previewed(ask: Ask) -> Outcome:
    service, now = service_of(ask.service), deployment.now()
    prepared = prepare(service, ask.answers, ask.region, day_of(now))
    with reading() as wire:
        found = ledger.find(wire, key_of(ask.about))
        case = case_of(service, ask, prepared, found, now)
        ledger.note_look(wire, found.person.person_id, ask.actor, ask.channel, service.code, now)
    return Outcome(decide(service, case), now, case.region, person=found.person)
