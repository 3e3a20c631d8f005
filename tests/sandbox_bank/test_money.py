"""The laws of money: of the pure postings, and of the database against a program that forgot them."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sandbox_bank.wire import ROOT
from yikatong.sandbox.bank import numbers, postings
from yikatong.sandbox.bank.postings import TILL, Postings

CARDS = ("C1", "C2", "C3")
STEPS = st.lists(st.tuples(st.sampled_from(["in", "out", "move"]), st.sampled_from(CARDS), st.sampled_from(CARDS),
                           st.integers(1, 10**9)))  # fmt: skip


def entries(step: tuple[str, str, str, int]) -> Postings:
    kind, card, other, fen = step
    if kind == "in":
        return postings.paid_in(card, fen)
    return postings.paid_out(card, fen) if kind == "out" else postings.moved(card, other, fen)


def conserved(balances: Mapping[str, int]) -> bool:
    """What the accounts hold is what the till is owed, and none is overdrawn."""
    return sum(balances.values()) == 0 and all(fen >= 0 for card, fen in balances.items() if card != TILL)


def followed(steps: list[tuple[str, str, str, int]]) -> dict[str, int]:
    balances: dict[str, int] = {}
    for step in steps:
        if step[0] == "move" and step[1] == step[2]:
            continue
        try:
            balances = postings.after(balances, entries(step))
        except ValueError:  # overdrawn: nothing happened
            continue
    return balances


@given(STEPS)
def test_money_neither_comes_nor_goes(steps: list[tuple[str, str, str, int]]) -> None:
    assert conserved(followed(steps))


@given(st.dictionaries(st.sampled_from([*CARDS, TILL]), st.integers(-5, 5), max_size=4))
def test_only_what_sums_to_zero_and_moves_is_posted(found: dict[str, int]) -> None:
    sound = bool(found) and sum(found.values()) == 0 and all(found.values())
    if sound:
        assert postings.checked(found) == found
    else:
        with pytest.raises(ValueError):
            postings.checked(found)


def test_the_law_sees_a_posting_that_loses_a_fen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "checked", lambda found: found)
    monkeypatch.setattr(postings, "moved", lambda source, target, fen: {source: -fen, target: fen - 1})
    assert not conserved(followed([("in", "C1", "C1", 5), ("move", "C1", "C2", 5)]))


@given(st.integers(0, 10**9), st.integers(0, 18), st.integers(1, 9))
def test_a_number_with_one_wrong_digit_is_not_one(serial: int, place: int, step: int) -> None:
    number = numbers.number_of(serial)
    assert len(number) == 19
    assert numbers.is_valid(number)
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert not numbers.is_valid(wrong)


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert numbers.is_valid("4111111111111111")
    assert not numbers.is_valid("4111111111111112")
    assert not numbers.is_valid("４１１１１１１１１１１１１１１１")


@pytest.mark.parametrize("typed", ["", "0", "0.00", "-1", "1.234", "1e3", "１００", "1,000", "10000000000"])
def test_an_amount_is_typed_plainly(typed: str) -> None:
    with pytest.raises(ValueError):
        numbers.fen_of(typed)
    assert (numbers.fen_of("12.3"), numbers.yuan_of(123_456)) == (1230, "1,234.56")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("money")
    settings = {"DJANGO_SETTINGS_MODULE": "yikatong.sandbox.bank.settings", "YIKATONG_SANDBOX_BANK_VAR": str(folder)}
    environment = os.environ | settings | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v", "0"], env=environment, cwd=ROOT, check=True)
    return folder / "bank.sqlite3"


@pytest.fixture
def ledger(tables: Path) -> Iterator[sqlite3.Connection]:
    """The bank's own database, with two accounts of which the first has 1.00; nothing of a test stays."""
    connection = sqlite3.connect(tables, isolation_level=None)
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("BEGIN IMMEDIATE")
    for card in ("C1", "C2"):
        connection.execute(
            "INSERT INTO sandbox_bank_account (card_id, number, state, frozen, loss, balance, settled, physical,"
            " sequence, fence) VALUES (?, '', 'active', 0, '', 0, 0, '', 1, 0)",
            [card],
        )
    book(connection, "r0", {"C1": 100, TILL: -100})
    yield connection
    if connection.in_transaction:
        connection.execute("ROLLBACK")
    connection.close()


def book(ledger: sqlite3.Connection, reference: str, found: Mapping[str, int], seal: bool = True) -> None:
    for card, fen in found.items():
        row = [reference, card or None, fen]
        ledger.execute("INSERT INTO sandbox_bank_posting (transfer_id, account_id, fen) VALUES (?, ?, ?)", row)
    if seal:
        ledger.execute("INSERT INTO sandbox_bank_transfer VALUES (?, 'test', '2026-11-22')", [reference])


def balance(ledger: sqlite3.Connection, card: str) -> int:
    found = ledger.execute("SELECT balance FROM sandbox_bank_account WHERE card_id = ?", [card]).fetchone()
    return int(found[0])


def test_a_transfer_moves_both_balances(ledger: sqlite3.Connection) -> None:
    book(ledger, "r1", {"C1": -40, "C2": 40})
    assert (balance(ledger, "C1"), balance(ledger, "C2")) == (60, 40)


FORGOTTEN: dict[str, Callable[[sqlite3.Connection], object]] = {
    "postings do not sum to zero": lambda db: book(db, "r1", {"C1": -40, "C2": 39}),
    "never_overdrawn": lambda db: book(db, "r1", {"C1": -101, "C2": 101}),
    "UNIQUE constraint": lambda db: [book(db, "r1", {"C1": -1, TILL: 1}), book(db, "r2", {"C1": -1, "C2": 1}, False),
                                     db.execute("INSERT INTO sandbox_bank_transfer VALUES ('r1', 't', '2026')")],
    "the transfer is sealed": lambda db: book(db, "r0", {"C2": 1}, seal=False),
    "closed_only_at_zero": lambda db: db.execute("UPDATE sandbox_bank_account SET state = 'closed'"),
    "from postings alone": lambda db: db.execute("UPDATE sandbox_bank_account SET balance = balance + 1"),
    "what was booked stays": lambda db: db.execute("DELETE FROM sandbox_bank_posting"),
    "a_posting_moves": lambda db: book(db, "r1", {"C1": 0, TILL: 0}),
    "FOREIGN KEY": lambda db: [book(db, "r1", {"C1": 5, TILL: -5}, seal=False), db.execute("COMMIT")],
}  # fmt: skip


@pytest.mark.parametrize("law", FORGOTTEN)
def test_the_database_keeps_the_law_that_a_program_forgot(ledger: sqlite3.Connection, law: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=law):
        FORGOTTEN[law](ledger)
