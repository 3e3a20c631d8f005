"""What a deployment must not do: start as a demo by accident, or start half configured."""

import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client

from yikatong.site.keys import create

CHECK = "import yikatong.site.settings as s; print(s.DEMO, s.DEBUG, s.SESSION_COOKIE_SECURE, s.ALLOWED_HOSTS)"


def started(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("YIKATONG_", "DATABASE_"))}
    environment = clean | {"YIKATONG_VAR": str(folder)} | variables
    command = [sys.executable, "-c", CHECK]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_without_keys_it_does_not_start(tmp_path: Path) -> None:
    done = started(tmp_path)
    assert done.returncode == 1
    assert "未设置环境变量 YIKATONG_KEYS_FILE" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_hosts_it_does_not_start(tmp_path: Path) -> None:
    create(tmp_path / "keys.json")
    done = started(tmp_path, YIKATONG_KEYS_FILE=str(tmp_path / "keys.json"))
    assert done.returncode == 1
    assert "YIKATONG_HOSTS" in done.stderr


def test_in_production_it_is_closed(tmp_path: Path) -> None:
    create(tmp_path / "keys.json")
    keys = str(tmp_path / "keys.json")
    done = started(tmp_path, YIKATONG_KEYS_FILE=keys, YIKATONG_HOSTS="a.example.org, .b.example.org")
    assert done.stdout == "False False True ['a.example.org', '.b.example.org']\n"


def test_a_demo_has_to_be_asked_for_and_makes_its_keys(tmp_path: Path) -> None:
    done = started(tmp_path, YIKATONG_DEMO="1")
    assert done.stdout.startswith("True False False")
    assert (tmp_path / "keys.json").is_file()
    assert started(tmp_path, YIKATONG_DEMO="yes").returncode == 1


@pytest.mark.django_db
def test_a_healthy_site_says_so_with_safe_headers(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.json() == {"status": "ok"}
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.post("/healthz").status_code == 405


def test_a_site_without_its_database_is_unwell() -> None:
    with mock.patch("yikatong.site.health.connection.cursor", side_effect=OperationalError("password of x")):
        answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "database_unavailable"}
