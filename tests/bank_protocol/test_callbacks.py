"""Call-backs: signed, taken once, in the bank's own order; whatever comes is answered and never with a 500."""

import logging
from base64 import b64encode
from datetime import datetime
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client

from tests.bank_protocol.calling import account, answered, fault, send, spelt, status, tell
from tests.bank_protocol.conftest import URL
from tests.office.world import ask, codes, enrol, number, person_of, serve
from yikatong.adapters.webhooks import signing
from yikatong.cards.states import State
from yikatong.catalogue.channels import Channel
from yikatong.office import bank_links, callbacks, limits
from yikatong.office.bank_links import Link
from yikatong.records.models import Callback, Entry

pytestmark = pytest.mark.django_db


def standing(serial: int = 0) -> State:
    return person_of(number(serial)).cards[0].financial.state


@pytest.fixture
def card(link: Link) -> str:
    enrol()
    return "C0"


def test_what_the_bank_says_is_mirrored(link: Link, card: str) -> None:
    assert status(tell(link, "cb-1", card, 1, state="frozen")) == "applied"
    held = person_of(number()).cards[0]
    assert (held.financial.state, held.bank_sequence, held.account_tail) == (State.FROZEN, 1, "6217")
    entry = Entry.objects.latest("pk")
    assert (entry.client, entry.case_number, entry.channel) == ("bank:CAB", "cb-1", "bank")
    assert Callback.objects.get().answer == entry.reference


def test_a_repeat_is_told_so_and_changes_nothing(link: Link, card: str) -> None:
    assert status(tell(link, "cb-1", card, 1, state="frozen")) == "applied"
    entries = Entry.objects.count()
    assert [status(tell(link, "cb-1", card, 1, state="frozen")) for _ in range(3)] == ["already"] * 3
    assert Entry.objects.count() == entries


def test_an_older_word_does_not_undo_a_newer_one(link: Link, card: str) -> None:
    assert status(tell(link, "cb-2", card, 2, state="frozen")) == "applied"
    assert status(tell(link, "cb-1", card, 1, state="active")) == "stale"
    assert status(tell(link, "cb-1", card, 1, state="active")) == "stale"
    assert standing() is State.FROZEN


def test_another_body_under_a_used_id_is_refused(link: Link, card: str) -> None:
    tell(link, "cb-1", card, 2, state="frozen")
    tell(link, "cb-0", card, 1)
    for used in ("cb-1", "cb-0"):  # the second one wrote nothing, and is known nevertheless
        fault(tell(link, used, card, 3, state="locked"), 422, "webhook_id_reused")
    assert standing() is State.FROZEN


def test_an_order_is_answered(link: Link, card: str) -> None:
    assert codes(serve("report_loss", number(), Channel.BANK, party="CAB", function="financial")) == []
    order = person_of(number()).cards[0].orders[0]
    loss = {"kind": "formal", "since": "2026-11-22T10:00:00+08:00", "until": None}
    assert status(tell(link, "cb-1", card, 1, loss=loss, answer=answered(order.order_id))) == "applied"
    assert person_of(number()).cards[0].orders == ()
    assert standing() is State.LOST


def test_a_temporary_loss_ends_when_the_bank_says(link: Link, card: str) -> None:
    loss = {"kind": "temporary", "since": "2026-11-22T10:00:00+08:00", "until": "2026-11-29T10:17:33+08:00"}
    assert status(tell(link, "cb-1", card, 1, loss=loss)) == "applied"
    held = person_of(number()).cards[0].financial
    assert (held.state, held.before) == (State.TEMP_LOST, State.ACTIVE)
    assert held.until == datetime.fromisoformat(loss["until"])


def test_nobody_else_speaks_for_the_bank(link: Link, card: str) -> None:
    body = spelt(account(card, state="frozen"))
    forged = signing.signed_headers([signing.new_secret()], "cb-1", 1_800_000_000, body)["webhook-signature"]
    fault(send(link, body, webhook_signature=forged), 401, "signature_wrong")
    fault(send(link, body, webhook_signature=""), 401, "signature_missing")
    fault(send(link, body, ahead_s=-301), 401, "timestamp_outside")
    fault(send(link, body, ahead_s=305), 401, "timestamp_outside")
    fault(Client().post("/callbacks/banks/CAB/", body, content_type="application/json"), 401, "signature_missing")
    assert standing() is State.ACTIVE
    assert not Callback.objects.exists()


