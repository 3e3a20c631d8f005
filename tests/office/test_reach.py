"""Who may see and do what through the counter, what it answers, and whom it tells."""

from threading import Event, Thread

import pytest
from django.db import connection

from tests.office.world import (
    BEIJING,
    NOW,
    OFFICER,
    PIN,
    act_of,
    applied,
    codes,
    enrol,
    enter,
    lose,
    made,
    number,
    person_of,
    registered,
    rows,
    serve,
    waiting,
)  # fmt: skip
from yikatong.cards.stages import Stage
from yikatong.cards.states import State
from yikatong.catalogue.answers import NotUnderstood
from yikatong.catalogue.channels import Asker, AskerKind, Assurance, Channel
from yikatong.office import counter, deployment, ledger
from yikatong.office.ask import Busy, OutOfScope, ServiceUnknown, Taken
from yikatong.office.wire import writing
from yikatong.records import models

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("scope", "seen"), [("61", True), ("610104", True), ("610113", False), ("11", False)])
def test_a_post_sees_its_own_region_only(scope, seen):
    about = enrol()
    if seen:
        assert lose(about, scope=scope).granted
    else:
        before = rows()
        with pytest.raises(OutOfScope):
            lose(about, scope=scope)
        assert rows() == before


def test_out_of_scope_sounds_like_unknown():
    from yikatong.catalogue.channels import Asker as Anyone
    from yikatong.office.desk_queue import Visitor, open_dossier

    enrol()
    visitor = Visitor(Channel.DESK, Assurance.PRESENT, "clerk1", Anyone(), scope="11")
    with pytest.raises(OutOfScope) as elsewhere:
        open_dossier(number(), visitor, "look")
    with pytest.raises(OutOfScope) as nobody:
        open_dossier(number(5), visitor, "look")
    assert elsewhere.value.words == nobody.value.words
    assert models.Look.objects.count() == 0


def test_a_card_outside_the_scope_is_not_found():
    about = enrol()
    enter(about, applied("B0", BEIJING), *made("B0", "B00000000", Stage.COLLECTED))
    before = rows()
    assert not lose(about, scope="61", card_id="B0").granted
    assert rows() == before
    assert lose(about, scope="61", card_id="C0").granted


def test_a_card_number_in_use_is_told():
    waiting(1)
    about = waiting(2, Stage.MAKING)
    before = rows()
    with pytest.raises(Taken) as taken:
        serve("record_production", about, Channel.PLANT, asker=Asker(AskerKind.PARTY, "plant"), stage="personalised",
              card_no="A00000001")  # fmt: skip
    assert taken.value.status == 409
    assert rows() == before


def test_words_that_are_not_understood_are_a_fault_of_the_form():
    before = rows()
    with pytest.raises(NotUnderstood) as fault:
        serve("report_loss", number(), function="both", more="x")
    assert {f.field for f in fault.value.faults} == {"function", "more"}
    with pytest.raises(ServiceUnknown):
        serve("report_lost", number())
    assert rows() == before


def test_a_wrong_pin_is_counted_and_the_right_one_sets_it_back():
    about = enrol()
    assert "5次" in serve("try_pin", about, current_pin="111222").decision.words
    assert person_of(about).cards[0].wrong_pins == 1
    assert serve("try_pin", about, current_pin=PIN.reveal()).granted
    assert person_of(about).cards[0].wrong_pins == 0


def test_a_locked_card_refuses_the_right_pin_too():
    about = enrol()
    for _ in range(6):
        assert serve("try_pin", about, current_pin="111222").granted
    assert person_of(about).cards[0].social.state is State.LOCKED
    assert codes(serve("try_pin", about, current_pin=PIN.reveal())) == ["function_locked"]


def test_a_look_by_staff_is_noted_and_the_holders_own_is_not():
    about = enrol()
    assert serve("card_status", about, scope="61").granted
    look = models.Look.objects.get()
    assert (look.actor, look.channel, look.purpose) == ("clerk1", "desk", "card_status")
    assert serve("card_status", about, Channel.PORTAL).granted
    assert models.Look.objects.count() == 1


def test_a_seat_is_held_and_let_go():
    about = waiting()
    with deployment.at(NOW):
        booked = serve("book_collection", about, at="2026-11-24T10:00")
        seat = models.Seat.objects.get()
        assert (seat.appointment_id, seat.outlet, seat.seat, seat.released) == (booked.reference, "XA-YT-01", 0, False)
        assert serve("book_collection", waiting(1), at="2026-11-24T10:00").granted
        assert serve("cancel_appointment", about).granted
        assert sorted(models.Seat.objects.values_list("seat", "released")) == [(0, True), (1, False)]
        assert serve("book_collection", waiting(2), at="2026-11-24T10:00").granted
    assert sorted(models.Seat.objects.values_list("seat", "released")) == [(0, False), (0, True), (1, False)]


@pytest.mark.django_db(transaction=True)
def test_others_hear_of_an_act_only_when_it_is_committed():
    about, seen = enrol(), []
    sent = models.Message.objects.count()

    def look_from_elsewhere() -> None:
        seen.append(models.Message.objects.count())
        connection.close()

    with writing() as wire:
        found = ledger.find(wire, counter.key_of(about), case=("test", "k1"))
        ledger.append(wire, act_of(about, found.person, found.head, *made("C0", "A00000009", Stage.READY)))
        wire.send("SELECT 1", []).fetchone()
        other = Thread(target=look_from_elsewhere)
        other.start()
        other.join()
    look_from_elsewhere()
    assert seen[0] == sent
    assert seen[1] > sent


def test_messages_go_to_those_who_hear():
    about = enrol()
    models.Message.objects.all().delete()
    outcome = lose(about)
    heard = {(m.party, m.target, m.kind, m.reference) for m in models.Message.objects.all()}
    person_id = models.Dossier.objects.get().person_id
    assert heard == {
        ("bank", "CAB", "loss_reported", outcome.reference), ("holder", person_id, "loss_reported", outcome.reference)
    }  # fmt: skip


def test_an_officer_without_the_persons_presence_is_judged_as_such():
    about = number()
    enter(about, registered(about), applied("C0"))
    outcome = serve("review_application", about, Channel.OFFICER, asker=OFFICER, verdict="approve",
                    assurance=Assurance.NONE)  # fmt: skip
    assert outcome.granted
    assert models.Entry.objects.get(reference=outcome.reference).asker == "officer"


@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_the_person_is_told_so():
    about, held, done = enrol(), Event(), Event()

    def keep() -> None:
        with writing() as wire:
            ledger.find(wire, counter.key_of(about), case=("other", "x"))
            held.set()
            done.wait(20)
        connection.close()

    keeper = Thread(target=keep)
    keeper.start()
    held.wait(20)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 60" if connection.vendor == "postgresql" else "PRAGMA busy_timeout = 60")
    before = models.Entry.objects.count()
    with pytest.raises(Busy):
        lose(about)
    done.set()
    keeper.join()
    assert models.Entry.objects.count() == before
    assert lose(about).granted
