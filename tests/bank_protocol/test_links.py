"""Connecting a bank: addresses, secrets and their replacement; on the command line each secret is seen once."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.bank_protocol.conftest import URL
from tests.office.world import MOBILE, NAME, enrol, enter, number, open_city, serve, waiting
from yikatong.adapters.webhooks.signing import SignatureFault, new_secret
from yikatong.cards import events as e
from yikatong.cards.stages import Stage
from yikatong.cards.states import State
from yikatong.catalogue.channels import Channel
from yikatong.channels.cli import main
from yikatong.office import bank_links, deployment
from yikatong.office.ask import CounterFault
from yikatong.office.bank_links import Direction, Link
from yikatong.office.bank_portfolio import portfolio
from yikatong.office.courier.carried import Lane
from yikatong.office.courier.carriers import targets_carried
from yikatong.records.models import BankLink

pytestmark = pytest.mark.django_db


def run(*arguments: str, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(main, ["bank", *arguments], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refusal(*arguments: str, stdin: str | None = None) -> str:
    """The code with which a command is refused, in a Chinese sentence."""
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    words, _, code = result.output.strip().rpartition("（")
    assert any("\u4e00" <= character <= "\u9fff" for character in words)
    return code.rstrip("）")


def test_a_connected_bank_is_known_everywhere() -> None:
    assert not deployment.directory().is_connected("CAB")
    bank_links.connect("CAB", URL)
    assert deployment.directory().is_connected("CAB")
    assert not deployment.directory().is_connected("ICB")
    assert Lane(targets_carried()[0].party, "CAB") in targets_carried()
    bank_links.disconnect("CAB")
    assert not deployment.directory().is_connected("CAB")
    assert not any(lane.target == "CAB" for lane in targets_carried())


def test_a_bank_that_owes_an_answer_is_not_disconnected(link: Link) -> None:
    enrol()
    assert serve("report_loss", number(), Channel.BANK, party="CAB", function="financial").granted
    assert refusal("disconnect", "CAB", "--yes") == "orders_open"
    assert bank_links.link_of("CAB")


def test_secrets_are_sealed_and_never_printed(link: Link) -> None:
    stored = bytes(BankLink.objects.get().sealed)
    for secret in (*link.ours, *link.theirs):
        assert secret.encode() not in stored
        assert secret not in repr(link)
        assert secret not in repr(bank_links.links())
    assert link.ours != link.theirs


def test_sealed_secrets_open_only_at_their_bank(link: Link) -> None:
    row = BankLink.objects.get()
    BankLink.objects.create(bank="ICB", base_url=URL, sealed=row.sealed, connected_at=row.connected_at)
    with pytest.raises(Exception, match="sealed_altered"):
        bank_links.link_of("ICB")


@pytest.mark.parametrize(
    "address",
    [
        "", "bank.example.com", "ftp://bank.example.com", "https://", "https://u:p@bank.example.com", "https://a b",
        "https://bank.example.com/?q=1", "https://bank.example.com/#x", "https://银行.example.com", "file:///etc/passwd",
        "https://bank.example.com:0/", "https://bank.example.com:x/", "https://[::1",
        "https://b.example.com/" + "x" * 300,
    ],
)  # fmt: skip
def test_an_unfit_address_is_refused(address: str) -> None:
    assert refusal("connect", "CAB", address) == "address_unfit"


def test_the_same_bank_is_not_connected_twice(link: Link) -> None:
    with pytest.raises(CounterFault) as fault:
        bank_links.connect("CAB", "https://other.example.com")
    assert fault.value.code == "bank_connected"
    assert bank_links.link_of("CAB") == link


def test_a_weak_secret_is_refused() -> None:
    with pytest.raises(SignatureFault):
        bank_links.connect("CAB", URL, ours="whsec_AAAA")
    assert bank_links.link_of("CAB") is None


def test_a_second_replacement_waits_for_the_first(link: Link) -> None:
    first = bank_links.rotate("CAB", Direction.OURS)
    with pytest.raises(bank_links.ReplacementRunning):
        bank_links.rotate("CAB", Direction.OURS)
    assert bank_links.link_of("CAB").ours == (first, *link.ours)  # type: ignore[union-attr]
    leaked = bank_links.rotate("CAB", Direction.OURS, at_once=True)
    assert bank_links.link_of("CAB").ours == (leaked,)  # type: ignore[union-attr]
    assert bank_links.link_of("CAB").theirs == link.theirs  # type: ignore[union-attr]


def test_the_commands_of_a_life() -> None:
    connected = run("connect", "CAB", URL + "/")
    link = bank_links.link_of("CAB")
    assert link is not None
    assert link.base_url == URL
    assert [connected.output.count(secret) for secret in (*link.ours, *link.theirs)] == [1, 1]
    assert "/callbacks/banks/CAB/" in connected.output
    rotated = run("rotate", "CAB", "theirs")
    listed = run("list")
    assert "正在更换密钥：theirs" in listed.output
    assert "whsec_" not in listed.output + run("list", "--json").output
    assert "已停用 1 个旧密钥" in run("rotate", "CAB", "--finish").output
    assert bank_links.link_of("CAB").theirs[0] in rotated.output  # type: ignore[union-attr]
    assert run("disconnect", "CAB", "--yes").exit_code == 0
    assert "没有已联网的银行" in run("list").output


def test_agreed_secrets_are_taken_and_not_shown() -> None:
    agreed = json.dumps({"ours": new_secret(), "theirs": new_secret()})
    shown = run("connect", "CAB", URL, "--secrets", "-", "--json", stdin=agreed)
    assert json.loads(shown.output)["bank"] == "CAB"
    assert "whsec_" not in shown.output
    link = bank_links.link_of("CAB")
    assert link is not None
    assert (link.ours[0], link.theirs[0]) == tuple(json.loads(agreed).values())


def test_commands_that_cannot_be_done_say_why() -> None:
    assert refusal("connect", "NOBODY", URL) == "bank_unknown"
    assert refusal("rotate", "CAB", "ours") == "bank_not_connected"
    assert refusal("rotate", "CAB", "--finish") == "bank_not_connected"
    assert refusal("rotate", "CAB") == "rotation_unclear"
    assert refusal("rotate", "CAB", "ours", "--finish") == "rotation_unclear"
    assert refusal("disconnect", "CAB", "--yes") == "bank_not_connected"
    assert refusal("query", "CAB") == "query_unclear"
    assert refusal("query", "CAB", "--card", "C0") == "bank_not_connected"
    assert refusal("portfolio", "NOBODY") == "bank_unknown"
    for secrets in ("", "[]", '{"ours": "x"}', '{"ours": 1, "theirs": 2}'):
        assert refusal("connect", "CAB", URL, "--secrets", "-", stdin=secrets) == "secrets_form"
    weak = '{"ours": "whsec_AAAA", "theirs": "whsec_AAAA"}'
    assert refusal("connect", "CAB", URL, "--secrets", "-", stdin=weak) == "secret_form"


def test_the_portfolio_has_the_accounts_and_no_names() -> None:
    open_city()
    enrol(0)
    enrol(1, "110101")  # another bank's
    waiting(2, Stage.BANK_OPENING)  # no account yet
    serve("report_loss", number(), Channel.BANK, party="CAB", function="financial")
    [line] = portfolio("CAB")
    assert (line["card_id"], line["card_no"], line["state"], line["predecessor"]) == ("C0", "A00000000", "active", None)
    assert line["loss"]["kind"] == "temporary"
    printed = run("portfolio", "CAB").output
    assert json.loads(printed.splitlines()[0]) == line
    assert number().number not in printed


def test_only_a_played_bank_is_told_the_holders(settings: Any) -> None:
    enrol()
    settings.DEMO = True
    [line] = portfolio("CAB", with_holders=True)
    assert line["holder"] == {"name": NAME, "id_number": number().number, "mobile": MOBILE}
    settings.DEMO = False
    with pytest.raises(ValueError):
        next(portfolio("CAB", with_holders=True))


def test_a_state_that_nobody_knows_is_not_guessed() -> None:
    enrol()
    enter(number(), e.AccountStateReported(card_id="C0", state=State.UNKNOWN))
    assert [line["state"] for line in portfolio("CAB")] == [None]


def test_the_portfolio_reads_pages_not_people(monkeypatch: pytest.MonkeyPatch) -> None:
    def queries(people: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert [line["card_id"] for line in portfolio("CAB")] == [f"C{serial}" for serial in range(people)]
        return sum("records_holding" in query["sql"] for query in captured.captured_queries)

    for serial in range(5):
        enrol(serial)
    assert queries(5) == 2  # all of them, and the empty page behind them
    monkeypatch.setattr("yikatong.office.bank_portfolio.PAGE", 2)
    assert queries(5) == 4
