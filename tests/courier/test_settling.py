"""What is written down of many attempts at once, and the pure rules of coming back."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.courier.messages import CAB, Spy, later, people, post, row
from tests.office.world import NOW
from yikatong.cards.events import Party
from yikatong.office import deployment
from yikatong.office.courier.carried import NotYet
from yikatong.office.courier.carrying import carry
from yikatong.office.courier.claiming import LEASE, claim
from yikatong.office.courier.settling import (
    BACK_OFF_MAX,
    GIVEN_UP_AFTER,
    Outcome,
    Result,
    back_off,
    is_given_up,
    settle,
)
from yikatong.ports.unavailable import Unavailable
from yikatong.records import models

DOWN = Unavailable("没有答复。")
NEVER = Unavailable("接收方答复HTTP 410。", permanent=True, status=410)


def round_of(spy: Spy, now=NOW, is_late: bool = False) -> list[Result]:
    with deployment.at(now):
        results = [carry(one, CAB, {Party.BANK: spy}, lambda: is_late) for one in claim(CAB, 50, now)]
        settle(results)
    return results


@pytest.mark.parametrize("attempts", [*range(1, 16), 30, 400])
def test_back_off_doubles_up_to_an_hour_and_half_of_it_is_chance(attempts: int) -> None:
    longest = min(timedelta(seconds=2 ** min(attempts, 20)), BACK_OFF_MAX)
    tries = [back_off(attempts, random.Random(seed)) for seed in range(50)]
    assert all(longest / 2 <= wait <= longest for wait in tries)
    assert len(set(tries)) > 40


def test_it_is_given_up_after_seven_days() -> None:
    assert not is_given_up(NOW, NOW + GIVEN_UP_AFTER - timedelta(seconds=1))
    assert is_given_up(NOW, NOW + GIVEN_UP_AFTER)


@pytest.mark.django_db
class TestSettling:
    def test_each_comes_to_its_own_end(self) -> None:
        sent, failed, dead, put_off = (post(person_id) for person_id in people(4))
        spy = Spy()
        spy.failing |= {failed: DOWN, dead: NEVER, put_off: NotYet(later(600), "夜间不打扰。")}
        round_of(spy)
        assert (row(sent).sent_at, row(sent).leased_until, row(sent).attempts) == (NOW, None, 1)
        assert row(failed).sent_at is None
        assert later(1) <= row(failed).due_at <= later(2)
        assert (row(failed).attempts, row(failed).leased_until) == (1, None)
        assert (row(dead).dead_at, row(dead).sent_at) == (NOW, None)
        assert (row(put_off).due_at, row(put_off).attempts, row(put_off).dead_at) == (later(600), 0, None)
        tried = models.Attempt.objects.order_by("message_id").values_list("message_id", "outcome", "status", "words")
        assert list(tried) == [
            (sent, "sent", 202, ""), (failed, "failed", None, DOWN.words), (dead, "dead", 410, NEVER.words),
            (put_off, "postponed", None, "夜间不打扰。"),
        ]  # fmt: skip

    def test_a_bug_of_a_carrier_is_a_failure_and_holds_up_nobody(self, caplog) -> None:
        broken, sound = (post(person_id) for person_id in people(2))
        spy = Spy()
        spy.failing[broken] = KeyError("张三")
        round_of(spy)
        assert row(broken).due_at is not None
        assert row(sound).sent_at == NOW
        assert models.Attempt.objects.get(message_id=broken).words == "程序错误：KeyError"

    def test_what_is_late_is_put_back_uncounted(self) -> None:
        number = post(people()[0])
        spy = Spy()
        assert round_of(spy, is_late=True)[0].outcome is Outcome.PUT_BACK
        assert spy.carried == []
        found = row(number)
        assert (found.attempts, found.leased_until, found.due_at) == (0, None, None)
        assert not models.Attempt.objects.exists()

    def test_after_seven_days_of_trying_it_is_a_dead_letter(self) -> None:
        number, spy = post(people()[0], at=NOW - timedelta(days=30)), Spy()
        spy.failing[number] = DOWN
        round_of(spy)
        assert row(number).dead_at is None  # it was not tried before: the courier may have been away
        end = NOW + GIVEN_UP_AFTER
        round_of(spy, end)
        assert row(number).dead_at == end
        assert models.Attempt.objects.latest("pk").outcome == "dead"

    def test_who_lost_the_lease_changes_nothing_but_what_was_sent(self) -> None:
        lost, told = (post(person_id) for person_id in people(2))
        first = {one[0].message_id: one for one in claim(CAB, 9, NOW)}
        claim(CAB, 9, NOW + LEASE)  # another courier has them now
        settle([
            Result(first[lost][0], first[lost][2], Outcome.DEAD, later(31)),
            Result(first[told][0], first[told][2], Outcome.SENT, later(31)),
        ])  # fmt: skip
        assert (row(lost).dead_at, row(lost).leased_until) == (None, NOW + LEASE + LEASE)
        assert row(told).sent_at == later(31)
        settle([Result(first[told][0], NOW + LEASE + LEASE, Outcome.FAILED, later(40), due_at=later(99))])
        assert (row(told).sent_at, row(told).due_at) == (later(31), None)

    def test_the_number_of_statements_does_not_grow(self) -> None:
        counts = []
        for size in (1, 40):
            numbers = [post(person_id) for person_id in people(size * 4, first=100 * size)][: size * 4]
            spy = Spy()
            kinds = (None, DOWN, NEVER, NotYet(later(60), "稍后。"))
            spy.failing |= {n: kind for n, kind in zip(numbers, kinds * size, strict=False) if kind}
            with deployment.at(NOW):
                results = [carry(one, CAB, {Party.BANK: spy}, lambda: False) for one in claim(CAB, 999, NOW)]
            with CaptureQueriesContext(connection) as sent:
                settle(results)
            counts.append(sum(not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for q in sent))
            assert {r.outcome for r in results} == {*Outcome} - {Outcome.PUT_BACK}
            models.Message.objects.all().delete()
        assert counts == [3, 3]
