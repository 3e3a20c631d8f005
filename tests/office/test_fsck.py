"""fsck finds nothing where nothing is wrong, and names each planted defect, its person and its entry."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from tests.office.plants import busy_city, do, dossier_gone, entry, found
from tests.office.world import (
    ADDRESS,
    LONG_AGO,
    MOBILE,
    NAME,
    applied,
    enrol,
    enter,
    made,
    number,
    serve,
)
from yikatong.cards import events as e
from yikatong.cards.stages import Stage
from yikatong.cards.states import Function
from yikatong.catalogue.channels import Channel
from yikatong.office import fsck_file
from yikatong.office.fsck import check
from yikatong.office.fsck_file import WORDS, snapshot
from yikatong.records import models

pytestmark = pytest.mark.django_db


def test_nothing_is_found_where_nothing_is_wrong():
    busy_city()
    heard: list[int] = []
    report = check(heard.append)
    assert report.findings == ()
    assert report.erased == ()
    assert (report.dossiers, report.entries) == (4, 12)
    assert heard == [4]


def test_reading_in_batches_reads_everyone_once(monkeypatch):
    busy_city()
    monkeypatch.setattr("yikatong.office.fsck_file.BATCH", 1)
    heard: list[int] = []
    assert check(heard.append).entries == 12
    assert heard == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_what_hangs_on_nobody_is_named():
    busy_city()
    dossier_gone()
    assert {code for code, _ in found()} == {
        "entry_without_dossier", "holding_without_dossier", "personal_without_dossier", "pin_without_dossier",
    }  # fmt: skip


def without_indexes() -> None:
    """The tables as an attacker or a restore gone wrong may leave them."""
    partial = ("one_card_a_number", "one_appointment_a_seat", "one_current_card_a_province",
               "one_coming_card_a_province", "one_successor_a_card")  # fmt: skip
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE records_entry DROP CONSTRAINT one_entry_a_case_number")
        for index in partial:
            cursor.execute(f"DROP INDEX {index}")


def test_what_must_be_unique_is_counted_without_the_indexes_too():
    busy_city()
    without_indexes()
    do(
        "UPDATE records_holding SET card_no = 'A00000001' WHERE card_id = 'C0'",
        "UPDATE records_seat SET seat = 0",
    )()
    expected = {"card_no_repeated", "seat_repeated"}
    if connection.vendor == "postgresql":  # in SQLite the other constraint is part of the table
        do("UPDATE records_entry SET case_number = 'same', client = 'same' WHERE version = 3")()
        expected.add("case_number_repeated")
    codes = {code for code, _ in found()}
    assert expected == {code for code in codes if code.endswith("_repeated")}


def test_what_a_person_may_have_but_once_is_counted_without_the_indexes_too():
    about = enrol()
    assert found() == set()
    without_indexes()
    enter(about, applied("D1"), *made("D1", "D1D1D1D1D", Stage.COLLECTED))
    assert {code for code, _ in found()} == {"current_cards_two"}
    enter(about, applied("D2", predecessor="C0"), applied("D3", "110101", predecessor="C0"))
    assert {code for code, _ in found()} == {"current_cards_two", "successors_two"}
    enter(about, applied("D4", predecessor="D1"))
    assert {code for code, _ in found()} == {"current_cards_two", "successors_two", "coming_cards_two"}


@pytest.mark.django_db(transaction=True)
def test_findings_are_in_words_and_hold_nothing_personal():
    busy_city()
    dossier_gone()
    events_of_other = entry(3, 1).reference
    do(f"UPDATE records_entry SET actor = 'x' WHERE reference = '{events_of_other}'")()
    report = check()
    assert all(flaw.words for flaw in report.findings)
    assert not any(word in str(report) for word in (NAME, MOBILE, ADDRESS, number(0).number, number(1).number))
    assert WORDS["entry_altered"] in {flaw.words for flaw in report.findings}


def test_check_only_reads_and_asks_a_fixed_number_of_questions():
    busy_city()
    with CaptureQueriesContext(connection) as captured:
        check()
    assert 10 < len(captured) < 20
    assert all(query["sql"].lstrip().upper().startswith(("SELECT", "DECLARE")) for query in captured)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_database_itself_holds_it_to_reading():
    with snapshot(), pytest.raises(DatabaseError, match="read-only"):
        models.DemoClock.objects.create()


@pytest.mark.django_db(transaction=True)
def test_acts_go_on_while_it_reads(monkeypatch):
    """Each dossier is seen at one moment: what is written between two readings is no difference."""
    about, batch = enrol(), fsck_file._by_dossier

    def act_in_between(model, ids, *order):
        read = batch(model, ids, *order)
        if model is models.Entry and ids:
            other = Thread(target=report_and_close, args=(about,))
            other.start()
            other.join()
        return read

    monkeypatch.setattr(fsck_file, "_by_dossier", act_in_between)
    report = check()
    assert report.findings == ()
    assert models.Entry.objects.filter(service="report_loss").exists()


def report_and_close(about) -> None:
    serve("report_loss", about, Channel.HOTLINE, function="social")
    connection.close()


def test_a_report_that_has_lapsed_since_is_no_difference():
    enter(enrol(), e.LossReported(card_id="C0", function=Function.SOCIAL, formal=False, until=LONG_AGO + timedelta(30)),
          at=LONG_AGO + timedelta(20))  # fmt: skip
    assert check().findings == ()
