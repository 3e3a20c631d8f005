"""Messages of the outbox as requests of the open protocol: signed, the same at each attempt, taken only if said so."""

import json
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest

from tests.bank.people import opening
from tests.bank_protocol.conftest import URL, Bank, answer
from tests.bank_protocol.protocol import valid
from tests.office.world import NAME, NOW, applied, enrol, enter, made, number, person_of, registered, serve
from yikatong.adapters.webhooks.signing import verify
from yikatong.cards import events as e
from yikatong.cards.card import Reason
from yikatong.cards.events import Party, kind_of
from yikatong.cards.orders import OrderKind
from yikatong.cards.states import Function
from yikatong.catalogue.channels import Channel
from yikatong.office import bank_links, bank_orders, deployment
from yikatong.office.bank_links import Link
from yikatong.office.bank_orders import NOTICES_OF, UNKNOWN_TRIES, carry
from yikatong.office.courier.carried import Carried, NotYet
from yikatong.ports.unavailable import Unavailable
from yikatong.records import models

pytestmark = pytest.mark.django_db


def waiting(kind: str = "", attempts: int = 1) -> Carried:
    """The latest message to a bank, as the courier hands it over."""
    rows = models.Message.objects.filter(party="bank", **({"kind": kind} if kind else {}))
    row = rows.latest("pk")
    return Carried(
        row.pk, row.reference, row.dossier_id, Party(row.party), row.target, row.kind, json.loads(row.body), row.at,
        attempts,
    )  # fmt: skip


def lost(link: Link) -> Carried:
    enrol()
    assert serve("report_loss", number(), Channel.BANK, party="CAB", function="financial").granted
    return waiting("account_ordered")


def test_an_order_is_signed_and_of_the_agreed_form(link: Link, bank: Bank) -> None:
    assert carry(lost(link)) == 202
    [sent] = bank.sent
    order = person_of(number()).cards[0].orders[0]
    assert (sent.method, sent.url) == ("POST", f"{URL}/v1/orders")
    assert verify(link.ours, sent.headers, sent.body, int(time.time())) == order.order_id
    assert valid("Order", sent.page) == []
    data = sent.page["data"]
    assert (sent.page["type"], data["card_id"]) == ("order.report_temporary_loss", "C0")
    assert (data["sequence"], data["until"] is None) == (order.sequence, False)


def test_an_order_is_the_same_at_each_attempt(link: Link, bank: Bank) -> None:
    message = lost(link)
    carry(message)
    carry(message)
    assert bank.sent[0].body == bank.sent[1].body
    assert bank.sent[0].headers["webhook-id"] == bank.sent[1].headers["webhook-id"]


def test_an_account_is_opened_for_somebody(link: Link, bank: Bank) -> None:
    opening(1)
    message = waiting("stage_reached")
    assert carry(message) == 202
    assert valid("Order", bank.sent[0].page) == []
    data = bank.sent[0].page["data"]
    assert (data["kind"], data["holder"]["name"], data["source"]) == ("open_account", NAME, None)
    assert data["holder"]["id_number"] == number(1).number
    assert data["order_id"] == f"{message.reference}-open_account"


def test_that_the_bank_was_told_a_name_is_noted_once(link: Link, bank: Bank) -> None:
    opening(1)
    for attempt in (1, 2, 3):
        carry(waiting("stage_reached", attempt))
    look = models.Look.objects.get(purpose="account_opening")
    assert (look.actor, look.channel) == ("bank:CAB", "bank")


def test_a_courier_killed_before_noting_leaves_no_name_told_unnoted(link: Link, bank: Bank) -> None:
    opening(1)
    carry(waiting("stage_reached", attempts=2))
    assert len(bank.sent) == 1
    assert models.Look.objects.filter(purpose="account_opening").count() == 1


def test_only_an_opening_tells_personal_words(link: Link, bank: Bank) -> None:
    carry(lost(link))
    for kind in ("card_made", "card_collected"):
        about = number(5)
        if kind == "card_made":
            enter(about, registered(about), applied("C5"), *made("C5", "A00000005"), at=NOW)
        else:
            enter(about, e.CardCollected(card_id="C5", outlet="XA-YT-01"), at=NOW + timedelta(hours=1))
        carry(waiting(kind))
    told = b"".join(sent.body for sent in bank.sent).decode()
    assert NAME not in told
    assert number().number not in told


@pytest.mark.parametrize(("stays", "kept"), [(False, True), (True, False), (None, False)])
def test_a_number_is_kept_where_the_place_says_so(
    link: Link, bank: Bank, monkeypatch: pytest.MonkeyPatch, stays: bool | None, kept: bool
) -> None:
    """account_number_may_change is the parameter: False asks the bank to keep the number of the card before."""
    about = enrol(1)
    enter(
        about, applied("C1b", predecessor="C1", reason=Reason.REPLACEMENT),
        e.StageReached(card_id="C1b", stage=bank_orders.Stage.BANK_OPENING), at=NOW,
    )  # fmt: skip
    monkeypatch.setattr(deployment, "policies", lambda: Policies(stays))
    carry(waiting("stage_reached"))
    data = bank.sent[0].page["data"]
    assert (data["keep_number"], data["source"]) == (kept, "C1")


class Policies:
    def __init__(self, value: bool | None) -> None:
        self.value = value

    def ruling(self, *_: Any) -> Any:
        return self


def test_a_notice_tells_of_the_card(link: Link, bank: Bank) -> None:
    enter(number(2), registered(number(2)), applied("C2"), *made("C2", "A00000002"), at=NOW)
    assert carry(waiting("card_made")) == 202
    [sent] = bank.sent
    assert sent.url == f"{URL}/v1/notices"
    assert (sent.page["type"], sent.page["data"]) == ("card.made", {"card_id": "C2", "card_no": "A00000002"})
    assert valid("Notice", sent.page) == []


