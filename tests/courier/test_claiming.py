"""Which messages a courier takes into its hand, and that no other takes them meanwhile."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.courier.messages import BJB, CAB, HOLDER, later, numbers, people, post, row
from tests.office.world import NOW
from tests.races.at_once import at_once
from yikatong.office.courier.claiming import LEASE, awaken, claim

pytestmark = pytest.mark.django_db


def claimed(lane=CAB, limit: int = 50, now=NOW) -> list[int]:
    return numbers(claim(lane, limit, now))


def test_what_is_due_is_claimed_in_its_order() -> None:
    a, b, c = people(3)
    posted = [post(a), post(b), post(c)]
    assert claimed(limit=2) == posted[:2]
    assert claimed() == posted[2:]
    assert claimed() == []


def test_a_claim_tells_the_carrier_all_it_needs() -> None:
    (a,) = people(1)
    number = post(a, at=later(-60))
    ((carried, since, until),) = claim(CAB, 1, NOW)
    assert (carried.message_id, carried.person_id, carried.target, carried.attempts) == (number, a, "CAB", 1)
    assert (carried.body, carried.at, since, until) == ({"card_id": "C0"}, later(-60), NOW, NOW + LEASE)


@pytest.mark.parametrize(
    "columns", [{"sent_at": NOW}, {"dead_at": NOW}, {"due_at": later(1)}, {"leased_until": later(1)}], ids=str
)
def test_what_is_not_due_is_left_alone(columns) -> None:
    post(people()[0], **columns)
    assert claimed() == []


def test_what_has_become_due_is_claimed() -> None:
    a, b = people(2)
    posted = [post(a, due_at=NOW), post(b, leased_until=NOW)]
    assert claimed() == posted


def test_a_lane_has_its_own_messages_alone() -> None:
    a, b = people(2)
    bank, other, own, hers = post(a, CAB), post(a, BJB), post(a, HOLDER), post(b, HOLDER)
    assert claimed(HOLDER) == [own, hers]
    assert claimed(CAB) == [bank]
    assert claimed(BJB) == [other]


def test_a_person_is_told_in_order_while_others_go_on() -> None:
    a, b = people(2)
    first, second, others, elsewhere = post(a), post(a), post(b), post(a, BJB)
    assert claimed() == [first, others]
    assert claimed(BJB) == [elsewhere]
    assert claimed() == []
    row(first)
    type(row(first)).objects.filter(pk=first).update(leased_until=None, due_at=later(3600))
    assert claimed() == []
    type(row(first)).objects.filter(pk=first).update(sent_at=NOW)
    assert claimed() == [second]


def test_a_dead_letter_holds_nobody_up() -> None:
    (a,) = people(1)
    first, second = post(a, dead_at=NOW), post(a)
    assert claimed() == [second]
    assert row(first).leased_until is None


def test_a_lease_ends() -> None:
    number = post(people()[0])
    assert claimed() == [number]
    assert claimed(now=NOW + LEASE - timedelta(seconds=1)) == []
    assert claimed(now=NOW + LEASE) == [number]
    assert (row(number).attempts, row(number).tried_since) == (2, NOW)


@pytest.mark.parametrize("count", [1, 40])
def test_a_claim_is_one_statement(count: int) -> None:
    for person_id in people(count):
        post(person_id)
    with CaptureQueriesContext(connection) as sent:
        assert len(claimed()) == count
    assert len(sent) == 1


def test_an_eager_claim_takes_what_failed_before_it_is_due_and_nothing_else() -> None:
    a, b = people(2)
    failed, asked_for_later = post(a, attempts=1, due_at=later(900)), post(b, due_at=later(900))
    post(a, attempts=1, due_at=later(900))
    assert numbers(claim(CAB, 9, NOW, eager=True)) == [failed]
    assert row(asked_for_later).leased_until is None


def test_what_failed_while_the_lane_was_down_is_awakened_and_nothing_else() -> None:
    a, b, c, d, e = people(5)
    failed = post(a, attempts=3, due_at=later(900))
    asked_for_later, elsewhere = post(b, due_at=later(900)), post(c, BJB, attempts=3, due_at=later(900))
    dead, sent = post(d, attempts=9, dead_at=NOW, due_at=NOW), post(e, attempts=1, sent_at=NOW, due_at=NOW)
    assert awaken(CAB) == 1
    assert row(failed).due_at is None
    assert None not in {row(n).due_at for n in (asked_for_later, elsewhere, dead, sent)}


@pytest.mark.django_db(transaction=True)
def test_two_couriers_at_once_never_claim_one_message() -> None:
    """Again and again, for a race that is lost one time in ten is a race."""
    persons = people(40)
    for _ in range(10):
        posted = [post(person_id) for person_id in persons]
        taken = at_once([partial(claim, CAB, 7, NOW) for _ in range(4)])
        found = [number for one in taken for number in numbers(one)]
        assert len(found) == len(set(found))
        assert set(found) <= set(posted)
        assert all(len(one) <= 7 for one in taken)
        assert len(found) + len(claimed()) == len(posted)
        type(row(posted[0])).objects.update(sent_at=NOW)