def test_our_own_secret_does_not_sign_for_the_bank(link: Link, card: str) -> None:
    swapped = Link(link.bank, link.base_url, link.connected_at, link.ours, link.ours)
    fault(tell(swapped, "cb-1", card), 401, "signature_wrong")


def test_what_comes_unsigned_is_not_even_parsed(link: Link) -> None:
    """The same answer for anything: who cannot sign learns nothing of what we understand or hold."""
    for body in (b" ", b"{", b"[]", spelt(account("C0")), spelt(account("nobody"))):
        with patch.object(callbacks, "read_strict", side_effect=AssertionError("read before it was verified")):
            fault(send(link, body, webhook_signature="v1," + b64encode(b"x" * 32).decode()), 401, "signature_wrong")


def test_a_bank_that_is_not_connected_hears_what_a_forger_hears(link: Link, card: str) -> None:
    body = spelt(account(card))
    for code in ("ICB", "NOBODY", "x" * 300):
        fault(send(link, body, bank=code), 401, "signature_wrong")


def test_a_bank_sees_its_own_cards_alone(link: Link) -> None:
    enrol(1, "110101")  # a card of another bank
    other, nobody = tell(link, "cb-1", "C1"), tell(link, "cb-2", "C999")
    assert fault(other, 404, "card_unknown") == fault(nobody, 404, "card_unknown")


def test_secrets_change_without_a_gap(link: Link, card: str) -> None:
    new = bank_links.rotate("CAB", bank_links.Direction.THEIRS)
    changed = Link("CAB", URL, link.connected_at, link.ours, (new,))
    assert status(tell(link, "cb-1", card, 1, state="frozen")) == "applied"
    assert status(tell(changed, "cb-2", card, 2, state="active")) == "applied"
    bank_links.finish("CAB")
    fault(tell(link, "cb-3", card, 3, state="frozen"), 401, "signature_wrong")
    assert status(tell(changed, "cb-4", card, 4, state="frozen")) == "applied"


@pytest.mark.parametrize(
    ("body", "code", "told"),
    [
        (b" ", 400, "json_malformed"),
        (b"[]", 400, "json_malformed"),
        (b'{"type": NaN}', 400, "json_malformed"),
        (b'{"type": "a", "type": "b"}', 400, "json_repeated"),
        (b'{"a": 99999999999999999999}', 400, "json_number"),
        (b'{"a": "\\u0000"}', 400, "json_characters"),
        (b"\xff\xfe", 400, "json_malformed"),
        (b"[" * 20000, 400, "json_malformed"),
        (b'{"a":' * 50 + b"1" + b"}" * 50, 400, "json_depth"),
        (b"{}", 422, "not_understood"),
        (spelt(None), 422, "not_understood"),
        (spelt({}), 422, "not_understood"),
        (spelt(account("C0") | {"settld": True}), 422, "not_understood"),
        (spelt(account("C0", 0)), 422, "not_understood"),
        (spelt(account("C0", sequence="1")), 422, "not_understood"),  # type: ignore[arg-type]
        (spelt(account("C0", sequence=True)), 422, "not_understood"),
        (spelt(account("C0", state="lost")), 422, "not_understood"),
        (spelt(account("C0", loss="formal")), 422, "not_understood"),
        (spelt(account("C0", loss={"kind": "formal", "since": "2026-11-22", "until": None})), 422, "not_understood"),
        (spelt(account("C0", tail="１２３４")), 422, "not_understood"),
        (spelt(account("C0", tail="12345")), 422, "not_understood"),
        (spelt(account("C 0")), 422, "not_understood"),
        (spelt(account("C0", answer=answered("x" * 101))), 422, "not_understood"),
        (spelt(account("C0", answer=answered("o", "refused", "c", "字" * 201))), 422, "not_understood"),
        (spelt(account("C0", answer={"order_id": "o"})), 422, "not_understood"),
        (spelt({k: v for k, v in account("C0").items() if k != "answer"}), 422, "not_understood"),
        (spelt(account("C0")).replace(b"account.changed", b"account.opened"), 422, "not_understood"),
        (spelt(account("C0")).replace(b"+08:00", b""), 422, "not_understood"),
        (b" " * (64 * 1024 + 1), 413, "body_too_large"),
    ],
)
def test_bad_bodies_are_named(link: Link, card: str, body: bytes, code: int, told: str) -> None:
    page = fault(send(link, body), code, told)
    assert told != "not_understood" or page["faults"][0]["field"]
    assert not Callback.objects.exists()
    assert standing() is State.ACTIVE


