"""Tests of the office: cheap PIN digests, a city with outlets, and tables that may be emptied between tests."""

from collections.abc import Iterator

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

from tests.conftest import DATABASE_FIXTURES
from tests.office.world import fence_lowered, open_city
from yikatong.office import deployment, figures
from yikatong.office.vault import Argon2Cost

CHEAP = Argon2Cost(memory_kib=8, passes=1, lanes=1)


@pytest.fixture(autouse=True, scope="session")
def emptied_past_the_fence() -> Iterator[None]:
    """Django empties every table after a test with real transactions; the ledger's triggers would refuse."""
    patch, flush = pytest.MonkeyPatch(), BaseDatabaseOperations.execute_sql_flush

    def past_the_fence(self: BaseDatabaseOperations, statements: list[str]) -> None:
        with fence_lowered():
            flush(self, statements)

    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", past_the_fence)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def city(request: pytest.FixtureRequest, settings) -> Iterator[None]:
    """For tests with a database: its outlets published. A PIN digest costs next to nothing."""
    settings.PIN_COST = CHEAP
    deployment.vault.cache_clear()
    marked = request.node.get_closest_marker("django_db")
    if marked or DATABASE_FIXTURES & set(request.fixturenames):
        request.getfixturevalue("transactional_db" if marked and marked.kwargs.get("transaction") else "db")
        open_city()
    yield
    deployment.vault.cache_clear()
    deployment.start_afresh()
    figures.forget()
