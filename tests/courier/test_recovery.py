"""Carrying anew: what an operator may bring back, and what not."""

from datetime import timedelta

import pytest

from tests.courier.messages import BJB, CAB, HOLDER, later, numbers, people, post, row
from tests.office.world import BEIJING, NOW
from yikatong.office import deployment
from yikatong.office.courier.claiming import claim
from yikatong.office.courier.outbox import MessageUnknown
from yikatong.office.courier.recovery import (
    HolderNotTwice,
    MessageInHand,
    MessageNotSent,
    MessageSent,
    recover,
    replay,
    replay_since,
    resend,
)
from yikatong.records import models

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day():
    with deployment.at(NOW):
        yield


def is_afresh(number: int) -> bool:
    found = row(number)
    return (found.sent_at, found.dead_at, found.due_at, found.tried_since, found.attempts) == (None,) * 4 + (0,)


def test_a_dead_letter_is_resent_and_its_log_stays() -> None:
    number = post(people()[0], dead_at=NOW, attempts=9, tried_since=NOW - timedelta(days=7))
    models.Attempt.objects.create(message_id=number, at=NOW, outcome="dead", took_ms=1)
    resend(number, None)
    assert is_afresh(number)
    assert numbers(claim(CAB, 9, NOW)) == [number]
    assert models.Attempt.objects.count() == 1


def test_one_that_waits_for_its_next_attempt_is_resent() -> None:
    number = post(people()[0], attempts=9, due_at=later(3600))
    resend(number, None)
    assert is_afresh(number)


def test_a_message_in_the_hand_is_left_alone() -> None:
    number = post(people()[0])
    claim(CAB, 1, NOW)
    with pytest.raises(MessageInHand):
        resend(number, None)
    assert row(number).attempts == 1
    with deployment.at(later(31)):
        resend(number, None)


def test_what_was_sent_is_replayed_but_not_resent() -> None:
    number = post(people()[0], sent_at=NOW, attempts=1)
    with pytest.raises(MessageSent):
        resend(number, None)
    assert row(number).sent_at == NOW
    replay(number, None)
    assert is_afresh(number)
    with pytest.raises(MessageNotSent):
        replay(number, None)


def test_a_holder_is_not_told_twice() -> None:
    (a,) = people(1)
    told, dead = post(a, HOLDER, sent_at=NOW), post(a, HOLDER, dead_at=NOW)
    with pytest.raises(HolderNotTwice):
        replay(told, None)
    with pytest.raises(HolderNotTwice):
        replay_since(NOW, None, HOLDER)
    assert row(told).sent_at == NOW
    resend(dead, None)
    assert is_afresh(dead)


def test_dead_letters_since_a_moment_are_recovered() -> None:
    a, b, c = people(3)
    early, then, other = post(a, dead_at=later(-60)), post(b, dead_at=NOW), post(c, BJB, dead_at=later(60))
    sent, failing = post(a, sent_at=later(60)), post(b, attempts=2, due_at=later(60))
    assert recover(NOW, None, CAB) == 1
    assert [is_afresh(n) for n in (early, then, other)] == [False, True, False]
    assert recover(NOW, None) == 1
    assert (row(sent).sent_at, row(failing).due_at) == (later(60), later(60))
    assert is_afresh(other)


def test_all_that_a_party_was_sent_is_replayed_in_order() -> None:
    (a,) = people(1)
    early, first, second = (post(a, sent_at=moment) for moment in (later(-60), later(60), NOW))
    assert replay_since(NOW, None, CAB) == 2
    assert row(early).sent_at == later(-60)
    assert numbers(claim(CAB, 9, NOW)) == [first]
    models.Message.objects.filter(pk=first).update(sent_at=NOW)
    assert numbers(claim(CAB, 9, NOW)) == [second]


def test_a_call_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    from yikatong.office.courier import recovery

    monkeypatch.setattr(recovery, "AT_MOST", 2)
    for person_id in people(5):
        post(person_id, dead_at=NOW)
    assert [recover(NOW, None) for _ in range(4)] == [2, 2, 1, 0]


def test_what_is_out_of_reach_is_unknown() -> None:
    people(1)
    elsewhere = post(people(1, BEIJING, first=1)[-1], dead_at=NOW)
    there = models.Holding.objects.get(region=BEIJING).dossier_id
    models.Message.objects.filter(pk=elsewhere).update(dossier_id=there)
    for number in (elsewhere, 10**9):
        with pytest.raises(MessageUnknown):
            resend(number, "61")
    assert recover(NOW, "61") == 0
    assert recover(NOW, "11") == 1
