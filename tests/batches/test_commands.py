"""The two commands: a batch from a terminal, repeatable; and a worker that can be told to stop at any row."""

import json
import os
import signal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.batches.files import EMPLOYER, PLACE, people, photos
from yikatong.channels.cli.batches import apply_for_employees_command
from yikatong.channels.cli.city.people import citizen
from yikatong.channels.cli.work import work_command
from yikatong.office import batches
from yikatong.office.batches import working
from yikatong.records import models

pytestmark = pytest.mark.django_db
WHERE = ("--employer", EMPLOYER, "--region", PLACE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "roll.csv").write_bytes(people([500, 501, 502]))
    (tmp_path / "photos.zip").write_bytes(photos([500, 501]))
    return tmp_path


def apply(folder: Path, *rest: str) -> Result:
    arguments = [str(folder / "roll.csv"), "--photos", str(folder / "photos.zip"), *WHERE, *rest]
    return CliRunner().invoke(apply_for_employees_command, arguments)


def receive(case_number: str, numbers) -> str:
    files = people(numbers), photos(numbers)
    return batches.receive(EMPLOYER, "client", case_number, "actor1", PLACE, {}, *files).batch_id


def test_a_batch_from_a_terminal_tells_each_refused_row(folder):
    done = apply(folder)
    assert done.exit_code == 3
    assert "第4行" in done.stdout
    assert "受理2人，未受理1人" in done.stdout
    assert citizen(502).number not in done.output


def test_the_same_command_again_gives_the_same_answers(folder):
    first, second = (json.loads(apply(folder, "--json").stdout) for _ in range(2))
    assert first == second
    assert [r["answer"]["granted"] for r in first["rows"]] == [True, True, False]
    assert models.Batch.objects.count() == 1
    other = json.loads(apply(folder, "--json", "--case-number", "n2").stdout)
    assert [r["answer"]["granted"] for r in other["rows"]] == [False, False, False]


def test_an_interrupted_command_is_resumed(folder, monkeypatch):
    with monkeypatch.context() as patch:
        real = working.serve
        patch.setattr(working, "serve", lambda ask: real(ask) if ask.case_number != "3" else 1 / 0)
        assert isinstance(apply(folder).exception, ZeroDivisionError)
    assert models.Entry.objects.count() == 1
    assert "受理2人，未受理1人" in apply(folder).stdout
    assert models.Entry.objects.count() == 2


def test_all_granted_is_success(folder):
    (folder / "roll.csv").write_bytes(people([500, 501]))
    assert apply(folder).exit_code == 0


def test_a_file_that_cannot_be_read_is_told_in_words(folder):
    (folder / "roll.csv").write_text("姓名,证件号码,手机号码,工资\n")
    failed = apply(folder)
    assert failed.exit_code == 1
    assert "工资" in failed.output
    assert "Traceback" not in failed.output


@pytest.fixture
def signals():
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, action in kept.items():
        signal.signal(number, action)


@pytest.fixture(autouse=True)
def own_connection(monkeypatch):
    """The worker closes connections that are too old; a test's open transaction must not be among them."""
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)


@pytest.mark.usefixtures("signals")
def test_the_worker_works_off_what_waits_and_ends():
    waiting = [receive("n1", [500]), receive("n2", [501, 500])]
    assert CliRunner().invoke(work_command, ["--once"]).exit_code == 0
    assert batches.waiting() == []
    assert [batches.status(b, EMPLOYER).granted for b in waiting] == [1, 1]


@pytest.mark.usefixtures("signals")
def test_a_batch_that_fails_holds_up_no_other_and_stays_waiting(monkeypatch):
    bad, good = receive("n1", [500]), receive("n2", [501])
    real = working.serve
    with monkeypatch.context() as patch:
        patch.setattr(working, "serve", lambda ask: real(ask) if ask.client != f"batch:{bad}" else 1 / 0)
        assert CliRunner().invoke(work_command, ["--once"]).exit_code == 1
    assert batches.waiting() == [bad]
    assert batches.status(good, EMPLOYER).granted == 1
    assert CliRunner().invoke(work_command, ["--once"]).exit_code == 0


@pytest.mark.usefixtures("signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_told_to_stop_finishes_the_row_and_leaves_the_rest(monkeypatch, number):
    first, second = receive("n1", [500, 501, 502]), receive("n2", [503])
    real = working.serve

    def stopped_at_the_second(ask):
        if ask.case_number == "3":
            os.kill(os.getpid(), number)
        return real(ask)

    with monkeypatch.context() as patch:
        patch.setattr(working, "serve", stopped_at_the_second)
        assert CliRunner().invoke(work_command, ["--every", "60"]).exit_code == 0
    view = batches.status(first, EMPLOYER)
    assert (view.granted, view.finished_at) == (2, None)
    assert batches.waiting() == [first, second]
    assert CliRunner().invoke(work_command, ["--once"]).exit_code == 0
    assert batches.status(first, EMPLOYER).granted == 3
