"""What a screen and an act cost on the wire, counted by libpq itself: the same for an old file as for a new one."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from tests.office.world import LONG_AGO, SHAANXI, applied, enrol, enter, number, serve, waiting
from yikatong.cards import events as e
from yikatong.cards.states import Function
from yikatong.catalogue.channels import Asker, Assurance, Channel
from yikatong.office import deployment
from yikatong.office.desk_queue import Visitor, open_dossier

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
VISITOR = Visitor(Channel.DESK, Assurance.PRESENT, "clerk1", Asker(), scope="61", region=SHAANXI)


@pytest.fixture(autouse=True)
def fresh_for_long(monkeypatch):
    """The directory is read once a second in each process; here once, so that it is not counted with an act."""
    monkeypatch.setattr(deployment, "FRESH_FOR_S", 3600)


def traced(work: Callable[[], object]) -> list[tuple[str, str]]:
    """(direction, message) of every protocol message: F from us, B from the server."""
    connection.ensure_connection()
    with tempfile.TemporaryFile() as file:
        connection.connection.pgconn.trace(file.fileno())
        work()
        connection.connection.pgconn.untrace()
        file.seek(0)
        lines = [line.split("\t") for line in file.read().decode().splitlines()]
    return [(line[1], line[3]) for line in lines if len(line) > 3]


def round_trips(work: Callable[[], object]) -> int:
    """How often we wait: each time the server speaks after us."""
    directions = [direction for direction, _ in traced(work)]
    return sum(pair == ("F", "B") for pair in zip(directions, directions[1:], strict=False))


def statements(work: Callable[[], object]) -> int:
    return sum(direction == "F" and message in ("Execute", "Query") for direction, message in traced(work))


def warm() -> None:
    """Directory, policies and vault are read, and every statement is prepared."""
    for serial in range(800, 808):
        about = enrol(serial)
        serve("report_loss", about, Channel.HOTLINE, function="social")
        open_dossier(about, VISITOR, "look")


def age(serial: int, acts: int = 20) -> None:
    """Forty more entries in somebody's file."""
    for act in range(acts):
        at = LONG_AGO + timedelta(days=20 + act)
        enter(number(serial), e.LossReported(card_id=f"C{serial}", function=Function.SOCIAL, formal=False), at=at)
        enter(number(serial), e.LossLifted(card_id=f"C{serial}", function=Function.SOCIAL), at=at)


def test_the_count_sees_what_it_counts():
    with connection.cursor() as cursor:
        assert round_trips(lambda: [cursor.execute("SELECT 1") for _ in range(3)]) == 3
        assert statements(lambda: [cursor.execute("SELECT 1") for _ in range(3)]) == 3


def test_an_act_takes_two_round_trips_for_a_new_file_and_an_old_one():
    warm()
    enrol(1)
    enrol(2)
    age(2)
    for about in (number(1), number(2)):
        assert round_trips(partial(serve, "report_loss", about, Channel.HOTLINE, function="social")) <= 2
        assert round_trips(partial(serve, "lift_loss", about, function="social")) <= 2


def test_a_refusal_and_a_first_application_take_no_more():
    warm()
    about = enrol(1)
    serve("report_loss", about, Channel.HOTLINE, function="social")
    assert round_trips(lambda: serve("report_loss", about, Channel.HOTLINE, function="social")) <= 2
    assert round_trips(lambda: waiting(3)) <= 2
    assert round_trips(lambda: enter(number(3), applied("D3", "110101"))) <= 2


def test_an_answer_takes_no_more_either():
    warm()
    about = enrol(1)
    assert round_trips(lambda: serve("card_status", about)) <= 2
    assert round_trips(lambda: serve("card_status", about, scope="61")) <= 2


def test_a_screen_takes_a_fixed_number_of_statements_whatever_the_file_and_the_tables_hold():
    warm()
    about = enrol(1)
    few = statements(lambda: open_dossier(about, VISITOR, "look"))
    trips = round_trips(lambda: open_dossier(about, VISITOR, "look"))
    age(1)
    for serial in range(100, 190):
        enrol(serial)
    assert few <= 6
    assert trips <= 3
    assert statements(lambda: open_dossier(about, VISITOR, "look")) == few
    assert round_trips(lambda: open_dossier(about, VISITOR, "look")) == trips
