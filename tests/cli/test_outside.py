"""What the worker asks of those outside once an hour, and how a sandbox bank's clock follows the demonstration's."""

import logging

import httpx
import pytest
from click.testing import CliRunner

from tests.office.conftest import city, emptied_past_the_fence  # noqa: F401 - fixtures
from yikatong.channels.cli import main, work
from yikatong.office import bank_links, bank_queries, outside
from yikatong.office.bank_queries import Queried

pytestmark = pytest.mark.django_db
URL = "http://127.0.0.1:8901"
HOUR_S = 3600


@pytest.fixture(autouse=True)
def own_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)


def test_banks_are_asked_at_the_start_and_once_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, asked = [1000.0], []
    monkeypatch.setattr(work.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(bank_queries, "ask_again", lambda: asked.append(clock[0]) or Queried(1, 0, ()))
    last = work._asked(None)
    for clock[0] in (1000.0 + HOUR_S - 1, 1000.0 + HOUR_S, 1001.0 + HOUR_S):
        last = work._asked(last)
    assert asked == [1000.0, 1000.0 + HOUR_S]


def test_what_cannot_be_asked_holds_up_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Queried:
        raise RuntimeError("planted")

    gateway: list[bool] = []
    monkeypatch.setattr(bank_queries, "ask_again", broken)
    monkeypatch.setattr(outside, "has_messages", lambda: gateway.append(True))
    with caplog.at_level(logging.ERROR, "yikatong.work"):
        work._asked(None)
    assert "could not be asked for" in caplog.text
    assert gateway == [True]
    assert CliRunner().invoke(main, ["work", "--once"]).exit_code == 0


@pytest.fixture
def connected(settings) -> None:
    settings.DEMO = True
    bank_links.connect("CAB", URL)


def moved(monkeypatch: pytest.MonkeyPatch, answer: int | None) -> tuple[list[object], str]:
    """What the bank was sent, and what the command said; ``answer`` None where it is not running."""
    sent: list[object] = []

    def post(url: str, json: object, **rest: object) -> httpx.Response:
        sent.append((url, json))
        if answer is None:
            raise httpx.ConnectError("refused")
        return httpx.Response(answer)

    monkeypatch.setattr(httpx, "post", post)
    told = CliRunner().invoke(main, ["clock", "--hours", "2"])
    assert told.exit_code == 0, told.output
    return sent, told.output


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (200, "银行CAB的时钟已随同拨动。"),
        (404, "银行CAB的时钟没有拨动（404）。"),
        (None, "银行CAB没有运行，它的时钟没有拨动"),
    ],
)
def test_a_sandbox_bank_s_clock_follows(monkeypatch: pytest.MonkeyPatch, answer: int | None, words: str) -> None:
    sent, output = moved(monkeypatch, answer)
    assert sent == [(f"{URL}/panel/clock", {"forward_s": 7200})]
    assert words in output


@pytest.mark.usefixtures("connected")
def test_to_read_the_clock_moves_no_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(httpx, "post", lambda *args, **rest: pytest.fail("a bank was asked"))
    assert "演示时间" in CliRunner().invoke(main, ["clock"]).output
