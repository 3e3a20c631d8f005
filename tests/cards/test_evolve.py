"""Folding: each event changes what it is about and nothing else, and a person is the sum of the events."""

from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from yikatong.cards import events as e
from yikatong.cards import evolve
from yikatong.cards.card import Card, Reason, Tenure
from yikatong.cards.evolve import after, unfoldable
from yikatong.cards.identity import IdKind
from yikatong.cards.person import Correctable, MandateKind, Person
from yikatong.cards.stages import Stage
from yikatong.cards.states import ENDED, REPORTED_LOST, STATES_OF, Function, Standing, State

NOW = datetime.fromisoformat("2026-11-21T10:00:00+08:00")
SUBMITTED = e.ApplicationSubmitted(
    card_id="C1", region="610100", bank="CAB", outlet="XA-YT-01", reason=Reason.FIRST, photo="d" * 64
)
REGISTERED = e.PersonRegistered(
    id_kind=IdKind.CITIZEN, name="赵一宁", id_number="610113196501010011", mobile="13800000000", born_on="1965-01-01"
)
PERSON = after(Person("P1"), [REGISTERED, SUBMITTED], NOW)


def changed(event: e.Event, person: Person = PERSON) -> dict[str, Any]:
    """What of the first card an event changes."""
    before, now = person.cards[0], after(person, [event], NOW).cards[0]
    return {f.name: getattr(now, f.name) for f in fields(Card) if getattr(now, f.name) != getattr(before, f.name)}


def test_every_event_has_a_fold() -> None:
    assert unfoldable() == []
    with pytest.raises(TypeError, match="no fold for int"):
        evolve.evolve(PERSON, 1, NOW)  # type: ignore[arg-type]


def test_a_new_person_applies() -> None:
    assert (PERSON.version, PERSON.known, PERSON.born_on) == (1, True, date(1965, 1, 1))
    card = PERSON.cards[0]
    assert (card.stage, card.social.state, card.financial.state) == (Stage.SUBMITTED, State.SEALED, State.INACTIVE)
    assert (card.pin_initial, card.wrong_pins, card.card_no, card.applied_at) == (True, 0, None, NOW)
    assert PERSON.tenure(card) is Tenure.COMING


def test_benefits_go_to_one_card() -> None:
    moved = after(PERSON, [e.BenefitsMoved(card_id="C1", holds_from=date(2026, 12, 1))], NOW)
    assert (moved.benefits_card, moved.cards) == ("C1", PERSON.cards)


CHANGES: list[tuple[e.Event, dict[str, Any]]] = [
    (e.PhotoSupplied(card_id="C1", photo="e" * 64), {"photo": "e" * 64}),
    (e.StageReached(card_id="C1", stage=Stage.VERIFYING, note="n"),
     {"stage": Stage.VERIFYING, "note": "n"}),
    (e.StageReached(card_id="C1", stage=Stage.READY, outlet="X"), {"stage": Stage.READY, "outlet": "X"}),
    (e.CardMade(card_id="C1", card_no="A1", issued_on=date(2026, 1, 1), valid_until=date(2036, 1, 1)),
     {"card_no": "A1", "issued_on": date(2026, 1, 1), "valid_until": date(2036, 1, 1)}),
    (e.CardCollected(card_id="C1", outlet="X"), {"stage": Stage.COLLECTED, "collected_at": NOW, "outlet": "X"}),
    (e.FunctionEnabled(card_id="C1"), {"social": Standing(State.NORMAL, NOW)}),
    (e.PinChanged(card_id="C1"), {"pin_initial": False}),
    (e.PinAccepted(card_id="C1"), {}),
    (e.PinRefused(card_id="C1"), {"wrong_pins": 1}),
    (e.FunctionLocked(card_id="C1"), {"social": Standing(State.LOCKED, NOW)}),
    (e.FunctionUnlocked(card_id="C1"), {"social": Standing(State.NORMAL, NOW)}),
    (e.FundsSettled(card_id="C1", function=Function.SOCIAL), {"settled": frozenset({Function.SOCIAL})}),
    (e.FunctionCancelled(card_id="C1", ground="deceased"),
     {"social": Standing(State.CANCELLED, NOW), "note": "deceased"}),
    (e.AccountActivated(card_id="C1"), {"financial": Standing(State.ACTIVE, NOW)}),
    (e.AccountClosed(card_id="C1"), {"financial": Standing(State.CLOSED, NOW)}),
    (e.AccountStateReported(card_id="C1", state=State.FROZEN), {"financial": Standing(State.FROZEN, NOW)}),
]  # fmt: skip


@pytest.mark.parametrize(("event", "expected"), CHANGES, ids=lambda x: e.kind_of(x) if not isinstance(x, dict) else "")
def test_an_event_changes_what_it_is_about(event: e.Event, expected: dict[str, Any]) -> None:
    assert changed(event) == expected


