"""Tests of batches: the demonstration city's outlets, and tables that may be emptied between tests."""

from collections.abc import Iterator

import pytest

from tests.conftest import DATABASE_FIXTURES
from tests.office.conftest import emptied_past_the_fence  # noqa: F401  a fixture here too
from yikatong.channels.cli.city.places import BANKS, outlets
from yikatong.office import deployment


@pytest.fixture(autouse=True)
def city(request: pytest.FixtureRequest) -> Iterator[None]:
    """For tests with a database: its outlets published."""
    marked = request.node.get_closest_marker("django_db")
    if marked or DATABASE_FIXTURES & set(request.fixturenames):
        request.getfixturevalue("transactional_db" if marked and marked.kwargs.get("transaction") else "db")
        deployment.publish_directory(outlets(), BANKS)
    yield
    deployment.start_afresh()
