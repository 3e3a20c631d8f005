"""The database itself refuses: to change an entry, revive a card, give one thing twice, open what was moved."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.office.world import (
    ADDRESS,
    BEIJING,
    MOBILE,
    NAME,
    NOW,
    PIN,
    applied,
    enrol,
    enter,
    fence_lowered,
    made,
    number,
    registered,
    serve,
    waiting,
)
from yikatong.cards import events as e
from yikatong.cards.stages import Stage
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment, fsck
from yikatong.office.counter import index_of
from yikatong.office.ledger import words_place
from yikatong.office.vault import VaultFault
from yikatong.office.wire import Collided, writing
from yikatong.records import models

pytestmark = pytest.mark.django_db
PHOTO_BYTES = b"\xff\xd8 a face " + NAME.encode()


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
    with pytest.raises(IntegrityError), transaction.atomic():
        entry = models.Entry.objects.first()
        entry.pk, entry.reference, entry.case_number = None, "other", "other"
        entry.save(force_insert=True)


# --- personal words ---


def cells() -> Iterator[tuple[str, str, bytes]]:
    """Every text and binary value of every table of ours, as bytes."""
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if t.startswith("records_")]
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            names = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, (str, bytes, memoryview)):
                        yield table, name, value.encode() if isinstance(value, str) else bytes(value)


def seen(*canaries: str) -> list[str]:
    found = []
    for table, column, value in cells():
        spelt = (value, value.decode("unicode_escape", "ignore").encode())  # JSON may write \u8d75
        found += [f"{table}.{column}" for canary in canaries if any(canary.encode() in text for text in spelt)]
    return sorted(set(found))


def live(serial: int = 0) -> str:
    """Ask through the counter for everything that carries words, files or PINs."""
    about = enrol(serial)
    serve("try_pin", about, current_pin=PIN.reveal())
    serve("try_pin", about, current_pin="918273")
    serve("change_pin", about, current_pin=PIN.reveal(), new_pin="738291")
    serve("report_loss", about, Channel.HOTLINE, function="social")
    serve("lift_loss", about, function="social")
    serve("card_status", about, scope="61")
    return about.number


def test_personal_words_stand_nowhere_in_clear():
    identity = live()
    assert sum(1 for _ in cells()) > 100
    assert seen(identity, NAME, MOBILE, ADDRESS) == []


def test_the_scan_sees_a_planted_word():
    live()
    dossier = models.Dossier.objects.get()
    models.Look.objects.create(dossier=dossier, actor=NAME, channel="desk", purpose="x", at=NOW)
    models.Picture.objects.create(dossier=dossier, digest="d" * 64, sealed=PHOTO_BYTES)
    assert seen(NAME) == ["records_look.actor", "records_picture.sealed"]
    models.Batch.objects.create(
        batch_id="b", employer="e", client="c", case_number="k", body=b"", actor="a", region="61",
        answers='{"name":"\\u8d75\\u4e00\\u5b81"}', received_at=NOW,
    )  # fmt: skip
    assert "records_batch.answers" in seen(NAME)


def test_pins_stand_nowhere_in_clear():
    live()
    assert models.PinDigest.objects.get().digest.startswith("$argon2id$")
    assert seen(PIN.reveal(), "918273", "738291") == []
    with fence_lowered(), connection.cursor() as cursor:
        cursor.execute('UPDATE records_entry SET answer = \'{"words":"738291"}\' WHERE version = 1')
    assert seen("738291") == ["records_entry.answer"]


def test_what_is_sealed_opens_in_its_own_place_only():
    enrol(1)
    enrol(2)
    one, two = (models.Dossier.objects.get(number_index=index_of(number(serial))) for serial in (1, 2))
    vault = deployment.vault()
    assert NAME.encode() not in bytes(one.words)
    assert NAME in vault.open(bytes(one.words), words_place(one.person_id)).decode()
    two.words = one.words
    two.save()
    with pytest.raises(VaultFault) as fault:
        serve("card_status", number(2))
    assert fault.value.code == "sealed_altered"


def test_a_personal_row_can_be_erased_and_the_chain_still_holds():
    enrol()
    first = models.Entry.objects.get(version=1)
    assert fsck.check().erased == ()
    models.Personal.objects.filter(reference=first.reference).delete()
    report = fsck.check()
    assert report.findings == ()
    assert report.erased == (first.reference,)
    assert NAME not in str(report)


def test_nothing_is_kept_of_an_act_that_fails():
    before = models.Entry.objects.count()
    with pytest.raises(RuntimeError), writing() as wire:
        wire.send("INSERT INTO records_democlock (ahead_s) VALUES (%s)", [7])
        raise RuntimeError("the power went")
    assert models.DemoClock.objects.count() == 0
    assert models.Entry.objects.count() == before
