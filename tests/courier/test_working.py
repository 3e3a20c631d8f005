"""The courier at work, with real threads: who hangs holds up only itself, and nothing is carried twice at once."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from tests.courier.messages import BJB, CAB, HOLDER, Spy, people, post, row, states
from tests.office.world import NOW
from yikatong.cards.events import Party
from yikatong.office.courier import working
from yikatong.office.courier.carried import Carried, Lane
from yikatong.office.courier.way import TROUBLED
from yikatong.office.courier.working import Courier
from yikatong.ports.unavailable import Unavailable
from yikatong.records import models

pytestmark = pytest.mark.django_db(transaction=True)
DOWN = Unavailable("没有答复。")


def courier(carrier: Callable[[Carried], int | None], *lanes: Lane, **rest) -> Courier:
    return Courier(lanes=lambda: lanes or (CAB,), carriers=dict.fromkeys(Party, carrier), **rest)


@contextmanager
def at_work(*couriers: Courier) -> Iterator[None]:
    """Couriers in threads of their own, as processes would be."""
    stop, broken = threading.Event(), list[BaseException]()

    def run(one: Courier) -> None:
        try:
            one.run(stop, every_s=0.02)
        except BaseException as error:
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in couriers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)
    if broken:
        raise broken[0]


def until(true: Callable[[], bool], seconds: float = 15) -> bool:
    patience = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < patience:
        time.sleep(0.02)
    return found


def all_sent(numbers: list[int]) -> bool:
    return models.Message.objects.filter(pk__in=numbers, sent_at__isnull=False).count() == len(numbers)


def test_once_carries_all_that_is_due_and_ends() -> None:
    persons, spy = people(5), Spy()
    numbers = [post(person_id) for person_id in persons for _ in range(4)]
    courier(spy).run(threading.Event(), once=True)
    assert all_sent(numbers)
    assert sorted(spy.carried) == numbers
    of_each = [[n for n in spy.carried if n in numbers[i * 4 : i * 4 + 4]] for i in range(5)]
    assert all(found == sorted(found) for found in of_each)


def test_a_courier_may_be_run_again() -> None:
    (a,), spy = people(1), Spy()
    same = courier(spy)
    for _ in range(2):
        number = post(a)
        same.run(threading.Event(), once=True)
        assert row(number).sent_at is not None


def test_one_that_fails_holds_up_only_its_own_person() -> None:
    (a, b), spy = people(2), Spy()
    stuck, behind, others = post(a), post(a), post(b)
    spy.failing[stuck] = DOWN
    courier(spy).run(threading.Event(), once=True)
    assert states() == {stuck: (False, False), behind: (False, False), others: (True, False)}
    spy.failing.clear()
    models.Message.objects.filter(pk=stuck).update(due_at=None)
    courier(spy).run(threading.Event(), once=True)
    assert spy.carried[-2:] == [stuck, behind]


def test_a_receiver_that_hangs_holds_up_only_its_own_lane() -> None:
    persons, hung = people(30), threading.Event()

    def carrier(message: Carried) -> int:
        if message.target == "CAB":
            hung.wait(20)
        return 202

    slow = [post(person_id, CAB) for person_id in persons]
    quick = [post(person_id, lane) for person_id in persons for lane in (BJB, HOLDER)]
    with at_work(courier(carrier, CAB, BJB, HOLDER)):
        assert until(lambda: all_sent(quick))
        assert not models.Message.objects.filter(pk__in=slow, sent_at__isnull=False).exists()
        hung.set()
        assert until(lambda: all_sent(slow))


def test_two_couriers_never_carry_one_message_at_the_same_time() -> None:
    persons, spy = people(20), Spy(breath_s=0.002)
    numbers = [post(person_id) for person_id in persons for _ in range(5)]
    with at_work(courier(spy), courier(spy)):
        assert until(lambda: all_sent(numbers))
    assert max(spy.most.values()) == 1
    assert len(spy.carried) == len(numbers)


def test_a_lane_in_trouble_is_tried_with_one_and_awakens_when_it_is_heard(caplog) -> None:
    persons, down = people(30), threading.Event()
    down.set()
    tried: list[int] = []

    def carrier(message: Carried) -> int:
        tried.append(message.message_id)
        time.sleep(0.05)
        if down.is_set():
            raise DOWN
        return 202

    numbers = [post(person_id) for person_id in persons]
    with caplog.at_level(logging.INFO, "yikatong.courier"), at_work(courier(carrier)):
        assert until(lambda: len(tried) >= TROUBLED)
        time.sleep(0.8)
        assert len(tried) < len(numbers)  # what was in hand was put back, and then there is one try in 1, 2, 4 … s
        asked = len(tried)
        time.sleep(0.8)
        assert len(tried) <= asked + 1
        models.Message.objects.update(attempts=1, due_at=NOW + timedelta(days=300))
        down.clear()
        assert until(lambda: all_sent(numbers))
    assert "the lane is up again" in caplog.text


def test_what_was_not_begun_goes_back_when_it_ends() -> None:
    persons, begun, go_on = people(20), threading.Event(), threading.Event()

    def carrier(message: Carried) -> int:
        begun.set()
        go_on.wait(20)
        return 202

    for person_id in persons:
        post(person_id)
    threading.Timer(0.5, go_on.set).start()
    with at_work(courier(carrier, at_once=2)):
        assert begun.wait(10)
        assert until(lambda: models.Message.objects.filter(leased_until__isnull=False).count() > 2)
    sent = models.Message.objects.filter(sent_at__isnull=False).count()
    assert 1 <= sent < len(persons)
    assert not models.Message.objects.filter(leased_until__isnull=False).exists()
    assert not models.Message.objects.filter(sent_at__isnull=True, attempts__gt=0).exists()


def test_a_message_whose_turn_comes_too_late_is_put_back() -> None:
    number, spy = post(people()[0]), Spy()
    with at_work(courier(spy, lease=timedelta(seconds=-1))):
        time.sleep(0.3)
    assert spy.carried == []
    assert (row(number).attempts, row(number).leased_until, row(number).sent_at) == (0, None, None)


@pytest.mark.parametrize("broken", ["claim", "settle"])
def test_a_database_that_was_away_is_waited_for(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    number, spy, asked = post(people()[0]), Spy(), []
    sound = getattr(working, broken)

    def away(*told):
        asked.append(1)
        if len(asked) < 3:
            raise DatabaseError("away")
        return sound(*told)

    monkeypatch.setattr(working, broken, away)
    with at_work(courier(spy)):
        assert until(lambda: all_sent([number]))
    assert spy.carried == [number]


def test_a_lane_that_is_closed_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "LANES_FRESH_S", 0.0)
    (a,), spy, lanes = people(1), Spy(), [CAB]
    first = post(a)
    with at_work(Courier(lanes=lambda: tuple(lanes), carriers={Party.BANK: spy})):
        assert until(lambda: all_sent([first]))
        lanes.clear()
        time.sleep(0.2)
        post(a)
        time.sleep(0.3)
    assert spy.carried == [first]
