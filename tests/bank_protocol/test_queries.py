"""Asking the bank where no answer came: what it says is recorded once, and a bank that is down holds up no other."""

from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from tests.bank_protocol.calling import account, answered, status, tell
from tests.bank_protocol.conftest import URL, Bank, Sent, answer
from tests.bank_protocol.protocol import valid
from tests.office.world import applied, enrol, enter, made, number, person_of, serve
from yikatong.adapters.webhooks.guard import Answer
from yikatong.cards import events as e
from yikatong.cards.card import Reason
from yikatong.cards.orders import Funds, OrderKind
from yikatong.cards.stages import Stage
from yikatong.cards.states import Function, State
from yikatong.catalogue.channels import Channel
from yikatong.channels.cli import main
from yikatong.office import bank_queries, deployment
from yikatong.office.bank_links import Link
from yikatong.office.bank_queries import BankSaysOtherwise, CardUnknown, ask_about, ask_again
from yikatong.ports.unavailable import Unavailable
from yikatong.records.models import Entry

pytestmark = pytest.mark.django_db
LOSS = {"kind": "temporary", "since": "2026-11-22T10:00:00+08:00", "until": None}


@pytest.fixture
def order_id(link: Link) -> str:
    enrol()
    assert serve("report_loss", number(), Channel.BANK, party="CAB", function="financial").granted
    return person_of(number()).cards[0].orders[0].order_id


def snapshot(sequence: int = 1, **changes: Any) -> dict[str, Any]:
    return {name: value for name, value in account("C0", sequence, **changes).items() if name != "answer"}


def saying(order: dict[str, Any] | None, told: dict[str, Any] | None) -> Any:
    def says(sent: Sent) -> Answer:
        page = order if "/orders/" in sent.url else told
        return answer(404, {"code": "unknown"}) if page is None else answer(200, page)

    return says


def order_page(order_id: str, result: str | None = "done") -> dict[str, Any]:
    told = answered(order_id, result) if result else None
    page = {"order_id": order_id, "status": "answered" if result else "waiting", "answer": told}
    assert valid("OrderStatus", page) == []
    return page


def test_a_lost_answer_is_fetched(link: Link, bank: Bank, order_id: str) -> None:
    bank.says = saying(order_page(order_id), snapshot(loss=LOSS))
    assert valid("Account", snapshot(loss=LOSS)) == []
    taken = ask_about(link, "C0", order_id)
    assert taken.status == "applied"
    held = person_of(number()).cards[0]
    assert (held.orders, held.financial.state) == ((), State.TEMP_LOST)
    assert [sent.url for sent in bank.sent] == [f"{URL}/v1/orders/{order_id}", f"{URL}/v1/accounts/C0"]
    assert {sent.method for sent in bank.sent} == {"GET"}
    assert Entry.objects.latest("pk").client == "bank:CAB"


def test_asking_twice_records_once(link: Link, bank: Bank, order_id: str) -> None:
    bank.says = saying(order_page(order_id), snapshot(loss=LOSS))
    assert [ask_about(link, "C0", order_id).status for _ in range(2)] == ["applied", "already"]


def test_the_call_back_that_comes_after_all_changes_nothing(link: Link, bank: Bank, order_id: str) -> None:
    bank.says = saying(order_page(order_id), snapshot(loss=LOSS))
    ask_about(link, "C0", order_id)
    entries = Entry.objects.count()
    assert status(tell(link, "cb-1", "C0", 1, loss=LOSS, answer=answered(order_id))) == "stale"
    assert Entry.objects.count() == entries


def test_an_order_that_waits_stays_unanswered(link: Link, bank: Bank, order_id: str) -> None:
    bank.says = saying(order_page(order_id, None), snapshot(state="frozen"))
    ask_about(link, "C0", order_id)
    held = person_of(number()).cards[0]
    assert ([order.order_id for order in held.orders], held.financial.state) == ([order_id], State.FROZEN)
    bank.says = saying(order_page(order_id, "refused"), snapshot(state="frozen"))  # the account has not changed
    assert ask_about(link, "C0", order_id).status == "applied"
    assert person_of(number()).cards[0].orders == ()


