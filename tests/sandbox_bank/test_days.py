"""Cut-offs, the file of a day, and accounts that are older than the connection."""

import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sandbox_bank.wire import HOLDER, ROOT, Bank, Receiver, opened, order, ordered, started, stopped, until
from yikatong.sandbox.bank.hours import ZONE, due

FIVE = time(17)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("taken", "done"),
    [
        ("2026-11-20T16:59", "2026-11-20T16:59"),  # a Friday
        ("2026-11-20T17:00", "2026-11-23T09:00"),
        ("2026-11-21T10:00", "2026-11-23T09:00"),
        ("2026-11-23T08:59", "2026-11-23T09:00"),
        ("2026-11-23T23:59", "2026-11-24T09:00"),
    ],
)
def test_what_comes_after_the_cut_off_is_done_next_working_morning(taken: str, done: str) -> None:
    assert due(at(taken), timedelta(), FIVE) == at(done)
    assert due(at(taken), timedelta(hours=1), None) == at(taken) + timedelta(hours=1)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)))
def test_it_is_never_done_before_it_came_nor_out_of_hours(moment: datetime) -> None:
    taken = moment.replace(tzinfo=ZONE)
    found = due(taken, timedelta(), FIVE)
    assert taken <= found < taken + timedelta(days=4)
    assert found.weekday() < 5
    assert time(9) <= found.time() < FIVE


def test_an_account_asked_for_in_the_evening_is_opened_in_the_morning(tmp_path: Path, receiver: Receiver) -> None:
    bank = started(tmp_path / "bank", receiver)
    bank.panel("practice", cut_off="17:00")
    bank.panel("clock", now="2030-03-06T18:00:00+08:00")  # a Wednesday
    page = order("open_account", "C-evening", 1)
    name = page["data"]["order_id"]
    assert bank.post("/v1/orders", page, name).status_code == 202
    bank.panel("clock", forward_s=14 * 3600)
    assert bank.get(f"/v1/orders/{name}").json()["status"] == "waiting"
    bank.panel("clock", forward_s=3600)
    assert bank.answered(name)["answer"]["result"] == "done"
    assert stopped(bank) == 0


def lines_of(bank: Bank, day: str) -> list[dict[str, Any]]:
    answer = bank.get(f"/v1/reconciliation/{day}")
    assert answer.status_code == 200, answer.text
    raw = answer.content.splitlines(keepends=True)
    lines = [json.loads(line) for line in raw]
    assert lines[0] | {"bank": "CAB", "day": day} == lines[0]
    assert lines[-1] == {
        "type": "trailer", "count": len(lines) - 2, "sha256": hashlib.sha256(b"".join(raw[:-1])).hexdigest()
    }  # fmt: skip
    assert [line["type"] for line in lines[1:-1]] == ["account"] * (len(lines) - 2)
    return lines[1:-1]


def test_the_file_of_a_day_tells_how_the_day_ended(tmp_path: Path, receiver: Receiver) -> None:
    bank = started(tmp_path / "bank", receiver)
    bank.panel("clock", now="2030-03-06T12:00:00+08:00")
    card = opened(bank)
    ordered(bank, "report_temporary_loss", card, 3, until="2030-03-07T10:00:00+08:00")
    assert bank.get("/v1/reconciliation/2030-03-06").json()["code"] == "day_unknown"
    bank.panel("clock", forward_s=2 * 86400)
    ordered(bank, "close_account", card, 4)
    first, second = lines_of(bank, "2030-03-06"), lines_of(bank, "2030-03-07")
    assert [(line["state"], (line["loss"] or {}).get("kind")) for line in first] == [("active", "temporary")]
    assert [(line["state"], line["loss"]) for line in second] == [("active", None)]
    assert lines_of(bank, "2030-03-05") == []
    assert lines_of(bank, "2030-03-06") == first
    for day in ("2030-03-08", "2030-02-30", "9999-12-31", "x"):
        assert bank.get(f"/v1/reconciliation/{day}").json()["code"] == "day_unknown"
    assert stopped(bank) == 0


def adopted(folder: Path, receiver: Receiver, lines: list[dict[str, Any]]) -> Bank:
    (folder / "portfolio.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    command = ["-m", "yikatong", "sandbox-bank", "--adopt", str(folder / "portfolio.jsonl")]
    return started(folder / "bank", receiver, command)


def test_former_accounts_are_taken_over_once(tmp_path: Path, receiver: Receiver) -> None:
    until_moment = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    loss = {"kind": "temporary", "since": "2026-11-20T10:00:00+08:00", "until": until_moment}
    lines = [
        {"card_id": "C-old", "holder": HOLDER, "state": "active", "loss": loss, "tail": "4321", "balance_fen": 5000},
        {"card_id": "C-frozen", "holder": HOLDER, "state": "frozen", "loss": None, "tail": None},
    ]
    bank = adopted(tmp_path, receiver, lines)
    told = bank.account("C-old")
    assert (told["tail"], told["state"], told["loss"]["kind"], told["sequence"]) == ("4321", "active", "temporary", 1)
    assert bank.account("C-frozen")["state"] == "frozen"
    until(lambda: {p["data"]["card_id"] for p in receiver.heard} == {"C-old", "C-frozen"})
    assert ordered(bank, "lift_loss", "C-old", 5)["loss"] is None
    stopped(bank)
    again = adopted(tmp_path, receiver, lines)
    assert again.account("C-old")["sequence"] == 2
    assert ordered(again, "pay_out", "C-old", 6)["settled"]
    assert stopped(again) == 0


def test_a_portfolio_names_nobody_and_its_money_still_finds_the_new_card(tmp_path: Path, receiver: Receiver) -> None:
    line = {"card_id": "C-old", "card_no": "A12345678", "state": None, "loss": None, "tail": None, "settled": False,
            "predecessor": None, "balance_fen": 700}  # fmt: skip
    bank = adopted(tmp_path, receiver, [line])
    assert bank.account("C-old")["state"] == "inactive"
    assert len(bank.account("C-old")["tail"]) == 4
    new = opened(bank)
    assert ordered(bank, "move_balance", new, 3, source="C-old")["answer"]["result"] == "done"
    assert bank.account("C-old")["state"] == "closed"
    other = opened(bank, holder=HOLDER | {"id_number": "610113198805064531"})
    assert ordered(bank, "move_balance", other, 3, source=new)["answer"]["code"] == "source_not_holders"
    assert stopped(bank) == 0


def test_the_secrets_are_told_as_the_bureau_calls_them(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "yikatong", "sandbox-bank", "--secrets"]
    environment = {"YIKATONG_SANDBOX_BANK_VAR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    told = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    kept = json.loads((tmp_path / "keys.json").read_text())
    assert json.loads(told) == {"ours": kept["from_bureau"][0], "theirs": kept["to_bureau"][0]}
    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0


def test_a_file_with_a_bad_line_is_refused_whole(tmp_path: Path) -> None:
    good = {"card_id": "C-a", "holder": HOLDER, "state": "active"}
    (tmp_path / "p.jsonl").write_text(json.dumps(good) + "\n" + json.dumps(good | {"card_id": "C-b", "tail": "12"}))
    command = [sys.executable, "-m", "yikatong", "sandbox-bank", "--adopt", str(tmp_path / "p.jsonl"), "--port", "1"]
    environment = {"YIKATONG_SANDBOX_BANK_VAR": str(tmp_path / "bank"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "第 2 行不能接管" in done.stderr
