"""One bank for all tests of the room; each takes cards of its own."""

from collections.abc import Iterator

import pytest

from tests.sandbox_bank.wire import HTTP, Bank, Receiver, receiving, started, stopped


@pytest.fixture(scope="session")
def one_bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bank]:
    with receiving() as receiver:
        bank = started(tmp_path_factory.mktemp("sandbox") / "bank", receiver)
        yield bank
        assert stopped(bank) == 0


@pytest.fixture
def bank(one_bank: Bank) -> Bank:
    """The bank with all faults off, and a receiver that takes everything."""
    one_bank.receiver.says = lambda page: 200
    for kind in HTTP.get(f"{one_bank.url}/panel/faults").json():
        one_bank.panel("faults", kind=kind, on=False)
    one_bank.panel("practice", delay_s=0, cut_off=None, keeps_numbers=True, activates_unseen=True)
    return one_bank


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver
