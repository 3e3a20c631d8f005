"""Working batches off: each row has its own answer, and neither a crash nor a second worker changes it."""

import pytest

from examples.make import HEADER, csv_bytes, faulty_rows, files, row
from tests.batches.asks import answers, applied, receive, worked
from tests.batches.files import EMPLOYER, PLACE, people, photos
from yikatong.cards.masking import mask_id_number_in_lists
from yikatong.channels.cli.city.people import citizen
from yikatong.office import batches
from yikatong.records import models

pytestmark = pytest.mark.django_db


def test_a_good_file_of_thirty():
    numbers, told = range(500, 530), []
    batch_id = receive(people(numbers), photos(numbers))
    view = batches.work(batch_id, lambda done, total: told.append((done, total)))
    assert (view.total, view.granted, view.refused) == (30, 30, 0)
    assert view.finished_at is not None
    assert view.whole.granted
    assert told == [(n, 30) for n in range(1, 31)]
    found = batches.rows(batch_id, EMPLOYER)
    assert [r.number for r in found] == list(range(2, 32))
    assert [r.masked for r in found] == [mask_id_number_in_lists(citizen(n).number) for n in numbers]
    entries = {e.case_number: e for e in models.Entry.objects.filter(client=f"batch:{batch_id}")}
    for answered in found:
        entry = entries[str(answered.number)]
        assert (entry.reference, entry.channel, entry.asker, entry.actor, entry.region) == (
            answered.answer.reference, "employer", "employer", "actor1", PLACE,
        )  # fmt: skip
        assert answered.answer.words
    assert set(models.Holding.objects.values_list("employer", "bank", "outlet")) == {(EMPLOYER, "CAB", "XA-102-01")}
    assert models.Picture.objects.count() == 30
    kept = models.Batch.objects.get()
    assert (kept.roll, kept.photos) == (None, None)
    assert batches.waiting() == []


def test_the_row_goes_before_what_was_given_for_all_and_a_blank_cell_does_not():
    cells = list(row(500)), list(row(501))
    cells[0][4:] = ["QRB", "XA-103-B2"]
    cells[1][4:] = ["", ""]
    view = worked(csv_bytes(HEADER, [tuple(c) for c in cells]), photos([500, 501]))
    assert view.granted == 2
    assert list(models.Holding.objects.order_by("bank").values_list("bank", "outlet")) == [
        ("CAB", "XA-102-01"), ("QRB", "XA-103-B2")
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["faulty/rows.csv", "faulty/rows.xlsx"])
def test_every_faulty_row_is_told_and_the_good_one_is_granted(name):
    made = files()
    view = worked(made[name], made["photos.zip"])
    assert answers(view.batch_id) == {
        2: [], 3: ["id_number_repeated"], 4: ["id_number_check_digit"], 5: ["id_number_scientific"],
        6: ["mobile_length"], 7: ["photo_unfit"], 8: ["photo_missing"],
    }  # fmt: skip
    assert (view.total, view.granted, view.refused) == (len(faulty_rows()), 1, 6)
    assert "第3、4、5行读不出" in view.whole.words
    rows = {r.number: r for r in batches.rows(view.batch_id, EMPLOYER)}
    assert "第2行" in rows[3].answer.reasons[0].words
    assert all(reason.next for r in rows.values() for reason in r.answer.reasons)
    assert len(applied()) == 1


def test_the_file_of_the_examples_is_granted_whole():
    made = files()
    assert worked(made["employees.xlsx"], made["photos.zip"]).granted == 15


def test_a_row_hears_all_its_reasons_at_once():
    bad = csv_bytes(HEADER, [(*row(500)[:2], "138", "", "nobody", "nowhere"), (*row(501)[:4], "nobody", "nowhere")])
    view = worked(bad, photos([501]))
    assert answers(view.batch_id) == {2: ["mobile_length", "photo_missing"], 3: ["bank_not_here", "outlet_unfit"]}


def test_without_photos_every_row_says_so():
    view = worked(people([500, 501]), None)
    assert answers(view.batch_id) == {2: ["photo_missing"], 3: ["photo_missing"]}
    assert models.Entry.objects.count() == 0


def test_a_person_of_an_earlier_batch_is_refused_in_a_later_one():
    worked(people([500]), photos([500]))
    view = worked(people([500, 501]), photos([500, 501]), case_number="b2")
    assert answers(view.batch_id) == {2: ["application_pending"], 3: []}


def test_an_empty_roll_is_refused_as_a_whole():
    view = worked(files()["faulty/empty.csv"], None)
    assert [r.code for r in view.whole.reasons] == ["roll_empty"]
    assert view.finished_at is not None
    assert (view.total, view.granted, view.refused) == (0, 0, 0)


def test_too_long_a_roll_is_refused_as_a_whole_with_its_source():
    many = csv_bytes(HEADER, [row(n) for n in range(5001)])
    view = worked(many, None)
    (reason,) = view.whole.reasons
    assert reason.code == "roll_too_long"
    assert "5001" in reason.words
    assert reason.source
    assert view.refused == 0
    assert view.finished_at is not None


def test_a_roll_of_which_no_row_can_be_read_is_refused_as_a_whole():
    view = worked(csv_bytes(HEADER, [("甲", "1", *row(500)[2:])]), None)
    assert [r.code for r in view.whole.reasons] == ["roll_unreadable"]