def test_an_order_that_never_arrived_is_not_called_answered(link: Link, bank: Bank, order_id: str) -> None:
    bank.says = saying(None, snapshot())
    ask_about(link, "C0", order_id)
    assert len(person_of(number()).cards[0].orders) == 1


@pytest.mark.parametrize(
    "told",
    [
        {}, snapshot(state="lost"), snapshot() | {"answer": None}, snapshot() | {"card_id": "C9"},
        {**snapshot(), "sequence": 0},
    ],
)  # fmt: skip
def test_what_is_not_as_agreed_is_not_recorded(link: Link, bank: Bank, order_id: str, told: dict[str, Any]) -> None:
    entries = Entry.objects.count()
    bank.says = saying(order_page(order_id), told)
    with pytest.raises(BankSaysOtherwise):
        ask_about(link, "C0", order_id)
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("told", ["", [], "done", {"result": "done"}, answered("another")])
def test_an_answer_to_something_else_is_not_recorded(link: Link, bank: Bank, order_id: str, told: Any) -> None:
    entries = Entry.objects.count()
    bank.says = saying({**order_page(order_id), "answer": told}, snapshot())
    with pytest.raises(BankSaysOtherwise):
        ask_about(link, "C0", order_id)
    assert Entry.objects.count() == entries


def test_a_card_that_the_bank_does_not_know(link: Link, bank: Bank, order_id: str) -> None:
    bank.says = saying(None, None)
    with pytest.raises(CardUnknown):
        ask_about(link, "C0")


def test_only_what_waits_too_long_is_asked_about(link: Link, bank: Bank, order_id: str, settings: Any) -> None:
    bank.says = saying(order_page(order_id), snapshot(loss=LOSS))
    assert ask_again().orders == 0
    settings.DEMO = True
    with deployment.at(deployment.now() + timedelta(hours=25)):
        assert ask_again() == bank_queries.Queried(1, 1, ())
        assert ask_again() == bank_queries.Queried(0, 0, ())
    assert person_of(number()).cards[0].orders == ()


def test_money_that_the_banks_own_word_sent_on_its_way_is_asked_about(link: Link, bank: Bank, settings: Any) -> None:
    new = applied("C0B", reason=Reason.REPLACEMENT, predecessor="C0", funds=Funds.MOVE)
    about = enrol()
    enter(about, e.LossReported(card_id="C0", function=Function.SOCIAL, formal=True, until=None), new)
    enter(about, *made("C0B", "A00000099", Stage.COLLECTED), e.FunctionCancelled(card_id="C0", ground="replaced"))
    assert status(tell(link, "cb-new", "C0B", 1)) == "applied"
    [order] = person_of(about).card("C0B").orders
    assert order.kind is OrderKind.MOVE_BALANCE
    settled = {name: value for name, value in account("C0B", 2).items() if name != "answer"}
    bank.says = saying(order_page(order.order_id), settled)
    settings.DEMO = True
    with deployment.at(deployment.now() + timedelta(hours=25)):
        assert ask_again() == bank_queries.Queried(1, 1, ())
    assert person_of(about).card("C0B").orders == ()


def test_a_bank_that_is_down_is_asked_once(link: Link, bank: Bank, order_id: str, settings: Any) -> None:
    enrol(1)
    serve("report_loss", number(1), Channel.BANK, party="CAB", function="financial")

    def down(sent: Sent) -> Answer:
        raise Unavailable("接收方没有答复。")

    bank.says, settings.DEMO = down, True
    with deployment.at(deployment.now() + timedelta(hours=25)):
        assert ask_again() == bank_queries.Queried(0, 0, ("CAB",))
        result = CliRunner().invoke(main, ["bank", "query"])
    assert len(bank.sent) == 2  # once by each of the two rounds
    assert result.exit_code == 1
    assert "bank_unavailable" in result.output


def test_the_command_tells_what_came_of_it(link: Link, bank: Bank, order_id: str) -> None:
    bank.says = saying(order_page(order_id), snapshot(loss=LOSS))
    shown = CliRunner().invoke(main, ["bank", "query", "CAB", "--card", "C0", "--order", order_id])
    assert shown.output.startswith("已按银行的答复登记，受理编号：YK")
    bank.says = saying(None, None)
    shown = CliRunner().invoke(main, ["bank", "query", "CAB", "--card", "C0"])
    assert "card_unknown" in shown.output
