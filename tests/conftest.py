"""The engine of a run. `make test` runs twice: everything on SQLite, then `-m database` on PostgreSQL."""

import os

import hypothesis
import pytest

# No test is timed: the machines that run them are shared, and speed is measured in bench/.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
POSTGRESQL = bool(os.environ.get("TEST_DATABASE_URL"))


def touches_database(item: pytest.Item) -> bool:
    """True for a test that asks for a database, by mark or by fixture."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that need an engine, and leave out those that are about the other one."""
    other = "sqlite" if POSTGRESQL else "postgresql"
    for item in items:
        if touches_database(item):
            item.add_marker("database")
    left = [item for item in items if item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if not item.get_closest_marker(other)]
