"""The database itself refuses: to change an entry, revive a card, give one thing twice, open what was moved."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.office.world import (
    BEIJING,
    NOW,
    applied,
    enrol,
    enter,
    fence_lowered,
    made,
    number,
    registered,
    waiting,
)
from yikatong.cards import events as e
from yikatong.cards.stages import Stage
from yikatong.office.wire import Collided, writing
from yikatong.records import models

pytestmark = pytest.mark.django_db


def refused(statement: str, *values: object) -> str:
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    return str(refusal.value)


@pytest.mark.parametrize("statement", ["UPDATE records_entry SET actor = 'x'", "DELETE FROM records_entry"])
def test_an_entry_is_never_changed_or_removed(statement):
    enrol()
    assert "append-only" in refused(statement)
    assert models.Entry.objects.count() == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_entries_are_never_emptied():
    enrol()
    assert "append-only" in refused("TRUNCATE records_entry")


def test_a_cancelled_card_stays_cancelled():
    enter(enrol(), e.FunctionCancelled(card_id="C0", ground="death"))
    assert "stays cancelled" in refused("UPDATE records_holding SET social = 'normal'")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_holding SET outlet = 'BJ-01'")
    assert models.Holding.objects.get().social == "cancelled"


def test_the_fence_that_is_lowered_is_raised_again():
    enrol()
    with fence_lowered(), connection.cursor() as cursor:
        cursor.execute("UPDATE records_entry SET actor = 'x'")
    assert "append-only" in refused("UPDATE records_entry SET actor = 'y'")


def collide(*events: e.Event, about=None) -> str:
    with pytest.raises(Collided) as collided:
        enter(about or number(), *events)
    return collided.value.constraint


def test_each_uniqueness_is_named_when_it_collides():
    """PostgreSQL names the constraint, SQLite its columns."""
    about = enrol()
    assert named(
        collide(applied("C1"), *made("C1", "A00000001", Stage.COLLECTED), about=about), "one_current_card", "tenure"
    )
    enter(about, applied("C2"))
    assert named(collide(applied("C3"), about=about), "one_coming_card", "tenure")
    enter(enrol(4), applied("B4", BEIJING), *made("B4", "B00000004", Stage.COLLECTED))
    enter(number(4), applied("S1", BEIJING, predecessor="C4"))
    assert named(collide(applied("S2", "510104", predecessor="C4"), about=number(4)), "one_successor", "predecessor")
    waiting(5)
    enter(number(6), registered(number(6)), applied("C6"))
    assert named(collide(*made("C6", "A00000005"), about=number(6)), "one_card_a_number", "card_no")
    seat = e.AppointmentBooked(appointment_id="P1", card_id="C5", outlet="XA-YT-01", at=NOW, seat=0)
    enter(number(5), seat)
    other = e.AppointmentBooked(appointment_id="P2", card_id="C6", outlet="XA-YT-01", at=NOW, seat=0)
    assert named(collide(other, about=number(6)), "one_appointment_a_seat", "records_seat")


def named(constraint: str, on_postgresql: str, on_sqlite: str) -> bool:
    if connection.vendor == "postgresql":
        return constraint.startswith(on_postgresql)
    return on_sqlite in constraint or on_postgresql in constraint or "records_holding" in constraint


def test_a_dossier_and_a_version_are_one():
    enrol()
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Dossier.objects.create(
            person_id="other", number_index=models.Dossier.objects.get().number_index, words=b"", facts="{}", version=1,
            head=b"",
        )  # fmt: skip
    entry = models.Entry.objects.first()
    entry.pk, entry.reference, entry.case_number = None, "other", "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_nothing_is_kept_of_an_act_that_fails():
    with pytest.raises(RuntimeError, match="power"):
        write_and_fail()
    assert models.DemoClock.objects.count() == 0


def write_and_fail() -> None:
    with writing() as wire:
        wire.send("INSERT INTO records_democlock (ahead_s) VALUES (%s)", [7])
        raise RuntimeError("the power went")
