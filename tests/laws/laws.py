"""What must hold of every case of every service. Each law tells its complaints about one decided case."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.laws.people import TICK
from tests.laws.questions import PLANTED_PINS
from yikatong.cards import events as e
from yikatong.cards.card import Card
from yikatong.cards.codec import plain
from yikatong.cards.evolve import after
from yikatong.cards.person import Person
from yikatong.cards.stages import Stage
from yikatong.cards.states import ENDED, REPORTED_LOST, Function, Standing, State
from yikatong.catalogue.case import Case
from yikatong.catalogue.decide import Decision, Granted, Opening, Refused
from yikatong.catalogue.service import Service
from yikatong.catalogue.steps import step_words
from yikatong.policies import parameters as p

Law = Callable[[Service[Any], Case[Any], Decision], Iterator[str]]

SOCIAL_EVENTS = (e.FunctionEnabled, e.FunctionLocked, e.FunctionUnlocked, e.FunctionCancelled)
ACCOUNT_EVENTS = (e.AccountActivated, e.AccountClosed, e.AccountStateReported, e.AccountMirrored)
# What a right PIN confirms, and what a new one changes, is in the vault and not in the dossier.
WRITTEN_ELSEWHERE = (e.PinAccepted, e.PinChanged)


def changes(service: Service[Any], case: Case[Any], decision: Decision) -> Iterator[str]:
    """Granted ⇔ something changed. An answer changes nothing; a share-out hands on at least one errand."""
    if isinstance(decision, Refused):
        if not decision.refusals:
            yield "refused without a reason"
        return
    if service.answer:
        if decision.events or not decision.findings:
            yield "an answer has findings and no events"
    elif service.share:
        if decision.events or not decision.errands:
            yield "a share-out has errands and no events"
    elif not decision.events:
        yield "granted, but nothing happened"
    elif not any(isinstance(event, WRITTEN_ELSEWHERE) for event in decision.events) and (
        after(case.person, decision.events, case.now) == replace(case.person, version=case.person.version + 1)
    ):
        yield f"granted {[e.kind_of(event) for event in decision.events]}, but the person is as before"


def functions_written(event: e.Event) -> tuple[Function, ...]:
    if isinstance(event, e.LossReported | e.LossLifted):
        return (event.function,)
    if isinstance(event, SOCIAL_EVENTS):
        return (Function.SOCIAL,)
    return (Function.FINANCIAL,) if isinstance(event, ACCOUNT_EVENTS) else ()


def _standings(before: Person, now: Person) -> Iterator[tuple[Card, Function, Standing, Standing]]:
    """What each function of each card that was there stood as, and stands as."""
    for card in now.cards:
        old = before.card(card.card_id)
        if old is None:
            continue
        for function in Function:
            yield card, function, getattr(old, function), getattr(card, function)


def prior(standing: Standing) -> State | None:
    return standing.before if standing.state in REPORTED_LOST else standing.state


def lapses(service: Service[Any], case: Case[Any], decision: Decision) -> Iterator[str]:
    """Nothing lapses, or is lifted, into more than it was before the report; what has ended stays ended."""
    if not isinstance(decision, Granted) or not decision.events:
        return
    person = after(case.person, decision.events, case.now)
    written = {(getattr(event, "card_id", ""), f): event for event in decision.events for f in functions_written(event)}
    for card, function, was, stands in _standings(case.person, person):
        event, name = written.get((card.card_id, function)), f"{function} of {card.card_id}"
        before, now = was.at(case.now), stands.at(case.now)
        if event is None:
            if now != before:
                yield f"{name} went from {before.state} to {now.state} without an event about it"
        elif before.state in ENDED and not isinstance(event, e.AccountMirrored):
            yield f"{name} had ended and was written by {e.kind_of(event)}"
        else:
            yield from (f"{name}: {told}" for told in _unlawful(event, card, before, stands, case))


def _unlawful(event: e.Event, card: Card, was: Standing, stands: Standing, case: Case[Any]) -> Iterator[str]:
    if isinstance(event, e.LossReported):
        if stands.before != prior(was):
            yield f"the report of a {was.state} function forgot that it was {prior(was)}, keeping {stands.before}"
        for moment in (m for m in (stands.until,) if m):
            for at in (moment - TICK, moment, moment + TICK, moment + timedelta(days=30)):
                if stands.at(at).state not in {stands.state, prior(was)}:
                    yield f"lapses into {stands.at(at).state}, having been {prior(was)}"
        if stands.until and stands.until <= case.now:
            yield "reported until a moment that has passed"
    elif isinstance(event, e.LossLifted):
        if was.state not in REPORTED_LOST or stands.state is not was.before:
            yield f"lifted from {was.state} (before: {was.before}) into {stands.state}"
    elif isinstance(event, e.FunctionEnabled):
        if was.state is not State.SEALED or not card.collected:
            yield f"enabled from {was.state} at {card.stage}"
    elif isinstance(event, e.FunctionUnlocked) and was.state is not State.LOCKED:
        yield f"unlocked from {was.state}"
    elif isinstance(event, e.AccountActivated) and was.state in REPORTED_LOST | {State.LOCKED, State.FROZEN}:
        yield f"an account that was {was.state} is active again"
    elif isinstance(event, e.AccountStateReported) and was.state in REPORTED_LOST:
        kept = (was.state, was.until, event.state)
        if (stands.state, stands.until, stands.before) != kept:
            yield f"what the bank says of a {was.state} account is kept beneath the report, not as {stands.state}"


def asks_the_bank(service: Service[Any], case: Case[Any], decision: Decision) -> Iterator[str]:
    """What only a connected bank can make true is asked of it; nobody else's account ever stands otherwise."""
    if not isinstance(decision, Granted):
        return
    told = {event.card_id for event in decision.events if isinstance(event, e.AccountMirrored)}
    person = after(case.person, decision.events, case.now)
    for event in decision.events:
        card = person.card(getattr(event, "card_id", ""))
        if isinstance(event, e.AccountOrdered) and not (card and case.directory.is_connected(card.bank)):
            yield f"{event.kind} was ordered of a bank that cannot answer"
        opening = isinstance(event, e.StageReached) and event.stage is Stage.BANK_OPENING
        if opening and bool(event.order_id) is not (card is not None and case.directory.is_connected(card.bank)):
            yield "an account is opened by order exactly where the bank is connected"
    for card, function, was, stands in _standings(case.person, person):
        mirrored = function is Function.FINANCIAL and case.directory.is_connected(card.bank)
        if mirrored and card.card_id not in told and was != stands:
            yield f"the account of {card.card_id} went from {was.state} to {stands.state}, and its bank did not say so"
        if (
            mirrored
            and card.card_id not in told
            and case.person.card(card.card_id).settled - {Function.SOCIAL} != (card.settled - {Function.SOCIAL})
        ):
            yield f"the money of {card.card_id} was settled, and its bank did not say so"


