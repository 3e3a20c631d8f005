"""What a screen must know before an act: what may be asked now, what would be decided, what cannot be taken back.

Nothing here writes, and nothing here is the decision: the counter decides again, under the person's lock.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from yikatong.cards.identity import IdNumber
from yikatong.catalogue.case import Case, NotAsked, Unasked
from yikatong.catalogue.channels import Asker
from yikatong.catalogue.decide import Decision, Granted, Opening, decide, opening
from yikatong.catalogue.kinds import choices_of
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.service import Service
from yikatong.office import deployment, ledger
from yikatong.office.ask import Ask, Outcome
from yikatong.office.cases import case_of, key_of, seen_by
from yikatong.office.counter import NOBODY, service_of
from yikatong.office.desk_queue import Dossier, Visitor, openings_for
from yikatong.office.prepare import Prepared, prepare
from yikatong.office.wire import reading
from yikatong.policies.policy import PolicyMissing


@dataclass(frozen=True, slots=True)
class Preview:
    """The answers as they were understood, what would be decided, and the words to confirm, if any."""

    asked: Any
    outcome: Outcome
    irrevocable: str | None


def preview(ask: Ask) -> Preview:
    """Decide without writing. For services without secrets. Errors: NotUnderstood, CounterFault."""
    service, now = service_of(ask.service), deployment.now()
    prepared = prepare(service, ask.answers, ask.region, day_of(now))
    with reading() as wire:
        found = ledger.find(wire, key_of(ask.about))
    case = case_of(service, ask, prepared, found, now)
    decision: Decision = decide(service, case)
    warns = service.irrevocable if isinstance(decision, Granted) else None
    outcome = Outcome(decision, now, case.region)
    return Preview(prepared.asked, outcome, warns(case) if warns else None)


def opening_of(ask: Ask) -> tuple[Opening, tuple[str, ...]]:
    """One line of a menu, and every warning that some choice would bring. Errors: CounterFault.

    A form with a photo or a PIN goes straight to the act, so it has to warn before anything is chosen.
    """
    service, now = service_of(ask.service), deployment.now()
    with reading() as wire:
        found = ledger.find(wire, key_of(ask.about)) if service.about_person else ledger.Found(NOBODY, b"")
        case: Case[Any] = case_of(service, ask, Prepared(Unasked({})), found, now)
        if ask.scope is not None and found.person.known:
            ledger.note_look(wire, found.person.person_id, ask.actor, ask.channel, service.code, now)
    return opening(service, case), tuple(dict.fromkeys(_warnings(service, case)))


def _warnings(service: Service[Any], case: Case[Any]) -> Iterator[str]:
    choices = choices_of(service.asks)
    for values in product(*choices.values()) if service.irrevocable else ():
        chosen = Unasked(dict(zip(choices, values, strict=True)))
        try:
            words = service.irrevocable(replace(case, asked=chosen)) if service.irrevocable else None
        except (NotAsked, PolicyMissing):  # it depends on what is typed, or the act will be refused anyway
            continue
        if words:
            yield words


def openings_at(dossier: Dossier, visitor: Visitor, own: Asker | None) -> tuple[Opening, ...]:
    """The dossier's menu where a post asks some services as itself (a bank, an officer) and others for the holder."""
    if own is None:
        return dossier.openings
    found = ledger.Found(dossier.person, b"")
    as_itself = openings_for(found, replace(visitor, asker=own), dossier.now)
    return tuple(
        itself if own.kind in itself.service.askers else holders
        for holders, itself in zip(dossier.openings, as_itself, strict=True)
    )


def openings_after(about: Any, visitor: Visitor, own: Asker | None, services: tuple[str, ...]) -> tuple[Opening, ...]:
    """Which of these services may be asked next, after an answer: read afresh, for the answer may have changed it.

    Part of the answer's own page: the look at the record was noted with it. Empty where the post may see no card, and
    of whoever has no record: what such a person may ask is ``openings_for_newcomer``.
    """
    with reading() as wire:
        found = ledger.find(wire, key_of(about))
    if not found.person.known:
        return ()
    if found.person.cards and not seen_by(found.person, visitor.scope, visitor.party).cards:
        return ()
    now, wanted = deployment.now(), [service_of(code) for code in services]
    as_itself = [s for s in wanted if own and own.kind in s.askers]
    itself = replace(visitor, asker=own) if own else visitor
    others = openings_for(found, visitor, now, [s for s in wanted if s not in as_itself])
    return (*others, *openings_for(found, itself, now, as_itself))


def openings_for_newcomer(number: IdNumber, visitor: Visitor, services: tuple[str, ...]) -> tuple[Opening, ...]:
    """What somebody without a record may ask: the services that register people, by the rules that decide."""
    found, now = ledger.Found(NOBODY, b""), deployment.now()
    asks = [
        Ask(
            code,
            {},
            visitor.channel,
            visitor.assurance,
            "menu",
            number,
            None,
            visitor.asker,
            visitor.region,
            actor=visitor.actor,
            scope=visitor.scope,
        )  # fmt: skip
        for code in services
    ]
    cases = [(service_of(ask.service), ask) for ask in asks]
    return tuple(opening(s, case_of(s, ask, Prepared(Unasked({})), found, now)) for s, ask in cases)
