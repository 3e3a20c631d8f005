"""A connected bank played by the test, and the moment stopped on a Monday morning."""

from collections.abc import Iterator

import pytest

from tests.office.conftest import city, emptied_past_the_fence  # noqa: F401 - fixtures
from tests.office.world import NOW
from tests.reconciliation.bank import BANK, URL, Bank
from yikatong.office import bank_links, bank_orders, deployment, limits


@pytest.fixture
def bank(db, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bank]:
    """Connected before anything happens. What it tells is in ``accounts``."""
    limits.forget()
    made = Bank()
    monkeypatch.setattr(bank_orders, "client", lambda: made)
    with deployment.at(NOW):
        bank_links.connect(BANK, URL)
        yield made
    limits.forget()