def mirrors(service: Service[Any], case: Case[Any], decision: Decision) -> Iterator[str]:
    """The mirror is the newest word of the bank, and nothing older comes upon it; an answer is one in any order."""
    for event in decision.events if isinstance(decision, Granted) else ():
        if not isinstance(event, e.AccountMirrored):
            continue
        was = case.person.card(event.card_id)
        now = after(case.person, decision.events, case.now).card(event.card_id)
        assert was
        assert now
        newer = event.sequence > was.bank_sequence
        if now.bank_sequence != max(event.sequence, was.bank_sequence):
            yield f"after {event.sequence} upon {was.bank_sequence} the mirror is at {now.bank_sequence}"
        if newer and now.financial.state is not event.state:
            yield f"the bank said {event.state}, the mirror says {now.financial.state}"
        if not newer and (now.financial, now.settled, now.custody) != (was.financial, was.settled, was.custody):
            yield "an older word of the bank has changed the mirror"
        if event.result and any(order.order_id == event.order_id for order in now.orders):
            yield f"{event.order_id} was answered and still waits"


def one_function(service: Service[Any], case: Case[Any], decision: Decision) -> Iterator[str]:
    """An act on one function never writes the other, unless the place says that a report covers the whole card."""
    if not isinstance(decision, Granted):
        return
    for card in case.person.cards:
        acts = [event for event in decision.events if getattr(event, "card_id", "") == card.card_id]
        written = {function for event in acts for function in functions_written(event)}
        if len(written) > 1 and not case.value(p.formal_loss_covers_whole_card):
            yield f"{[e.kind_of(event) for event in acts]} write both functions of {card.card_id}"
        named = getattr(case.asked, "function", None)
        if isinstance(named, Function) and written - {named} and not case.value(p.formal_loss_covers_whole_card):
            yield f"asked about {named}, but {written} was written"


