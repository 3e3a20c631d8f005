"""A bank that is killed, or has no keys in common any more, comes back and says what it had to say."""

import json
import signal
from pathlib import Path

import httpx
import pytest

from tests.sandbox_bank.wire import Receiver, opened, order, ordered, started, stopped, until
from yikatong.adapters.webhooks.signing import new_secret


def test_killed_between_commit_and_answer_the_order_is_known_and_answered(tmp_path: Path, receiver: Receiver) -> None:
    bank = started(tmp_path / "bank", receiver)
    card = opened(bank)
    bank.panel("practice", delay_s=1.0)  # killed before it is done
    bank.panel("faults", kind="answer_lost", on=True, left=1)
    page = order("report_formal_loss", card, 3)
    name = page["data"]["order_id"]
    with pytest.raises(httpx.TransportError):
        bank.post("/v1/orders", page, name)
    assert stopped(bank, signal.SIGKILL) == -signal.SIGKILL
    assert not bank.answers(name)

    again = started(tmp_path / "bank", receiver)
    assert again.post("/v1/orders", page, name).json() == {"status": "known"}
    told = again.answered(name)
    assert (told["answer"]["result"], told["loss"]["kind"]) == ("done", "formal")
    assert stopped(again) == 0


def test_killed_before_it_was_heard_a_call_back_still_comes(tmp_path: Path, receiver: Receiver) -> None:
    bank = started(tmp_path / "bank", receiver)
    card = opened(bank)
    receiver.says = lambda page: 503
    told = ordered(bank, "report_formal_loss", card, 3)
    stopped(bank, signal.SIGKILL)
    receiver.says = lambda page: 200
    again = started(tmp_path / "bank", receiver)
    again.panel("work")
    until(lambda: len(again.answers(told["answer"]["order_id"])) > 1)
    first, second = again.answers(told["answer"]["order_id"])[:2]
    assert first == second
    assert len({i for i, p in zip(receiver.ids, receiver.heard, strict=True) if p["data"] == told}) == 1
    assert stopped(again) == 0


def test_a_secret_is_replaced_while_the_bank_runs(tmp_path: Path, receiver: Receiver) -> None:
    bank = started(tmp_path / "bank", receiver)
    card, page = opened(bank), bank.keys
    page["from_bureau"] = [new_secret()]
    page["to_bureau"] = [new_secret(), *page["to_bureau"]]
    (tmp_path / "bank" / "keys.json").write_text(json.dumps(page))
    assert bank.get(f"/v1/accounts/{card}").status_code == 200  # signed with the new one
    assert ordered(bank, "report_formal_loss", card, 3)["answer"]["result"] == "done"
    assert stopped(bank) == 0
