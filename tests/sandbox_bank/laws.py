"""What must hold at any bank of the protocol; each is also shown to see a bank without it (test_planted.py)."""

from datetime import UTC, datetime, timedelta

from tests.sandbox_bank.wire import Bank, opened, order, ordered


def a_second_time_is_known(bank: Bank) -> None:
    """The same order again is acknowledged, and changes and tells nothing."""
    card = opened(bank)
    soon = (datetime.now(UTC) + timedelta(days=7)).isoformat()
    page = order("report_temporary_loss", card, 3, until=soon)
    name = page["data"]["order_id"]
    assert bank.post("/v1/orders", page, name).status_code == 202
    first = bank.answered(name)
    assert bank.post("/v1/orders", page | {"timestamp": "2026-11-22T10:03:00+08:00"}, name).json() == {
        "status": "known"
    }
    ordered(bank, "lift_loss", card, 4)  # done after the repetition would have been, so nothing is still to come
    assert bank.account(card)["sequence"] == first["sequence"] + 1
    assert len({told["sequence"] for told in bank.answers(name)}) == 1


def the_newest_order_holds(bank: Bank) -> None:
    """An order that was overtaken by a newer one is told to be superseded, and does not unlock what that locked."""
    card = opened(bank)
    assert ordered(bank, "report_formal_loss", card, 9)["loss"]["kind"] == "formal"
    late = ordered(bank, "lift_loss", card, 8)
    assert late["answer"]["result"] == "superseded"
    assert late["loss"]["kind"] == "formal"
    assert ordered(bank, "lift_loss", card, 10)["loss"] is None


def money_is_conserved(bank: Bank) -> None:
    """What is moved leaves one account and comes to the other, to the fen."""
    old, new = opened(bank), opened(bank)
    bank.act(old, "deposit", yuan="100.01")
    assert ordered(bank, "move_balance", new, 3, source=old)["answer"]["result"] == "done"
    assert "100.01 元" in bank.act(new, "deposit", yuan="x").text
