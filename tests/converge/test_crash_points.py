"""Killed at every boundary between two statements of every step by which bureau and bank come to one story: whoever
comes after finishes it, and nothing is done twice. Making batches and taking in: tests/plant/test_crashing.py."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.converge.bank_on_disk import BankOnDisk
from tests.dying import dies_at
from tests.office.conftest import city, emptied_past_the_fence  # noqa: F401 - fixtures
from tests.office.world import NOW, SHAANXI, ask, enter, number, person_of
from tests.reconciliation.bank import BANK, URL, Bank, account
from tests.reconciliation.people import held
from yikatong.adapters.webhooks.signing import signed_headers
from yikatong.cards.events import AccountOrdered
from yikatong.cards.orders import OrderKind
from yikatong.catalogue.channels import Channel
from yikatong.office import bank_links, bank_orders, callbacks, counter, deployment, limits
from yikatong.office import reconciliation as office
from yikatong.office.courier import carrying
from yikatong.records import models

pytestmark = pytest.mark.django_db(transaction=True)
STEPS_MAX = 120


@pytest.fixture(autouse=True)
def at_ten(city: None) -> Iterator[None]:  # noqa: F811
    limits.forget()
    with deployment.at(NOW):
        bank_links.connect(BANK, URL)
        yield
    limits.forget()


def at_every_step(work: Callable[[int], Callable[[], object]], after: Callable[[int], None]) -> int:
    """``work`` of a fresh case at each point of death, then what comes after; how many points there are."""
    for step in range(1, STEPS_MAX):
        died = dies_at(step, work(step))
        after(step)
        if not died:
            return step - 1
    raise AssertionError("it never came to its end")


def entries(service: str) -> int:
    return models.Entry.objects.filter(service=service).count()


@pytest.fixture
def on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BankOnDisk:
    made = BankOnDisk(tmp_path / "taken")
    monkeypatch.setattr(bank_orders, "client", lambda: made)
    return made


def carry_everywhere(bank: BankOnDisk) -> int:
    """Claim, carry, settle."""

    def order(step: int) -> Callable[[], object]:
        held(step)
        models.Message.objects.filter(sent_at__isnull=True).update(sent_at=NOW)  # what led to the card
        ordered = AccountOrdered(card_id=f"C{step}", order_id=f"O{step}", kind=OrderKind.ACTIVATE)
        enter(number(step), ordered, at=NOW)
        models.Message.objects.filter(party="holder").update(sent_at=NOW)
        return carrying.carry_due

    def after(step: int) -> None:
        with deployment.at(NOW + timedelta(seconds=31 + step)):  # the dead courier's lease is over
            carrying.carry_due()
        assert bank.taken.count(f"O{step}") == 1
        assert not models.Message.objects.filter(party="bank", sent_at__isnull=True).exists()

    return at_every_step(order, after)


def test_an_order_is_carried_after_any_death(on_disk: BankOnDisk) -> None:
    assert carry_everywhere(on_disk) >= 8


def test_the_walk_finds_a_courier_that_settles_before_it_carries(on_disk: BankOnDisk, monkeypatch) -> None:
    claim = carrying.claim

    def settled_first(*arguments):  # type: ignore[no-untyped-def]
        claimed = claim(*arguments)
        models.Message.objects.filter(pk__in=[one[0].message_id for one in claimed]).update(sent_at=NOW)
        return claimed

    monkeypatch.setattr(carrying, "claim", settled_first)
    with pytest.raises(AssertionError):
        carry_everywhere(on_disk)


def take_everywhere() -> int:
    """A call-back: its row, the act, its completion; the bank repeats what was not acknowledged."""
    secrets = bank_links.link_of(BANK).theirs

    def callback(step: int) -> Callable[[], object]:
        data = account(held(step), sequence=2, state="frozen") | {"answer": None}
        body = json.dumps({"type": "account.changed", "timestamp": NOW.isoformat(), "data": data}).encode()
        return lambda: callbacks.take(BANK, signed_headers(secrets, f"cb-{step}", int(time.time()), body), body)

    taken: list[Callable[[], object]] = []

    def work(step: int) -> Callable[[], object]:
        taken.append(callback(step))
        return taken[-1]

    def after(step: int) -> None:
        taken[-1]()
        taken[-1]()
        assert entries("mirror_account") == step
        assert person_of(number(step)).cards[0].bank_sequence == 2
        assert models.Callback.objects.filter(webhook_id=f"cb-{step}", status="applied").count() == 1

    return at_every_step(work, after)


def test_a_call_back_is_taken_after_any_death() -> None:
    assert take_everywhere() >= 8


def test_the_walk_finds_a_call_back_that_is_noted_before_it_is_done(monkeypatch) -> None:
    claim = callbacks._claim

    def noted_first(*arguments):  # type: ignore[no-untyped-def]
        row = claim(*arguments)
        known = row.status
        models.Callback.objects.filter(pk=row.pk).update(status="applied")
        row.status = known
        return row

    monkeypatch.setattr(callbacks, "_claim", noted_first)
    with pytest.raises(AssertionError):
        take_everywhere()


def test_an_act_and_its_order_are_written_together_after_any_death() -> None:
    """What a clerk asks again under the same case number is done once, with one order and one message to the bank."""

    def work(step: int) -> Callable[[], object]:
        held(step)
        return lambda: counter.serve(asked(step))

    def asked(step: int):  # type: ignore[no-untyped-def]
        return ask("report_loss", number(step), Channel.BANK, function="financial", kind="temporary",
                   case_number=f"case-{step}", region=SHAANXI, party=BANK)  # fmt: skip

    def after(step: int) -> None:
        assert counter.serve(asked(step)).granted
        assert entries("report_loss") == step
        assert len(person_of(number(step)).cards[0].orders) == 1
        orders = models.Message.objects.filter(party="bank", kind="account_ordered", body__contains=f'"C{step}"')
        assert orders.count() == 1

    assert at_every_step(work, after) >= 6


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> Bank:
    made = Bank()
    monkeypatch.setattr(bank_orders, "client", lambda: made)
    return made


def test_a_reconciliation_is_finished_after_any_death(bank: Bank) -> None:
    """Each step one more account that differs: every one is open once."""

    def work(step: int) -> Callable[[], object]:
        bank.has(account(held(step), sequence=2))
        return lambda: office.reconcile(BANK, office.yesterday())

    def after(step: int) -> None:
        office.reconcile(BANK, office.yesterday())
        assert models.Difference.objects.filter(closed_at__isnull=True).count() == step
        assert models.Difference.objects.count() == step

    assert at_every_step(work, after) >= 10


def test_healing_is_finished_after_any_death(bank: Bank) -> None:
    def work(step: int) -> Callable[[], object]:
        bank.has(account(held(step), sequence=2))
        with deployment.at(NOW + timedelta(minutes=step)):
            office.reconcile(BANK, office.yesterday())
        return lambda: office.heal(BANK)

    def after(step: int) -> None:
        office.heal(BANK)
        assert entries("mirror_account") == step
        assert {card.bank_sequence for n in range(1, step + 1) for card in person_of(number(n)).cards} == {2}

    assert at_every_step(work, after) >= 8
