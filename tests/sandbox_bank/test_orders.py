"""Every kind of order over HTTP against a real process: what is answered, and what the account is then."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.sandbox_bank.laws import a_second_time_is_known, the_newest_order_holds
from tests.sandbox_bank.wire import HOLDER, HTTP, Bank, opened, order, ordered, until
from yikatong.adapters.webhooks.signing import new_secret, signed_headers


def later(**step: float) -> str:
    return (datetime.now(UTC) + timedelta(**step)).isoformat()


def test_an_account_is_opened_and_activated(bank: Bank) -> None:
    card = opened(bank, active=False)
    told = bank.account(card)
    assert (told["sequence"], told["state"], told["loss"], told["settled"]) == (1, "inactive", None, False)
    assert len(told["tail"]) == 4
    assert told["physical"] is None
    done = ordered(bank, "activate", card, 2)
    assert (done["state"], done["sequence"]) == ("active", 2)
    assert done["answer"] == done["answer"] | {"result": "done", "code": "", "words": ""}


def test_a_temporary_report_lapses_by_the_bank_clock(bank: Bank) -> None:
    card = opened(bank)
    until_moment = later(days=7)
    told = ordered(bank, "report_temporary_loss", card, 3, until=until_moment)
    assert told["state"] == "active"
    assert told["loss"]["kind"] == "temporary"
    assert datetime.fromisoformat(told["loss"]["until"]) == pytest.approx(
        datetime.fromisoformat(until_moment), abs=timedelta(milliseconds=1)
    )
    try:
        bank.panel("clock", forward_s=7 * 86400 + 60)
        assert bank.account(card)["loss"] is None
        assert bank.account(card)["sequence"] == told["sequence"]
    finally:
        bank.panel("clock", offset_s=0)
    assert bank.account(card)["loss"] is not None


def test_a_formal_report_stands_until_lifted(bank: Bank) -> None:
    card = opened(bank)
    assert ordered(bank, "report_formal_loss", card, 3)["loss"]["kind"] == "formal"
    temporary = ordered(bank, "report_temporary_loss", card, 4, until=later(days=7))
    assert (temporary["answer"]["code"], temporary["loss"]["kind"]) == ("formally_lost", "formal")
    assert ordered(bank, "activate", card, 5)["answer"]["code"] == "reported_lost"
    lifted = ordered(bank, "lift_loss", card, 6)
    assert (lifted["loss"], lifted["state"]) == (None, "active")


def test_money_moves_whole_and_the_old_account_is_closed(bank: Bank) -> None:
    old, new = opened(bank), opened(bank)
    bank.act(old, "deposit", yuan="1234.56")
    told = ordered(bank, "move_balance", new, 3, source=old)
    assert told["answer"]["result"] == "done"
    until(lambda: bank.account(old)["state"] == "closed")
    assert bank.account(old)["settled"]
    assert "1,234.56 元" in HTTP.get(f"{bank.url}/accounts/{new}/").text
    assert "0.00 元" in HTTP.get(f"{bank.url}/accounts/{old}/").text
    until(lambda: any(p["data"]["card_id"] == old and p["data"]["state"] == "closed" for p in bank.receiver.heard))


def test_money_of_another_holder_stays_where_it_is(bank: Bank) -> None:
    old = opened(bank, holder=HOLDER | {"name": "何远山", "id_number": "610113198805064531"})
    new = opened(bank)
    bank.act(old, "deposit", yuan="10")
    assert ordered(bank, "move_balance", new, 3, source=old)["answer"]["code"] == "source_not_holders"
    assert bank.account(old)["state"] == "active"
    assert ordered(bank, "move_balance", new, 4, source="nobody")["answer"]["code"] == "source_unknown"


def test_a_new_card_may_keep_the_number(bank: Bank) -> None:
    old = opened(bank)
    kept = opened(bank, source=old, keep_number=True)
    assert bank.account(kept)["tail"] == bank.account(old)["tail"]
    bank.panel("practice", delay_s=0, keeps_numbers=False, activates_unseen=True)
    other = opened(bank, source=kept, keep_number=True)
    assert bank.account(other)["tail"] != bank.account(kept)["tail"]


def test_closing_waits_for_the_money(bank: Bank) -> None:
    card = opened(bank)
    bank.act(card, "deposit", yuan="20.00")
    refused = ordered(bank, "close_account", card, 3)
    assert (refused["answer"]["result"], refused["answer"]["code"]) == ("refused", "balance_not_zero")
    assert refused["answer"]["words"]
    assert ordered(bank, "pay_out", card, 4)["settled"]
    assert ordered(bank, "close_account", card, 5)["state"] == "closed"
    assert ordered(bank, "report_formal_loss", card, 6)["answer"]["code"] == "account_closed"


def test_a_court_freeze_stops_money_and_closing(bank: Bank) -> None:
    card = opened(bank)
    bank.act(card, "freeze", on="yes")
    for sequence, kind in enumerate(("pay_out", "close_account", "activate"), 3):
        told = ordered(bank, kind, card, sequence)
        assert (told["state"], told["answer"]["code"]) == ("frozen", "frozen_by_court")
    assert ordered(bank, "report_formal_loss", card, 7)["answer"]["result"] == "done"
    bank.act(card, "freeze")
    assert bank.account(card)["state"] == "active"


def test_another_name_under_a_known_number_is_not_opened(bank: Bank) -> None:
    opened(bank)
    told = ordered(bank, "open_account", "C-other-name", 1, holder=HOLDER | {"name": "周大禾"})
    assert (told["answer"]["result"], told["answer"]["code"], told["tail"]) == ("refused", "name_mismatch", None)
    again = ordered(bank, "open_account", "C-other-name", 2)
    assert (again["answer"]["result"], again["sequence"]) == ("done", 2)
    assert ordered(bank, "open_account", "C-other-name", 3)["answer"]["code"] == "account_exists"


def test_the_newest_order_holds(bank: Bank) -> None:
    the_newest_order_holds(bank)


def test_a_second_time_is_known(bank: Bank) -> None:
    a_second_time_is_known(bank)


def test_only_the_holder_may_differ_under_one_id(bank: Bank) -> None:
    page = order("open_account", "C-reused", 1)
    name = page["data"]["order_id"]
    assert bank.post("/v1/orders", page, name).status_code == 202
    moved = page | {"data": page["data"] | {"holder": HOLDER | {"mobile": "13900000002"}}}
    assert bank.post("/v1/orders", moved, name).json() == {"status": "known"}
    other = page | {"data": page["data"] | {"card_id": "C-another"}}
    answer = bank.post("/v1/orders", other, name)
    assert (answer.status_code, answer.json()["code"]) == (422, "order_id_reused")


def test_an_order_about_no_card_is_404_and_kept_nowhere(bank: Bank) -> None:
    page = order("activate", "C-nobody", 1)
    assert bank.post("/v1/orders", page, page["data"]["order_id"]).json()["code"] == "card_unknown"
    assert bank.get(f"/v1/orders/{page['data']['order_id']}").json()["code"] == "order_unknown"
    assert bank.get("/v1/accounts/C-nobody").status_code == 404


def test_an_order_waits_its_time_and_can_be_asked_for(bank: Bank) -> None:
    card = opened(bank)
    bank.panel("practice", delay_s=3600, activates_unseen=True)
    page = order("report_formal_loss", card, 3)
    name = page["data"]["order_id"]
    assert bank.post("/v1/orders", page, name).status_code == 202
    assert bank.get(f"/v1/orders/{name}").json() == {"order_id": name, "status": "waiting", "answer": None}
    bank.panel("work")
    assert bank.answered(name)["loss"]["kind"] == "formal"
    assert bank.get(f"/v1/orders/{name}").json()["answer"]["result"] == "done"


def test_a_holder_who_was_not_seen_is_not_activated_where_the_bank_wants_it(bank: Bank) -> None:
    card = opened(bank, active=False)
    bank.panel("practice", delay_s=0, activates_unseen=False)
    assert ordered(bank, "activate", card, 2)["answer"]["code"] == "holder_not_seen"
    assert "勾选" in bank.act(card, "activate").text
    assert "账户已激活" in bank.act(card, "activate", seen="yes").text
    assert bank.account(card)["state"] == "active"


def test_notices_are_taken_once(bank: Bank) -> None:
    page = {"type": "card.made", "timestamp": later(), "data": {"card_id": "C1", "card_no": "A12345678"}}
    assert bank.post("/v1/notices", page, "n-1").status_code == 202
    assert bank.post("/v1/notices", page, "n-1").json() == {"status": "known"}
    assert bank.post("/v1/notices", page | {"data": {"card_id": "C2"}}, "n-1").status_code == 422
    assert bank.post("/v1/notices", page | {"type": "card.eaten"}, "n-2").json()["code"] == "malformed"


def test_what_is_not_signed_is_not_heard(bank: Bank) -> None:
    page, now = b"{}", int(time.time())
    good = signed_headers(bank.keys["from_bureau"], "x-1", now, page)
    assert bank.raw("/v1/orders", page, {}).json()["code"] == "signature_missing"
    assert bank.raw("/v1/orders", b"{} ", good).json()["code"] == "signature_wrong"
    other = signed_headers([new_secret()], "x-1", now, page)
    assert bank.raw("/v1/orders", page, other).json()["code"] == "signature_wrong"
    late = signed_headers(bank.keys["from_bureau"], "x-1", now - 400, page)
    assert bank.raw("/v1/orders", page, late).json()["code"] == "timestamp_outside"
    assert HTTP.get(f"{bank.url}/v1/accounts/C1").status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"sequence": 0}, {"sequence": "3"}, {"sequence": True}, {"sequence": 2**60}, {"kind": "eat_card"},
        {"card_id": "a b"}, {"card_id": None}, {"until": "tomorrow"}, {"until": "2026-01-01T00:00:00"},
        {"keep_number": 1}, {"source": ""}, {"holder": HOLDER}, {"extra": 1},
    ],
)  # fmt: skip
def test_a_malformed_order_is_400_in_words(bank: Bank, wrong: dict[str, Any]) -> None:
    page = order("activate", "C-x", 3)
    answer = bank.post("/v1/orders", page | {"data": page["data"] | wrong}, page["data"]["order_id"])
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"type":1,"type":2}', b"NaN", b"[" * 60000])
def test_any_other_body_is_400_too(bank: Bank, body: bytes) -> None:
    answer = bank.raw("/v1/orders", body, signed_headers(bank.keys["from_bureau"], "x-2", int(time.time()), body))
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_too_much_is_413_and_a_wrong_method_405(bank: Bank) -> None:
    assert bank.raw("/v1/orders", b" " * 70000, {}).status_code == 413
    assert HTTP.get(f"{bank.url}/v1/orders").status_code == 405