# A code or Python word within Chinese text: temp_lost, Function.SOCIAL, None.
LEAK = re.compile(r"[{}]|(?<![A-Za-z])(?:None|True|False)(?![A-Za-z])|[a-z]+_[a-z]+|[A-Z][a-z]+\.[A-Z]+|datetime\.")


def texts_of(decision: Decision) -> Iterator[str]:
    if isinstance(decision, Granted):
        yield decision.words
        for finding in decision.findings:
            yield finding.label
            yield finding.words
    else:
        yield from (refusal.words for refusal in decision.refusals)


def renders(names: Mapping[str, str]) -> Law:
    """Every text and every next step reads as Chinese; every finding's value is JSON."""

    def law(service: Service[Any], case: Case[Any], decision: Decision) -> Iterator[str]:
        texts = [*texts_of(decision)]
        if service.irrevocable and (words := service.irrevocable(case)) is not None:
            texts.append(words)
        for text in texts:
            if not text.strip() or LEAK.search(text):
                yield f"the text reads {text!r}"
        steps = decision.next if isinstance(decision, Granted) else (s for r in decision.refusals for s in r.next)
        for step in steps:
            if not step_words(step, dict(names)):
                yield f"the next step {step} has no words"
        for finding in decision.findings if isinstance(decision, Granted) else ():
            json.dumps(finding.value, allow_nan=False)

    return law


def keeps_secrets(service: Service[Any], case: Case[Any], decision: Decision) -> Iterator[str]:
    """The planted PINs occur in no event, text, finding or errand, nor in what a log would print of them."""
    written = "".join(texts_of(decision))
    if isinstance(decision, Granted):
        written += json.dumps([plain(event) for event in decision.events], ensure_ascii=False)
        written += repr((decision.events, decision.findings, decision.errands))
    if any(pin in written for pin in PLANTED_PINS):
        yield "a PIN is written down"


def agrees(case: Case[Any], decision: Decision, line: Opening) -> Iterator[str]:
    """What the menu closes is granted to nobody; what is granted, the menu had open."""
    if not isinstance(decision, Granted):
        return
    if not line.open:
        yield f"granted, though the menu says {[r.code for r in line.refusals]}"
    for name, value, refusals in line.closed:
        if str(getattr(case.asked, name)) == value:
            yield f"granted, though the menu closes {name}={value} for {[r.code for r in refusals]}"


def with_answers(case: Case[Any], asked: Any) -> Case[Any]:
    return replace(case, asked=asked)


def unreached(service: Service[Any], found: Any) -> set[str]:
    """Declared reasons that no case of the search met."""
    return {rule.code for rule in service.refusals} - found.codes


def undeclared(service: Service[Any], found: Any) -> set[str]:
    """Parameters that were read for something granted, and would be missing among the rulings kept."""
    return set(found.read) - {parameter.code for parameter in service.policies}
