"""A crash, an outage, a second worker: none of them changes what a row is answered."""

from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection

from examples.make import HEADER, csv_bytes, row
from tests.batches.asks import answers, applied, receive
from tests.batches.files import EMPLOYER, people, photos
from yikatong.office import batches
from yikatong.office.ask import Busy
from yikatong.office.batches import shelf, working
from yikatong.records import models

pytestmark = pytest.mark.django_db


class Killed(Exception):
    """Stands for a worker that is gone from one moment to the next."""


def killing(monkeypatch, module, name: str, at: int, after: bool) -> None:
    """Let the ``at``-th call of a function end the worker, before it does anything or after it did all."""
    real, calls = getattr(module, name), []

    def deadly(*args, **kwargs):
        calls.append(1)
        if len(calls) == at and not after:
            raise Killed
        result = real(*args, **kwargs)
        if len(calls) == at:
            raise Killed
        return result

    monkeypatch.setattr(module, name, deadly)


CRASHES = [
    (module, name, at, after)
    for module, name, last in (
        (working, "serve", 5),
        (shelf, "note", 4),
        (shelf, "note_whole", 1),
        (shelf, "finish", 1),
    )
    for at in range(1, last + 1)
    for after in (False, True)
]


@pytest.mark.parametrize(("module", "name", "at", "after"), CRASHES, ids=lambda x: getattr(x, "__name__", str(x)))
def test_a_worker_killed_anywhere_is_resumed_to_the_same_answers(monkeypatch, module, name, at, after):
    roll = csv_bytes(HEADER, [row(500), row(501), (*row(502)[:4], "nobody", "nowhere"), row(503)])
    batch_id = receive(roll, photos([500, 501, 502, 503]))
    with monkeypatch.context() as patch:
        killing(patch, module, name, at, after)
        with pytest.raises(Killed):
            batches.work(batch_id)
    before = {r.number: r for r in batches.rows(batch_id, EMPLOYER)}
    committed = models.Entry.objects.count()
    view = batches.work(batch_id)
    assert (view.granted, view.refused, view.finished_at is not None) == (3, 1, True)
    assert sorted(applied()) == [(f"batch:{batch_id}", str(n)) for n in (2, 3, 5)]
    assert answers(batch_id) == {2: [], 3: [], 4: ["bank_not_here", "outlet_unfit"], 5: []}
    rows = {r.number: r for r in batches.rows(batch_id, EMPLOYER)}
    assert before.items() <= rows.items()
    references = dict(models.Entry.objects.values_list("case_number", "reference"))
    assert {str(n): r.answer.reference for n, r in rows.items() if r.answer.granted} == references
    assert committed <= 3
    assert batches.work(batch_id) == view


def test_an_outage_stops_the_batch_and_is_no_answer_to_a_row(monkeypatch):
    batch_id = receive(people([500, 501]), photos([500, 501]))
    for fault in (Busy(), OperationalError("gone")):
        with monkeypatch.context() as patch:
            real = working.serve

            def busy(ask, fault=fault, real=real):
                if ask.case_number == "3":
                    raise fault
                return real(ask)

            patch.setattr(working, "serve", busy)
            with pytest.raises(type(fault)):
                batches.work(batch_id)
        assert list(answers(batch_id)) == [2]
        assert batches.waiting() == [batch_id]
    assert batches.work(batch_id).granted == 2


def test_a_grant_is_never_hidden_by_a_refusal_and_a_first_answer_stays():
    batch_id = receive(people([500]), None)
    no = batches.BatchAnswer(False, reasons=(batches.Reason("photo_missing", "没有照片。"),))
    yes, later = batches.BatchAnswer(True, "已受理", "R1"), batches.BatchAnswer(True, "已受理", "R2")
    for answer, kept in ((no, no), (yes, yes), (no, yes), (later, yes)):
        shelf.note(batch_id, 2, "6****", answer)
        assert [r.answer for r in batches.rows(batch_id, EMPLOYER)] == [kept]
    assert batches.status(batch_id, EMPLOYER).granted == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_no_harm():
    numbers = range(500, 510)
    batch_id = receive(people([*numbers, 500]), photos(numbers))
    barrier, views, wrong = Barrier(2), [], []

    def worker() -> None:
        barrier.wait()
        try:
            views.append(batches.work(batch_id))
        except Exception as error:  # told below: a thread's own error would be lost
            wrong.append(error)
        connection.close()

    threads = [Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert [(v.granted, v.refused) for v in views] == [(10, 1)] * 2
    assert sorted(n for _, n in applied()) == sorted(str(n) for n in range(2, 12))
    assert models.Dossier.objects.count() == models.Holding.objects.count() == 10
    references = dict(models.Entry.objects.values_list("case_number", "reference"))
    rows = batches.rows(batch_id, EMPLOYER)
    assert {str(r.number): r.answer.reference for r in rows if r.answer.granted} == references
