"""The clerk's pages: what is found, what is done, what is said when it is not."""

import re
import socket
import subprocess
import sys
from html import unescape

import pytest

from tests.sandbox_bank.wire import HOLDER, HTTP, ROOT, Bank, free_port, opened, ordered, until


def words(text: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", text))


def test_an_account_is_found_by_card_and_by_tail(bank: Bank) -> None:
    card = opened(bank)
    by_card = HTTP.get(f"{bank.url}/?q={card}")
    assert by_card.headers["location"] == f"/accounts/{card}/"
    by_tail = HTTP.get(f"{bank.url}/?q={bank.account(card)['tail']}", follow_redirects=True)
    assert card in by_tail.text
    for asked in ("0000x", "％", "' OR 1=1", "a" * 100):
        assert "没有找到" in HTTP.get(f"{bank.url}/", params={"q": asked}).text
    assert HTTP.get(f"{bank.url}/accounts/nobody/").status_code == 404


def test_pages_show_no_plain_personal_words(bank: Bank) -> None:
    card = opened(bank)
    shown = "".join(HTTP.get(bank.url + p).text for p in ("/", "/traffic/", "/panel/", f"/accounts/{card}/"))
    assert "周*禾" in shown
    for word in HOLDER.values():
        assert word not in shown
    kept = b"".join(path.read_bytes() for path in bank.folder.glob("bank.sqlite3*"))
    for word in HOLDER.values():
        assert word.encode() not in kept


def test_each_act_of_the_counter_tells_the_bureau(bank: Bank) -> None:
    card = opened(bank, active=False)
    steps = [
        ("activate", {"seen": "yes"}, "账户已激活"), ("report", {"kind": "temporary"}, "挂失已登记"),
        ("lift", {"seen": "yes"}, "账户已解挂"), ("freeze", {"on": "yes"}, "冻结状态已更改"),
        ("freeze", {}, "冻结状态已更改"), ("deposit", {"yuan": "88.8"}, "款项已存入"),
        ("pay-out", {"all": "yes"}, "款项已支取"), ("close", {"card": "destroyed"}, "账户已销户"),
    ]  # fmt: skip
    for sequence, (name, asked, said) in enumerate(steps, 2):
        assert said in bank.act(card, name, **asked).text
        assert bank.account(card)["sequence"] == sequence
    told = bank.account(card)
    assert (told["state"], told["settled"], told["physical"]) == ("closed", True, "destroyed")
    heard = lambda: {p["data"]["sequence"] for p in bank.receiver.heard if p["data"]["card_id"] == card}  # noqa: E731
    until(lambda: heard() == set(range(1, len(steps) + 2)))


@pytest.mark.parametrize(
    ("name", "asked", "status", "said"),
    [
        ("activate", {}, 422, "请先核对本人"), ("lift", {}, 422, "解挂须由本人办理"), ("report", {}, 422, "请选择"),
        ("report", {"kind": "final"}, 422, "请选择"), ("deposit", {"yuan": "-5"}, 422, "大于零的金额"),
        ("deposit", {}, 422, "大于零的金额"), ("pay-out", {"yuan": "900000000"}, 409, "余额不足"),
        ("close", {"card": "eaten"}, 422, "卡片如何处理"), ("close", {"card": "destroyed"}, 409, "还有余额"),
        ("fly", {}, 404, "没有找到"),
    ],
)  # fmt: skip
def test_what_is_not_done_is_said_and_changes_nothing(
    bank: Bank, name: str, asked: dict[str, str], status: int, said: str
) -> None:
    card = opened(bank)
    bank.act(card, "deposit", yuan="1")
    answer = bank.act(card, name, **asked)
    assert (answer.status_code, said in words(answer.text)) == (status, True)
    assert bank.account(card)["sequence"] == 3


def test_what_is_already_so_is_not_told_again(bank: Bank) -> None:
    card = opened(bank)
    bank.act(card, "freeze")
    assert bank.account(card)["sequence"] == 2


def test_a_form_without_its_token_is_refused(bank: Bank) -> None:
    card = opened(bank)
    assert HTTP.post(f"{bank.url}/accounts/{card}/freeze/", data={"on": "yes"}).status_code == 403
    assert "请返回" in HTTP.post(f"{bank.url}/accounts/{card}/freeze/", data={"on": "yes"}).text
    assert HTTP.get(f"{bank.url}/accounts/{card}/freeze/").status_code == 405


def test_answers_are_safe_to_show(bank: Bank) -> None:
    headers = HTTP.get(bank.url).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert HTTP.get(f"{bank.url}/static/sandbox_bank/bank.css").status_code == 200
    assert HTTP.get(f"{bank.url}/static/../settings.py").status_code == 404
    assert HTTP.get(bank.url, headers={"host": "bank.example.com"}).status_code == 400


def test_the_money_that_was_moved_is_seen_on_both_pages(bank: Bank) -> None:
    old, new = opened(bank), opened(bank)
    bank.act(old, "deposit", yuan="12")
    ordered(bank, "move_balance", new, 3, source=old)
    assert "−12.00" in HTTP.get(f"{bank.url}/accounts/{old}/").text
    assert "+12.00" in HTTP.get(f"{bank.url}/accounts/{new}/").text


def test_a_taken_port_is_said_and_not_shared(tmp_path: object) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)):
        command = [sys.executable, "-m", "yikatong", "sandbox-bank", "--port", str(port)]
        environment = {"YIKATONG_SANDBOX_BANK_VAR": str(tmp_path), "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"端口 {port} 已被占用" in done.stderr


def test_no_pin_is_asked_for_anywhere() -> None:
    texts = [
        path.read_text() for path in (ROOT / "yikatong/sandbox/bank").rglob("*") if path.suffix in {".py", ".html"}
    ]
    assert len(texts) > 20
    for text in texts:
        assert not re.search(r"\bpin\b|password|密码(?!。)", text, re.IGNORECASE)