@pytest.mark.parametrize(
    ("event", "notice"),
    [
        (e.CardCollected(card_id="C0", outlet="XA-YT-01"), "card.collected"),
        (e.LossReported(card_id="C0", function=Function.SOCIAL, formal=True), "social.loss_reported"),
        (e.LossLifted(card_id="C0", function=Function.SOCIAL), "social.loss_lifted"),
        (e.FunctionCancelled(card_id="C0", ground="death"), "social.cancelled"),
        (e.LossReported(card_id="C0", function=Function.FINANCIAL, formal=True), None),
        (e.LossLifted(card_id="C0", function=Function.FINANCIAL), None),
    ],
)
def test_each_notice(link: Link, bank: Bank, event: e.Event, notice: str | None) -> None:
    enrol()
    enter(number(), event, at=NOW)
    assert carry(waiting(kind_of(event))) == (202 if notice else None)
    assert [sent.page["type"] for sent in bank.sent] == ([notice] if notice else [])
    assert all(valid("Notice", sent.page) == [] for sent in bank.sent)


def test_no_event_that_banks_hear_is_forgotten() -> None:
    heard = {kind_of(event) for event in get_args(e.Event) if Party.BANK in event.hears}
    assert heard == {"account_ordered", "stage_reached", *NOTICES_OF}


def test_each_kind_of_order_is_carried(link: Link, bank: Bank) -> None:
    enrol()
    for n, kind in enumerate(OrderKind):
        ordered = e.AccountOrdered(card_id="C0", order_id=f"O-{kind}", kind=kind, source="C9")
        enter(number(), ordered, at=NOW + timedelta(minutes=n))
        assert carry(waiting("account_ordered")) == 202
    assert [sent.page["data"]["kind"] for sent in bank.sent] == [*OrderKind]
    assert [sent.page["data"]["order_id"] for sent in bank.sent] == [f"O-{kind}" for kind in OrderKind]
    assert [valid("Order", sent.page) for sent in bank.sent] == [[]] * len(OrderKind)


def test_what_happened_before_the_bank_was_connected_stands_in_its_portfolio(bank: Bank) -> None:
    enter(number(2), registered(number(2)), applied("C2"), *made("C2", "A00000002"))
    opening(3)  # still waits for its account
    bank_links.connect("CAB", URL)
    assert carry(waiting("card_made")) is None
    assert carry(waiting("stage_reached")) == 202
    enter(number(3), e.StageReached(card_id="C3", stage=bank_orders.Stage.BATCHED))
    assert carry(waiting("stage_reached")) is None
    assert [sent.page["type"] for sent in bank.sent] == ["order.open_account"]


@pytest.mark.parametrize(
    ("said", "permanent"),
    [
        (answer(400, {"code": "json_malformed", "words": "张三"}), True),
        (answer(422, {"code": "order_id_reused"}), True),
        (answer(401, {"code": "signature_wrong"}), False),
        (answer(404, {"code": "card_unknown"}), False),
        (answer(500, b"<h1>"), False),
        (answer(503, {"code": "busy"}), False),
        (answer(200, b"<html>Sign in to the network</html>"), False),
        (answer(200, {"status": "accepted"}), False),
        (answer(202, {"status": "known"}), False),
        (answer(202, {}), False),
        (answer(204, b""), False),
        (answer(201, {"status": "accepted"}), False),
    ],
)
def test_whatever_is_not_taken_is_not_sent(link: Link, bank: Bank, said: Any, permanent: bool) -> None:
    bank.says = lambda sent: said
    with pytest.raises(Unavailable) as failure:
        carry(lost(link))
    assert (failure.value.permanent, failure.value.status) == (permanent, said.status)
    assert "张三" not in failure.value.words
    assert failure.value.words.endswith("。")


def test_a_card_that_a_bank_goes_on_not_knowing_holds_up_the_others_no_longer(link: Link, bank: Bank) -> None:
    message = lost(link)
    bank.says = lambda sent: answer(404, {"code": "card_unknown"})
    for attempts, permanent in ((UNKNOWN_TRIES - 1, False), (UNKNOWN_TRIES, True)):
        with pytest.raises(Unavailable) as failure:
            carry(replace(message, attempts=attempts))
        assert failure.value.permanent is permanent


def test_the_banks_code_is_told_to_the_operator(link: Link, bank: Bank) -> None:
    bank.says = lambda sent: answer(401, {"code": "timestamp_outside"})
    with pytest.raises(Unavailable, match="timestamp_outside"):
        carry(lost(link))


def test_an_order_that_the_bank_knows_was_taken(link: Link, bank: Bank) -> None:
    bank.says = lambda sent: answer(200, {"status": "known"})
    assert carry(lost(link)) == 200


def test_the_bank_may_say_when_to_come_again(link: Link, bank: Bank) -> None:
    bank.says = lambda sent: answer(503, {"code": "closed"}, retry_after="600")
    with pytest.raises(NotYet) as later:
        carry(lost(link))
    assert later.value.until - deployment.now() > timedelta(seconds=590)


def test_while_a_secret_is_replaced_both_sign(link: Link, bank: Bank) -> None:
    new = bank_links.rotate("CAB", bank_links.Direction.OURS)
    carry(lost(link))
    [sent] = bank.sent
    for secret in (new, link.ours[0]):
        assert verify([secret], sent.headers, sent.body, int(time.time()))


def test_a_bank_that_was_disconnected_is_not_reached(link: Link, bank: Bank) -> None:
    message = lost(link)
    models.BankLink.objects.all().delete()
    with pytest.raises(Unavailable):
        carry(message)
    assert bank.sent == []
