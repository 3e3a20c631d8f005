"""What an employer gets to see: page by page, masked, as CSV; and what is left in the tables."""

import os
import subprocess

import pytest

from examples.make import HEADER, csv_bytes, row
from tests.batches.asks import receive, worked
from tests.batches.files import EMPLOYER, people, photos, table
from yikatong.cards.masking import mask_id_number_in_lists
from yikatong.channels.cli.city.people import citizen
from yikatong.office import batches, counter, ledger
from yikatong.office.batches import shelf, working
from yikatong.office.wire import reading
from yikatong.records import models

pytestmark = pytest.mark.django_db


def test_rows_are_paged_by_their_number():
    batch_id = worked(people(range(500, 507)), None).batch_id
    seen, after = [], 0
    while page := batches.rows(batch_id, EMPLOYER, after, 3):
        seen.append([r.number for r in page])
        after = page[-1].number
    assert seen == [[2, 3, 4], [5, 6, 7], [8]]
    assert len(batches.rows(batch_id, EMPLOYER, after=-5, limit=0)) == 1


def test_answers_as_csv_are_masked_and_no_formula():
    named = list(row(500))
    named[0] = "=HYPERLINK(1)"
    batch_id = worked(csv_bytes(HEADER, [tuple(named), row(501)]), photos([500, 501])).batch_id
    models.BatchRow.objects.filter(number=3).update(reference="x")
    shelf.note(batch_id, 99, "", batches.BatchAnswer(True, "=1+1", "@x"))
    text = "".join(batches.rows_csv(batch_id, EMPLOYER))
    lines = table(text)
    assert text.startswith("\ufeff行号,证件号码,结果,受理编号,说明,下一步")
    assert [line[:3] for line in lines[1:]] == [
        ["2", mask_id_number_in_lists(citizen(500).number), "未受理"],
        ["3", mask_id_number_in_lists(citizen(501).number), "已受理"], ["99", "", "已受理"],
    ]  # fmt: skip
    assert lines[3][3:5] == ["'@x", "'=1+1"]
    assert all(line[5] for line in lines[1:3])
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line)


def test_nothing_that_is_kept_tells_who_was_in_the_file():
    batch_id = worked(people([500, 501]), photos([500])).batch_id
    kept = [str(list(model.objects.values())) for model in (models.Batch, models.BatchRow)]
    for secret in (citizen(500).number, citizen(501).number, citizen(500).mobile, citizen(501).name):
        assert not any(secret in text for text in kept)
    assert citizen(500).number not in "".join(batches.rows_csv(batch_id, EMPLOYER))


def test_the_person_of_a_granted_row_is_registered_as_told():
    batch_id = worked(people([500]), photos([500])).batch_id
    one = citizen(500)
    number = working.read_id_number(one.number, working.day_of(working.deployment.now()))
    with reading() as wire:
        person = ledger.find(wire, counter.key_of(number)).person
    assert (person.words.name, person.words.mobile) == (one.name, one.mobile)
    assert person.cards[0].employer == EMPLOYER
    assert batches.rows(batch_id, EMPLOYER)[0].answer.reference == person.cards[0].card_id


def resident_bytes() -> int:
    """What this process holds in memory now, by the system's own account."""
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(os.getpid())], capture_output=True, text=True, check=True)
    return int(shown.stdout) * 1024


def test_five_thousand_rows_need_little_memory():
    batch_id = receive(csv_bytes(HEADER, [row(n) for n in range(5000)]), None)
    held = [resident_bytes()]
    ballast = bytearray(b"x" * 100_000_000)
    assert resident_bytes() - held[0] > 90_000_000  # it would be noticed
    del ballast
    view = batches.work(batch_id, lambda done, total: held.append(resident_bytes()) if done % 500 == 0 else None)
    assert (view.refused, view.finished_at is not None) == (5000, True)
    assert len(held) == 11
    assert max(held) - held[0] < 40_000_000
