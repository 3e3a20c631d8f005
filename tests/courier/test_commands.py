"""The outbox on the command line."""

import json

import pytest
from click.testing import CliRunner

from tests.courier.messages import CAB, HOLDER, people, post, row
from tests.office.world import NOW
from yikatong.channels.cli import main

pytestmark = pytest.mark.django_db


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(main, ["outbox", *words])
    assert done.exit_code == code, done.output
    return done.output


def test_dead_letters_are_listed_shown_and_brought_back() -> None:
    (a,) = people(1)
    dead, told = post(a, CAB, dead_at=NOW, attempts=3), post(a, HOLDER, sent_at=NOW)
    assert f"{dead}\t" in run("list", "dead", "--to", "bank:CAB")
    assert json.loads(run("list", "dead", "--json"))["lines"][0]["message_id"] == dead
    assert run("list", "failing") == ""
    assert "死信" in run("show", f"{dead:_}")
    assert "1 条" in run("recover", "--since", "2026-11-23", "--to", "bank:CAB")
    assert row(dead).dead_at is None
    assert "message_unknown" in run("show", "999999999", code=1)
    assert "holder_not_twice" in run("replay", str(told), code=1)
    assert "message_sent" in run("resend", str(told), code=1)


def test_what_is_typed_wrong_is_told() -> None:
    assert "没有“nobody”这一方" in run("list", "--to", "nobody", code=2)
    assert "--since" in run("replay", "1", "--since", "2026-11-23", "--to", "bank:CAB", code=2)
    assert "--since" in run("replay", "--since", "2026-11-23", code=2)
