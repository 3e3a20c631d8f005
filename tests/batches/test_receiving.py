"""Taking batches in: nothing unreadable is kept, the same ask is the same batch, others see nothing."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.batches.files import DEFAULTS, EMPLOYER, OTHER, PLACE, book, people, photos, short
from yikatong.catalogue.answers import NotUnderstood
from yikatong.channels.cli.city.people import citizen
from yikatong.office import batches
from yikatong.office.ask import CaseNumberReused
from yikatong.office.batches import BatchUnknown, shelf
from yikatong.records import models

pytestmark = pytest.mark.django_db
ROLL, PHOTOS = people([500, 501]), photos([500, 501])


def receive(roll=ROLL, files=PHOTOS, case_number="b1", employer=EMPLOYER, **answers):
    return batches.receive(employer, "client", case_number, "actor1", PLACE, DEFAULTS | answers, roll, files)


def test_a_batch_is_kept_sealed_until_it_is_worked_on():
    view = receive()
    kept = models.Batch.objects.get()
    assert (view.total, view.granted, view.refused, view.whole, view.finished_at) == (2, 0, 0, None, None)
    assert (kept.employer, kept.client, kept.actor, kept.region) == (EMPLOYER, "client", "actor1", PLACE)
    for column, plain in (("roll", ROLL), ("photos", PHOTOS)):
        sealed = bytes(getattr(kept, column))
        assert plain[100:130] not in sealed
        assert shelf.file_of(kept, column) == plain
    assert citizen(500).number not in kept.answers
    assert batches.waiting() == [view.batch_id]


def test_the_same_ask_is_the_same_batch_and_another_under_its_number_is_refused():
    first = receive()
    assert receive() == first
    for other in ({"roll": people([500])}, {"files": None}, {"bank": "QRB"}, {"employer": OTHER}, {"region": "610200"}):
        with pytest.raises(CaseNumberReused):
            receive(**other)
    assert models.Batch.objects.count() == 1
    assert receive(case_number="b2").batch_id != first.batch_id


@pytest.mark.parametrize(("roll", "files", "field", "code"), [
    (short(("x", "y", "z", "1"), header=("姓名", "证件号码", "手机号码", "工资")), PHOTOS, "roll", "column_unknown"),
    (b"", PHOTOS, "roll", "roll_empty"),
    (book(("x",) * 60), None, "roll", "roll_columns"),
    (ROLL, b"no archive", "photos", "zip_unreadable"),
])  # fmt: skip
def test_what_cannot_be_read_is_told_and_not_kept(roll, files, field, code):
    with pytest.raises(NotUnderstood) as caught:
        receive(roll, files)
    (fault,) = caught.value.faults
    assert (fault.field, fault.code) == (field, code)
    assert fault.words
    assert fault.cure
    assert not models.Batch.objects.exists()


@pytest.mark.parametrize(("name", "value"), [("region", "999999"), ("bank", "银行"), ("salary", "1")])
def test_an_answer_that_cannot_be_read_is_told(name, value):
    with pytest.raises(NotUnderstood) as caught:
        receive(**{name: value})
    assert [f.field for f in caught.value.faults] == [name]


def test_bank_and_outlet_may_stand_in_the_file_or_be_given():
    bare = short(("赵一宁", citizen(500).number, "13800000500"))
    assert receive(bare).total == 1
    with pytest.raises(NotUnderstood) as caught:
        batches.receive(EMPLOYER, "client", "b2", "actor1", PLACE, {}, bare)
    assert [f.code for f in caught.value.faults] == ["column_missing", "column_missing"]


def test_another_employers_batch_is_unknown():
    view = receive()
    batches.work(view.batch_id)
    assert batches.recent(OTHER) == []
    for look in (batches.status, batches.rows, batches.rows_csv):
        for batch_id, employer in ((view.batch_id, OTHER), ("none", EMPLOYER)):
            with pytest.raises(BatchUnknown) as caught:
                look(batch_id, employer)
            assert (caught.value.code, caught.value.status) == ("batch_not_found", 404)
    assert batches.status(view.batch_id, EMPLOYER) == batches.recent(EMPLOYER)[0]
    with pytest.raises(BatchUnknown):
        batches.work("none")


def test_the_latest_batches_come_first_in_two_statements(django_assert_num_queries):
    views = []
    for number in range(3):
        views.append(receive(case_number=f"n{number}"))
    with django_assert_num_queries(2):
        assert [v.batch_id for v in batches.recent(EMPLOYER)] == [v.batch_id for v in reversed(views)]
    assert batches.waiting() == [v.batch_id for v in views]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_batch():
    barrier, views = Barrier(4), []

    def click() -> None:
        barrier.wait()
        views.append(receive().batch_id)
        connection.close()

    threads = [Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(views) == 4
    assert len(set(views)) == 1
    assert models.Batch.objects.count() == 1