@pytest.mark.parametrize("function", Function)
@pytest.mark.parametrize("formal", [True, False])
def test_a_loss_of_one_function_leaves_the_other(function: Function, formal: bool) -> None:
    report = e.LossReported(card_id="C1", function=function, formal=formal, until=NOW + timedelta(days=7))
    assert changed(report).keys() == {function.value}
    reported = after(PERSON, [report], NOW)
    lifted = after(reported, [e.LossLifted(card_id="C1", function=function)], NOW)
    assert lifted.cards[0].social.state is State.SEALED
    assert lifted.cards[0].financial.state is State.INACTIVE


@pytest.mark.parametrize("state", sorted(set(STATES_OF[Function.FINANCIAL]) - ENDED - REPORTED_LOST))
def test_what_the_bank_says_of_a_lost_account_is_kept_beneath_the_report(state: State) -> None:
    report = e.LossReported(card_id="C1", function=Function.FINANCIAL, formal=False, until=NOW + timedelta(days=7))
    told = e.AccountStateReported(card_id="C1", state=state)
    account = after(after(PERSON, [report], NOW), [told], NOW).cards[0].financial
    assert (account.state, account.before, account.until) == (State.TEMP_LOST, state, NOW + timedelta(days=7))


def test_a_right_pin_counts_from_the_beginning_again() -> None:
    wrong = after(PERSON, [e.PinRefused(card_id="C1")] * 3, NOW)
    assert wrong.cards[0].wrong_pins == 3
    for event in (e.PinAccepted(card_id="C1"), e.PinChanged(card_id="C1"), e.FunctionUnlocked(card_id="C1")):
        assert after(wrong, [event], NOW).cards[0].wrong_pins == 0


def test_an_event_about_one_card_leaves_the_others() -> None:
    two = after(PERSON, [replace(SUBMITTED, card_id="C2")], NOW)
    for event, _ in CHANGES:
        assert after(two, [event], NOW).cards[1] == two.cards[1]


def test_appointments_and_mandates_come_and_go() -> None:
    booked = e.AppointmentBooked(appointment_id="A1", card_id="C1", outlet="X", at=NOW, seat=2)
    person = after(PERSON, [booked], NOW)
    assert person.appointment("C1") is not None
    assert after(person, [e.AppointmentCancelled(appointment_id="A1")], NOW).appointment("C1") is None
    registered = e.MandateRegistered(
        mandate_id="M1", kind=MandateKind.AGENT, agent="a" * 32, starts_on=NOW.date(), ends_on=NOW.date(),
        scopes=("track",),
    )  # fmt: skip
    person = after(person, [registered], NOW)
    assert person.mandates[0].covers("track", MandateKind.AGENT, "a" * 32, NOW.date())
    assert not person.mandates[0].covers("track", MandateKind.GUARDIAN, "a" * 32, NOW.date())
    assert not person.mandates[0].covers("collect", MandateKind.AGENT, "a" * 32, NOW.date())
    assert not person.mandates[0].covers("track", MandateKind.AGENT, "b" * 32, NOW.date())
    revoked = after(person, [e.MandateRevoked(mandate_id="M1")], NOW)
    assert not revoked.mandates[0].covers("track", MandateKind.AGENT, "a" * 32, NOW.date())


@pytest.mark.parametrize("part", Correctable)
def test_a_correction_waits_and_then_holds_or_not(part: Correctable) -> None:
    proposed = e.CorrectionProposed(proposal_id="P1", part=part, reason="写错", proposer="O1", value="新值")
    person = after(PERSON, [proposed], NOW)
    assert person.words is not None
    assert (person.words.proposed, person.proposals[0].settled) == ({"P1": "新值"}, False)
    for event, value in ((e.RecordCorrected, "新值"), (e.CorrectionRejected, getattr(PERSON.words, part.value))):
        settled = after(person, [event(proposal_id="P1")], NOW)
        assert settled.words is not None
        assert (getattr(settled.words, part.value), settled.words.proposed) == (value, {})
        assert settled.proposals[0].settled


def test_a_successor_is_current_once_its_predecessor_has_ended() -> None:
    first = after(PERSON, [e.CardCollected(card_id="C1", outlet="X")], NOW)
    asked = e.successor(first.cards[0], Reason.RENEWAL, "C2")
    second = after(first, [asked, e.CardCollected(card_id="C2", outlet="X")], NOW)
    assert [second.tenure(card) for card in second.cards] == [Tenure.CURRENT, Tenure.COMING]
    ended = after(second, [e.FunctionCancelled(card_id="C1", ground="replaced")], NOW)
    assert [ended.tenure(card) for card in ended.cards] == [Tenure.GONE, Tenure.CURRENT]
    assert second.coming(second.cards[0]) is second.cards[1]


def test_one_act_is_one_more_on_the_version() -> None:
    assert after(PERSON, [event for event, _ in CHANGES], NOW).version == PERSON.version + 1
    assert evolve.evolve(PERSON, CHANGES[0][0], NOW).version == PERSON.version