def test_what_stood_in_a_bad_member_is_not_quoted(link: Link, card: str) -> None:
    assert "张三" not in send(link, spelt(account(card, state="张三"))).content.decode()


def test_other_methods_and_forms_are_refused(link: Link) -> None:
    assert fault(Client().get("/callbacks/banks/CAB/"), 405, "method_not_allowed")
    fault(send(link, spelt(account("C0")), content_type="text/plain"), 415, "content_type")


def test_a_runaway_bank_is_slowed_down(link: Link, card: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "client", limits.Limit(1, 60))
    tell(link, "cb-1", card)
    again = tell(link, "cb-2", card, 2)
    fault(again, 429, "too_often")
    assert int(again["Retry-After"]) > 0


def test_a_forger_does_not_use_up_the_banks_limit(link: Link, card: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.LIMITS, "client", limits.Limit(1, 60))
    for _ in range(3):
        send(link, b"{}", webhook_signature="v1,x")
    assert status(tell(link, "cb-1", card)) == "applied"


def test_a_crash_between_the_act_and_the_row_is_harmless(link: Link, card: str) -> None:
    with patch.object(callbacks, "_complete", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        tell(link, "cb-1", card, 1, state="frozen")
    assert standing() is State.FROZEN
    assert Callback.objects.get().status == ""
    entries = Entry.objects.count()
    assert status(tell(link, "cb-1", card, 1, state="frozen")) == "already"
    assert (Entry.objects.count(), Callback.objects.get().status) == (entries, "applied")


def test_a_crash_before_the_act_leaves_the_number_to_its_own_body(link: Link, card: str) -> None:
    with patch.object(callbacks, "record", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        tell(link, "cb-1", card, 1, state="frozen")
    fault(tell(link, "cb-1", card, 1, state="locked"), 422, "webhook_id_reused")
    assert status(tell(link, "cb-1", card, 1, state="frozen")) == "applied"


def test_a_card_that_becomes_known_may_be_told_again(link: Link) -> None:
    fault(tell(link, "cb-1", "C7"), 404, "card_unknown")
    enrol(7)
    assert status(tell(link, "cb-1", "C7")) == "applied"


@pytest.mark.parametrize(
    ("error", "code"), [(OperationalError, "database_unavailable"), (ZeroDivisionError, "unforeseen")]
)
def test_an_outage_or_a_bug_is_no_500(link: Link, card: str, error: type[Exception], code: str) -> None:
    with patch.object(callbacks, "record", side_effect=error("of 张三")):
        response = tell(link, "cb-1", card)
    assert fault(response, 503, code)["words"].count("张三") == 0
    assert response["Retry-After"] == "5"


def test_one_log_line_that_names_no_person(link: Link, card: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "yikatong.callbacks"):
        tell(link, "cb-1", card, answer=answered("o-1", "refused", "no", "户名不符"))
        send(link, b"{}", "cb-2", ahead_s=-400)
    taken, refused = [vars(record) for record in caplog.records if record.name == "yikatong.callbacks"]
    assert (taken["bank"], taken["status"], taken["outcome"]) == ("CAB", 200, "applied")
    assert taken["reference"] == Callback.objects.get().answer
    assert (refused["status"], refused["outcome"], refused["reference"]) == (401, "timestamp_outside", "")
    assert "户名不符" not in str(taken)


def test_old_numbers_are_forgotten_but_not_what_they_did(link: Link, card: str) -> None:
    tell(link, "cb-1", card, 1, state="frozen")
    assert callbacks.forget_old() == 0
    Callback.objects.update(at="2026-01-01T00:00:00Z")
    assert callbacks.forget_old() == 1
    assert status(tell(link, "cb-1", card, 1, state="frozen")) == "already"
    fault(tell(link, "cb-1", card, 2, state="locked"), 422, "webhook_id_reused")


def test_a_teller_of_a_bank_cannot_ask_for_what_its_system_says(link: Link, card: str) -> None:
    """Another client with the same number is another ask: numbers are each client's own."""
    tell(link, "cb-1", card, 1, state="frozen")
    assert ask("mirror_account", number(), case_number="cb-1").client != callbacks.client_of("CAB")
