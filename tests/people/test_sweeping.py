"""The worker forgets ended sign-ins when it starts and once a day, and no batch waits for that."""

import logging
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection

from tests.office.world import NAME, number
from yikatong.channels.cli import main, work
from yikatong.office import deployment, sign_in, sign_in_rows
from yikatong.records import models

pytestmark = pytest.mark.django_db
DAY_S = 24 * 3600


def signed_in_ago(hours: float) -> None:
    now = deployment.now()
    ended = now - timedelta(hours=hours)
    sign_in_rows.write(f"t{hours}", number(), NAME, "c", code_digest=b"c" * 32, ends_at=ended)


def test_the_worker_forgets_what_the_limits_no_longer_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    for hours in (-0.5, 0.5, 1.5, 30):
        signed_in_ago(hours)
    assert CliRunner().invoke(main, ["work", "--once"]).exit_code == 0
    assert models.SignIn.objects.count() == 2


def test_it_does_so_once_a_day_and_tries_again_tomorrow(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    clock, asked = [1000.0], []
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    monkeypatch.setattr(work.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(sign_in, "forget_ended", lambda: asked.append(clock[0]) or 0)
    last = work._swept(None)
    for clock[0] in (1000.0 + DAY_S - 1, 1000.0 + DAY_S, 1001.0 + DAY_S):
        last = work._swept(last)
    assert asked == [1000.0, 1000.0 + DAY_S]

    def broken() -> int:
        raise DatabaseError

    monkeypatch.setattr(sign_in, "forget_ended", broken)
    clock[0] = 1000.0 + 2 * DAY_S
    with caplog.at_level(logging.ERROR, "yikatong.work"):
        assert work._swept(last) == clock[0]
    assert "could not be forgotten" in caplog.text


def test_the_limits_are_counted_by_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        found = connection.introspection.get_constraints(cursor, "records_signin")
    assert found["signin_of_a_client"]["columns"] == ["client", "code_ends_at"]
