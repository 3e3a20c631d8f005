"""Database URLs, and that the settings which protect records are really in force."""

import pytest
from django.db import connection

from yikatong.site.database import database


@pytest.mark.parametrize(
    ("url", "name"),
    [("sqlite:///var/x.sqlite3", "var/x.sqlite3"), ("sqlite:////srv/x.sqlite3", "/srv/x.sqlite3")],
)
def test_a_sqlite_url_names_its_file(url: str, name: str) -> None:
    assert database(url)["NAME"] == name
    assert "synchronous=FULL" in database(url)["OPTIONS"]["init_command"]


def test_a_postgresql_url_is_taken_apart() -> None:
    entry = database("postgresql://card:a%2Fb@db.example.org:5433/yikatong?sslmode=verify-full")
    assert (entry["USER"], entry["PASSWORD"], entry["HOST"], entry["PORT"], entry["NAME"]) == (
        "card", "a/b", "db.example.org", "5433", "yikatong",
    )  # fmt: skip
    assert entry["OPTIONS"]["sslmode"] == "verify-full"
    assert "lock_timeout=3s" in entry["OPTIONS"]["options"]


def test_a_url_may_replace_the_limits() -> None:
    entry = database("postgresql://db/x?options=-c%20statement_timeout%3D0")
    assert entry["OPTIONS"]["options"] == "-c statement_timeout=0"


def test_another_scheme_is_refused() -> None:
    with pytest.raises(ValueError, match="mysql"):
        database("mysql://db/x")


def shown(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return str(cursor.fetchone()[0])


@pytest.mark.postgresql
@pytest.mark.django_db
def test_postgresql_keeps_the_limits() -> None:
    limits = ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout")
    assert [shown(f"SHOW {name}") for name in limits] == ["3s", "10s", "15s"]


@pytest.mark.sqlite
@pytest.mark.django_db
def test_sqlite_keeps_foreign_keys_and_its_journal() -> None:
    assert shown("PRAGMA foreign_keys") == "1"
    assert shown("PRAGMA journal_mode") == "wal"
