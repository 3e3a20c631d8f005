"""The command line answers from the declarations alone: no database, no settings."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner, Result

from yikatong.channels.cli import main
from yikatong.services import catalogue

LOSS = [
    "decide", "report_loss", "--state", '{"cards": [{}]}', "--asked", '{"function": "social"}',
    "--region", "610100", "--now", "2026-11-21T10:00:00+08:00", "--json",
]  # fmt: skip


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def told(*words: str) -> Any:
    return json.loads(run(*words).stdout)


def test_every_service_is_listed_with_its_declaration() -> None:
    listed = {s["code"]: s for s in told("services", "--json")}
    assert listed.keys() == catalogue().keys()
    assert listed["report_loss"]["channels"]["hotline"] == {"words": "12333热线", "assurance": "claimed"}
    assert {"asks", "refusals", "policies", "materials", "askers"} <= listed["report_loss"].keys()


def test_two_places_have_two_guides() -> None:
    here, there = (run("guide", "report_loss", "--region", region).stdout for region in ("610100", "110000"))
    assert "临时挂失有效期：7天" in here
    assert "临时挂失有效期：未规定" in there
    assert "正式挂失不能撤销" in here
    assert "来源：" in there


def test_a_case_is_decided() -> None:
    page = told(*LOSS, "--channel", "hotline")
    assert page["granted"]
    assert page["events"][0]["until"] == "2026-11-28T02:00:00+00:00"
    refused = run(*LOSS, "--channel", "plant")
    assert refused.exit_code == 3
    assert [r["code"] for r in json.loads(refused.stdout)["reasons"]] == [
        "channel_not_offered",
        "temporary_loss_elsewhere",
    ]


def test_a_decision_reads_in_words_too() -> None:
    words = run(*LOSS[:-1], "--channel", "hotline").stdout
    assert all(part in words for part in ("社保功能已停用", "规则：", "下一步："))


@pytest.mark.parametrize(
    "bad",
    [
        ["decide", "no_such_service"],
        ["decide", "report_loss", "--state", "{"],
        ["decide", "report_loss", "--state", '{"cards": [{"stage": "nowhere"}]}'],
        ["decide", "report_loss", "--state", '{"cards": [{"colour": 1}]}'],
        ["decide", "report_loss", "--asked", '{"function": "moral"}'],
        ["decide", "report_loss", "--asked", '{"function": "social", "x": 1}'],
        ["decide", "report_loss", "--asked", '{"function": "social"}', "--channel", "pigeon"],
        ["decide", "report_loss", "--asked", '{"function": "social"}', "--now", "yesterday"],
        ["decide", "report_loss", "--asked", '{"function": "social"}', "--now", "2026-11-21T10:00:00"],
        ["decide", "report_loss", "--asked", "[]"],
        ["decide", "report_loss", "--state", "[]"],
        ["decide", "report_loss", "--asked", "@/no/such/file"],
        ["decide", "report_loss", "--asked", '{"function": "social"}', "--asker", "{"],
        ["decide", "report_loss", "--asked", '{"function": "social"}', "--assurance", "divine"],
        ["decide", "report_loss", "--asked", '{"function": "social"}', "--region", "nowhere"],
        ["decide", "report_loss", "--asked", '{"function": "social"}', "--directory", '{"outlets": [1]}'],
        ["guide", "report_loss", "--region", "xx"],
        ["guide", "nothing", "--region", "61"],
    ],
)
def test_nonsense_is_refused_in_one_sentence(bad: list[str]) -> None:
    result = run(*bad)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.stderr.startswith("Error: ")


def test_no_database_is_touched() -> None:
    """In a process of its own, without settings: Django is not even set up."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "YIKATONG", "DATABASE"))}
    code = "import sys; from click.testing import CliRunner; from yikatong.channels.cli import main; "
    code += f"r = CliRunner().invoke(main, {[*LOSS, '--channel', 'hotline']!r}); "
    code += "assert r.exit_code == 0, r; from django.conf import settings; assert not settings.configured"
    done = subprocess.run([sys.executable, "-c", code], env=environment | {"PYTHONPATH": os.getcwd()}, check=False)
    assert done.returncode == 0
