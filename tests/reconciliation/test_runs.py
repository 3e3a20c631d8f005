"""A day's reconciliation against the tables: differences open, stay with their age, and go; healing only asks."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.office.world import NOW, number, person_of, rows
from tests.reconciliation.bank import BANK, Bank, account, day_file
from tests.reconciliation.people import held, ordered
from yikatong.cards.states import State
from yikatong.channels.cli.reconcile import reconcile_command
from yikatong.office import deployment
from yikatong.office import reconciliation as office
from yikatong.office.reconciliation.reading import NOBODY
from yikatong.records import models

DAY = (NOW - timedelta(days=1)).date()


def reconciled() -> office.Run:
    return office.reconcile(BANK, office.yesterday())


def open_ones() -> list[tuple[str, str, str]]:
    found = models.Difference.objects.filter(closed_at__isnull=True).order_by("card_id", "aspect")
    return list(found.values_list("card_id", "aspect", "cause"))


def test_what_agrees_leaves_nothing(bank: Bank) -> None:
    bank.has(account(held(1)), account(held(2)))
    run = reconciled()
    assert (run.state, run.ours, run.theirs, run.found, run.day) == ("finished", 2, 2, 0, DAY)
    assert open_ones() == []


def test_a_difference_is_open_with_its_age_until_it_is_gone(bank: Bank) -> None:
    bank.has(account(held(1), sequence=2, state="frozen"), account(held(2)))
    assert (reconciled().opened, open_ones()) == (1, [("C1", "account_differs", "callback_lost")])
    with deployment.at(NOW + timedelta(days=3)):
        again = reconciled()
    assert (again.found, again.opened, again.closed) == (1, 0, 0)
    row = models.Difference.objects.get()
    assert (row.opened_at, row.seen_at - row.opened_at) == (NOW, timedelta(days=3))
    bank.has(account("C1"))
    with deployment.at(NOW + timedelta(days=4)):
        last = reconciled()
    row.refresh_from_db()
    assert (last.found, last.closed, row.closed_at) == (0, 1, NOW + timedelta(days=4))


def test_what_comes_again_is_a_difference_of_its_own(bank: Bank) -> None:
    held(1)
    reconciled()
    bank.has(account("C1"))
    with deployment.at(NOW + timedelta(days=1)):
        reconciled()
    bank.accounts.clear()
    with deployment.at(NOW + timedelta(days=2)):
        reconciled()
    assert [row.closed_at is None for row in models.Difference.objects.order_by("id")] == [False, True]


def test_a_bank_that_is_down_or_wrong_changes_no_difference(bank: Bank) -> None:
    bank.has(account(held(1), sequence=2))
    reconciled()
    bank.is_down = True
    assert reconciled().state == "refused"
    bank.is_down, bank.file = False, day_file([account("C1")], DAY).replace(b"1234", b"4321")
    run = reconciled()
    assert (run.state, run.words) == ("refused", "对账文件不完整或与校验值不符，整份没有采用，请重新获取。")
    assert open_ones() == [("C1", "account_differs", "callback_lost")]


def test_a_call_back_that_comes_meanwhile_is_no_difference(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cards are read once more before anything is written down."""
    from tests.office.world import enter
    from yikatong.cards.events import AccountMirrored
    from yikatong.office.reconciliation import recording

    bank.has(account(held(1), sequence=2, state="frozen"))
    read = recording.reading.ours_again

    def after_the_call_back(cards: Any) -> Any:
        enter(number(1), AccountMirrored(card_id="C1", sequence=2, state=State.FROZEN, tail="1234"), at=NOW)
        return read(cards)

    monkeypatch.setattr(recording.reading, "ours_again", after_the_call_back)
    assert (reconciled().found, open_ones()) == (0, [])


def test_in_flight_is_found_and_is_nobodys_turn(bank: Bank) -> None:
    bank.has(account(held(1), sequence=2))
    ordered(1, at=NOW - timedelta(hours=23))
    run = reconciled()
    assert (run.found, run.to_do) == (1, 0)
    with deployment.at(NOW + timedelta(hours=2)):
        assert (reconciled().to_do, open_ones()) == (1, [("C1", "account_differs", "callback_lost")])


def test_cards_of_other_banks_and_what_the_plant_holds(bank: Bank) -> None:
    held(1)
    models.Holding.objects.filter(card_id="C1").update(bank="QRB")
    models.PlantStock.objects.create(plant="P", day=DAY, card_id="X9", place="vault")
    run = office.reconcile(NOBODY, DAY)
    assert (run.ours, run.theirs, run.stock) == (1, 0, 1)
    assert open_ones() == [("X9", "stock_unexpected", "unknown_stock")]


def test_healing_asks_and_records_what_the_bank_says(bank: Bank) -> None:
    bank.has(account(held(1), sequence=3, state="frozen"))
    reconciled()
    assert office.heal(BANK) == office.Healed(1, 1)
    card = person_of(number(1)).cards[0]
    assert (card.financial.state, card.bank_sequence) == (State.FROZEN, 3)
    with deployment.at(NOW + timedelta(minutes=1)):
        assert (reconciled().closed, open_ones()) == (1, [])


def test_healing_takes_the_answer_to_an_order(bank: Bank) -> None:
    held(1)
    order_id = ordered(1, at=NOW - timedelta(hours=30))
    bank.has(account("C1", sequence=2))
    bank.answers[order_id] = {"order_id": order_id, "result": "refused", "code": "no", "words": "不予办理。"}
    reconciled()
    assert office.heal(BANK).answered == 1
    assert person_of(number(1)).cards[0].orders == ()


def test_healing_changes_nothing_where_the_bank_is_silent_or_at_fault(bank: Bank) -> None:
    bank.has(account(held(1), sequence=2), account(held(2), state="closed"))
    reconciled()
    before = rows()
    bank.is_down = True
    assert office.heal(BANK) == office.Healed(1, 0), "one story under one number is the bank's to put right"
    assert rows() == before


def test_a_run_costs_the_same_statements_however_many_cards(bank: Bank, django_assert_max_num_queries) -> None:
    for n in range(12):
        bank.has(account(held(n), sequence=2))
    with django_assert_max_num_queries(16):
        assert reconciled().opened == 12


def test_the_command_tells_by_its_status(bank: Bank) -> None:
    """0 nothing, 1 something to do, 2 not reconciled."""
    from click.testing import CliRunner

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(reconcile_command, ["--day", str(DAY), *arguments])
        return result.exit_code, result.output

    bank.has(account(held(1)))
    assert run()[0] == 0
    bank.has(account("C1", sequence=2))
    assert run("--bank", BANK)[0] == 1
    assert run("--bank", BANK, "--heal")[0] == 0
    bank.is_down = True
    assert run()[0] == 2
    assert run("--bank", "NOBANK")[0] == 1


def test_what_is_kept_holds_no_personal_words(bank: Bank) -> None:
    bank.has(account(held(1), sequence=2))
    reconciled()
    row = models.Difference.objects.get()
    told = json.dumps([row.ours, row.theirs, row.stock], ensure_ascii=False)
    words = person_of(number(1)).words
    assert words
    assert not [word for word in (words.name, words.id_number, words.mobile, words.address) if word in told]
