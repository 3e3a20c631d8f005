"""Every check of `yikatong converge` is first shown to see what it is there for: a bank's books with one fault."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from yikatong.channels.cli.converge import checks
from yikatong.channels.cli.converge.faults import Fault, Tally
from yikatong.channels.cli.converge.story import planned

BOOKS = """
CREATE TABLE sandbox_bank_account (card_id TEXT, balance INT, state TEXT, sequence INT, opened_at TEXT);
CREATE TABLE sandbox_bank_takenorder
    (order_id TEXT, card_id TEXT, kind TEXT, sequence INT, result TEXT, answered_at TEXT);
CREATE TABLE sandbox_bank_callback (webhook_id TEXT, answer TEXT, set_aside_at TEXT, outcome TEXT, sent_at TEXT);
CREATE TABLE sandbox_bank_transfer (reference TEXT, kind TEXT);
CREATE TABLE sandbox_bank_posting (transfer_id TEXT, account_id TEXT, fen INT);
INSERT INTO sandbox_bank_account VALUES ('C1', 70, 'active', 4, 't'), ('C2', 30, 'active', 2, 't');
INSERT INTO sandbox_bank_takenorder VALUES
    ('O1', 'C1', 'lift_loss', 1, 'done', '1'), ('O2', 'C1', 'report_formal_loss', 2, 'done', '2');
INSERT INTO sandbox_bank_callback VALUES
    ('cb1', '{"order_id": "O1"}', NULL, '', 't'), ('cb2', '{"order_id": "O2"}', NULL, '', 't'),
    ('cb3', NULL, NULL, '', 't');
INSERT INTO sandbox_bank_transfer VALUES ('T1', 'deposit'), ('T2', 'move_balance');
INSERT INTO sandbox_bank_posting VALUES ('T1', 'C1', 100), ('T1', NULL, -100), ('T2', 'C1', -30), ('T2', 'C2', 30);
"""
WRONG = {
    "applied_once": """INSERT INTO sandbox_bank_callback VALUES ('cb4', '{"order_id": "O1"}', NULL, '', 't')""",
    "order_answered": "INSERT INTO sandbox_bank_takenorder VALUES ('O3', 'C2', 'pay_out', 3, '', NULL)",
    "newest_wish_holds": "UPDATE sandbox_bank_takenorder SET answered_at = '3' WHERE order_id = 'O1'",
    "postings_balance": "INSERT INTO sandbox_bank_posting VALUES ('T3', NULL, 5), ('T4', NULL, -5)",
    "balance_is_its_postings": "UPDATE sandbox_bank_account SET balance = 100 - balance",
    "money_conserved": "UPDATE sandbox_bank_posting SET fen = -99 WHERE account_id IS NULL",
    "closed_at_zero": "UPDATE sandbox_bank_account SET state = 'closed' WHERE card_id = 'C2'",
    "moved_once": "INSERT INTO sandbox_bank_transfer VALUES ('T3', 'move_balance');"
    "INSERT INTO sandbox_bank_posting VALUES ('T3', 'C1', -30), ('T3', 'C2', 30);"
    "UPDATE sandbox_bank_account SET balance = balance + (CASE card_id WHEN 'C1' THEN -30 ELSE 30 END)",
    "nothing_set_aside": "UPDATE sandbox_bank_callback SET set_aside_at = 't', outcome = '409 refused'"
    " WHERE webhook_id = 'cb3'",
}


@pytest.fixture
def books(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    kept = sqlite3.connect(tmp_path / "bank.sqlite3")
    kept.executescript(BOOKS)
    yield kept
    kept.close()


def told(books: sqlite3.Connection) -> list[str]:
    books.commit()
    path = books.execute("PRAGMA database_list").fetchone()[2]
    return list(checks.at_the_bank(SimpleNamespace(bank_database=Path(path))))


def test_books_in_order_are_silent(books: sqlite3.Connection) -> None:
    assert told(books) == []


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_seen(books: sqlite3.Connection, name: str) -> None:
    books.executescript(WRONG[name])
    words = checks.BANK_CHECKS[name][0]
    seen = [line for line in told(books) if line.startswith(words.partition("{")[0])]
    assert seen, name


def test_every_check_of_the_books_has_something_to_see() -> None:
    assert WRONG.keys() == checks.BANK_CHECKS.keys()


def test_a_fault_that_was_hardly_met_is_named() -> None:
    tally = Tally()
    for fault in Fault:
        for _ in range(20 if fault is not Fault.OUTAGE else 19):
            tally.count(fault)
    assert tally.short_of(20) == [Fault.OUTAGE]


def test_a_seed_plans_the_same_faults_each_time_and_enough_of_each() -> None:
    from random import Random

    plan = planned(Random(7), 2000, 20)
    assert plan == planned(Random(7), 2000, 20) != planned(Random(8), 2000, 20)
    met = [fault for happenings in plan.values() for fault, _ in happenings]
    assert all(met.count(fault) >= 28 for fault in Fault)
