"""A courier that is killed with a message in its hand: another carries it when the lease is over."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.courier.messages import CAB, later, numbers, people, post, row
from tests.office.world import NOW
from yikatong.office.courier.claiming import LEASE, claim
from yikatong.records import models

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parents[2]
DYING = """
import os, sys, threading
import django
django.setup()
from datetime import datetime
from tests.courier.messages import CAB, NOW
from yikatong.cards.events import Party
from yikatong.office import deployment
from yikatong.office.courier import working
from yikatong.office.courier.working import Courier

def carrier(message):
    print("carried", message.message_id, flush=True)
    if {point!r} == "carrying":
        os._exit(9)
    return 202

if {point!r} == "settling":
    working.settle = lambda results: os._exit(9)
deployment.now = lambda: NOW
Courier(at_once=1, lanes=lambda: (CAB,), carriers={{Party.BANK: carrier}}).run(threading.Event(), once=True)
"""


def address() -> str:
    """Of the database of this very test, for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(name).resolve()}"
    before, _, query = os.environ["TEST_DATABASE_URL"].partition("?")
    return f"{before.rpartition('/')[0]}/{name}?{query}"


def die(point: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "yikatong.site.settings_test", "TEST_DATABASE_URL": address(),
        "YIKATONG_TEST_VAR": str(settings.VAR), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    command = [sys.executable, "-c", DYING.format(point=point)]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("point", ["carrying", "settling"])
def test_what_a_killed_courier_had_in_its_hand_is_carried_again(point: str) -> None:
    a, b = people(2)
    first, second, other = post(a), post(a), post(b)
    died = die(point)
    assert died.returncode == 9, died.stderr
    assert f"carried {first}" in died.stdout
    assert [row(n).sent_at for n in (first, second, other)] == [None, None, None]
    assert row(first).leased_until == NOW + LEASE
    assert claim(CAB, 9, NOW) == []  # nobody knows that it is dead; nor is the second told before the first
    assert numbers(claim(CAB, 9, later(LEASE.total_seconds()))) == [first, other]
    assert row(first).attempts == 2
    assert models.Attempt.objects.count() == 0


def test_one_that_lives_settles() -> None:
    """The same process without the death, so that the tests above cannot pass by never getting there."""
    number = post(people()[0])
    lived = die("never")
    assert lived.returncode == 0, lived.stderr
    assert (row(number).sent_at, row(number).leased_until) == (NOW, None)
