"""Undoing as declared: the reverse exists at the desk, is understood, and gives back no more than there was."""

from dataclasses import replace
from typing import Any

import pytest

from tests.laws.laws import with_answers
from tests.laws.planted import planted
from tests.laws.questions import questions
from tests.laws.situations import contexts
from yikatong.cards import events as e
from yikatong.cards.evolve import after
from yikatong.cards.states import Function
from yikatong.catalogue import checks
from yikatong.catalogue.answers import read_answers
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import Asker, Assurance, Channel
from yikatong.catalogue.common import choose_card
from yikatong.catalogue.decide import Granted, decide, opening
from yikatong.catalogue.undoing import reverse_of
from yikatong.policies.policy import published
from yikatong.services import catalogue

REVERSIBLE = [s for s in catalogue().values() if s.undone_by]
of_each = pytest.mark.parametrize("service", REVERSIBLE, ids=lambda s: s.code)


def granted_at_the_desk(service: Any) -> list[tuple[Case[Any], Granted]]:
    """Acts of the holder in person, some for each way of asking."""
    found = []
    for _, anywhere in [*contexts(service, published())][::7]:
        case = replace(anywhere, channel=Channel.DESK, assurance=Assurance.PRESENT, asker=Asker())
        if not opening(service, case).open:
            continue
        for asked in questions(service.asks)[:40]:
            answered = with_answers(case, asked)
            decision = decide(service, answered)
            if isinstance(decision, Granted):
                found.append((answered, decision))
                break
    return found


def undone(service: Any, case: Case[Any], decision: Granted) -> tuple[Case[Any], Any] | None:
    """The person after the act, and what the reverse ask is answered; None where nothing reverses it."""
    reverse = reverse_of(service, catalogue(), decision.events)
    if reverse is None:
        return None
    person, back = after(case.person, decision.events, case.now), catalogue()[reverse.service]
    card = choose_card(back, person, reverse.card_id, case.region)
    asked = read_answers(back, reverse.answers, case.today)
    later = replace(case, person=person, chosen=card, asked=asked)
    return later, decide(back, later)


@of_each
def test_an_act_of_the_holder_at_the_desk_can_be_taken_back(service: Any) -> None:
    """Whenever the reverse is asked it is understood; it is granted for some, refused for others by its own rules."""
    acts = granted_at_the_desk(service)
    answers = [found for case, decision in acts if (found := undone(service, case, decision))]
    assert acts
    assert any(isinstance(decision, Granted) for _, decision in answers)


@of_each
def test_taking_back_gives_no_function_more_than_it_had(service: Any) -> None:
    compared = 0
    for case, decision in granted_at_the_desk(service):
        found = undone(service, case, decision)
        if found is None or not isinstance(found[1], Granted):
            continue
        later, answer = found
        end = after(later.person, answer.events, case.now)
        for card in case.person.cards:
            left = end.card(card.card_id)
            for function in Function:
                assert left is not None
                assert left.standing(function, case.now).state is card.standing(function, case.now).state
                compared += 1
    assert compared or service.code in ("apply", "transfer")


def test_a_formal_report_is_never_taken_back() -> None:
    report = catalogue()["report_loss"]
    temporary = e.LossReported(card_id="C1", function=Function.SOCIAL, formal=False)
    formal = e.LossReported(card_id="C1", function=Function.SOCIAL, formal=True)
    found = reverse_of(report, catalogue(), [temporary])
    assert found
    assert (found.service, found.card_id, dict(found.answers)) == ("lift_loss", "C1", {"function": "social"})
    assert reverse_of(report, catalogue(), [formal]) is None
    assert reverse_of(report, catalogue(), [temporary, formal]) is None


def test_what_the_events_do_not_say_cannot_be_asked() -> None:
    mandate = catalogue()["register_mandate"]
    assert reverse_of(mandate, catalogue(), [e.FunctionEnabled(card_id="C1")]) is None
    assert reverse_of(catalogue()["enable"], catalogue(), [e.FunctionEnabled(card_id="C1")]) is None


@pytest.mark.parametrize("code", ["nothing", "card_status", "record_production"])
def test_a_planted_flaw_is_seen(code: str) -> None:
    """No service; one that only answers; one that the desk does not offer."""
    found = checks.flaws({**catalogue(), "planted": planted(undone_by=code)})
    assert ("planted", "undo_impossible") in {(flaw.service, flaw.code) for flaw in found}
    assert not [flaw for flaw in checks.flaws(catalogue()) if flaw.code == "undo_impossible"]
