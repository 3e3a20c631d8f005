"""The panel's faults really happen, are counted when they do, and change nothing that was agreed."""

import time
import uuid

import httpx
import pytest

from tests.sandbox_bank.wire import HTTP, Bank, opened, order, ordered, until


def report(card: str, sequence: int = 3) -> tuple[dict[str, object], str]:
    name = f"YK-{uuid.uuid4().hex}"
    return order("report_formal_loss", card, sequence, name), name


def test_down_answers_503_and_nothing_is_kept(bank: Bank) -> None:
    card, before = opened(bank), bank.hits("down")
    bank.panel("faults", kind="down", on=True, left=2)
    page, name = report(card)
    for _ in range(2):
        answer = bank.post("/v1/orders", page, name)
        assert (answer.status_code, answer.headers["Retry-After"], answer.json()["code"]) == (503, "2", "down")
    assert bank.get(f"/v1/orders/{name}").status_code == 404
    assert bank.post("/v1/orders", page, name).status_code == 202
    assert bank.hits("down") == before + 2


def test_slow_is_late_but_done(bank: Bank) -> None:
    card = opened(bank)
    bank.panel("faults", kind="slow", on=True, left=1, seconds=0.5)
    page, name = report(card)
    began = time.monotonic()
    assert bank.post("/v1/orders", page, name).status_code == 202
    assert time.monotonic() - began >= 0.5
    assert bank.answered(name)["answer"]["result"] == "done"


def test_hanging_answers_nothing_and_does_nothing(bank: Bank) -> None:
    card, before = opened(bank), bank.hits("hang")
    bank.panel("faults", kind="hang", on=True, left=1, seconds=0.5)
    page, name = report(card)
    with pytest.raises(httpx.TransportError):
        bank.post("/v1/orders", page, name)
    assert bank.get(f"/v1/orders/{name}").status_code == 404
    assert bank.hits("hang") == before + 1


def test_an_answer_is_lost_after_the_order_was_kept(bank: Bank) -> None:
    card, before = opened(bank), bank.hits("answer_lost")
    bank.panel("faults", kind="answer_lost", on=True, left=1)
    page, name = report(card)
    with pytest.raises(httpx.RemoteProtocolError):
        bank.post("/v1/orders", page, name)
    assert bank.post("/v1/orders", page, name).json() == {"status": "known"}
    assert bank.answered(name)["answer"]["result"] == "done"
    assert bank.hits("answer_lost") == before + 1


def test_a_call_back_comes_twice_under_one_id(bank: Bank) -> None:
    card, before = opened(bank), bank.hits("duplicate")
    bank.panel("faults", kind="duplicate", on=True, left=1)
    told = ordered(bank, "report_formal_loss", card, 3)
    until(lambda: len(bank.answers(told["answer"]["order_id"])) == 2)
    first, second = (n for n, p in enumerate(bank.receiver.heard) if p["data"] == told)
    assert bank.receiver.ids[first] == bank.receiver.ids[second]
    assert bank.hits("duplicate") == before + 1


def test_an_answer_to_a_call_back_is_lost_and_it_comes_again(bank: Bank) -> None:
    card, before = opened(bank), bank.hits("callback_answer_lost")
    bank.panel("faults", kind="callback_answer_lost", on=True, left=1)
    told = ordered(bank, "report_formal_loss", card, 3)
    until(lambda: len(bank.answers(told["answer"]["order_id"])) == 2)
    assert bank.hits("callback_answer_lost") == before + 1


def test_a_later_word_overtakes_an_earlier_one(bank: Bank) -> None:
    card, before = opened(bank), bank.hits("reorder")
    bank.panel("faults", kind="reorder", on=True, left=1, seconds=600)
    first, name = report(card, 3)
    assert bank.post("/v1/orders", first, name).status_code == 202
    until(lambda: bank.account(card)["loss"])
    later = ordered(bank, "lift_loss", card, 4)
    assert not bank.answers(name)
    until(lambda: bank.hits("reorder") == before + 1)
    bank.panel("work")  # what was held back is due at once
    assert bank.answered(name)["sequence"] == later["sequence"] - 1


def test_a_refusal_can_be_had(bank: Bank) -> None:
    bank.panel("faults", kind="refuse", on=True, left=1)
    card = f"C{uuid.uuid4().hex}"
    assert ordered(bank, "open_account", card, 1)["answer"]["code"] == "name_mismatch"
    assert ordered(bank, "open_account", card, 2)["answer"]["result"] == "done"


def test_a_seed_strikes_the_same_again(bank: Bank) -> None:
    def struck() -> list[int]:
        bank.panel("faults", kind="down", on=True, probability=0.5, seed=7)
        return [bank.get("/v1/accounts/C-none").status_code for _ in range(24)]

    first = struck()
    assert set(first) == {503, 404}
    assert struck() == first


def test_a_failing_bureau_is_told_again_and_an_unwilling_one_is_not(bank: Bank) -> None:
    card, tries = opened(bank), []
    bank.receiver.says = lambda page: tries.append(page["data"]["sequence"]) or (503 if len(tries) < 3 else 200)
    ordered(bank, "report_formal_loss", card, 3)
    until(lambda: len(tries) == 3)
    assert len(set(tries)) == 1
    bank.receiver.says = lambda page: 409
    before = bank.panel("work")["callbacks_set_aside"]
    ordered(bank, "lift_loss", card, 4)
    until(lambda: HTTP.get(f"{bank.url}/panel/work").json()["callbacks_set_aside"] == before + 1)
    assert "对方不收" in HTTP.get(f"{bank.url}/traffic/").text
    bank.receiver.says = lambda page: 200
    bank.panel("work")
    until(lambda: HTTP.get(f"{bank.url}/panel/work").json()["callbacks_set_aside"] == 0)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("faults", {"kind": "flood"}), ("faults", {"kind": "down", "probability": 2}),
        ("faults", {"kind": "down", "left": "many"}), ("faults", {"kind": "slow", "seconds": 1e9}),
        ("clock", {}), ("clock", {"now": "2026-11-22T10:00:00"}), ("clock", {"forward_s": 1e300}),
        ("clock", {"offset_s": "x"}), ("practice", {"delay_s": -1}), ("practice", {"cut_off": "25:00"}),
    ],
)  # fmt: skip
def test_the_panel_refuses_nonsense_in_words(bank: Bank, name: str, asked: dict[str, object]) -> None:
    answer = HTTP.post(f"{bank.url}/panel/{name}", json=asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "not_understood")
    assert answer.json()["words"].endswith("。")


def test_a_foreign_page_cannot_move_the_panel(bank: Bank) -> None:
    assert HTTP.post(f"{bank.url}/panel/clock", data={"offset_s": "5"}).status_code == 403
    assert HTTP.post(f"{bank.url}/panel/clock", content=b'{"offset_s": 5}').status_code == 403


def test_a_bureau_that_does_not_answer_delays_no_order(bank: Bank) -> None:
    card = opened(bank)
    bank.receiver.says = lambda page: time.sleep(3) or 200
    bank.act(card, "deposit", yuan="1")  # its call-back keeps the sender busy
    began = time.monotonic()
    page, name = report(card)
    assert bank.post("/v1/orders", page, name).status_code == 202
    until(lambda: bank.account(card)["loss"])
    assert time.monotonic() - began < 2.5
    bank.receiver.says = lambda page: 200
    bank.answered(name)
