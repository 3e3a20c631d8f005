"""Gateways: the one over HTTP, its call-backs, and Apprise."""

import json
import sys
import time
from ipaddress import ip_network
from types import SimpleNamespace

import pytest
from django.test import Client as Browser

from tests.courier.receivers import receiving, saying
from yikatong.adapters.apprise_messages.gateway import AppriseGateway
from yikatong.adapters.sms_http.gateway import HttpGateway
from yikatong.adapters.webhooks.guard import Client
from yikatong.adapters.webhooks.signing import new_secret, signed_headers, verify
from yikatong.office import outside
from yikatong.ports.messages import ReceiptFault
from yikatong.ports.unavailable import Unavailable

SECRET = new_secret()
HERE = (ip_network("127.0.0.0/8"),)


def answering(status: str, page: object) -> bytes:
    body = json.dumps(page).encode()
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def gateway(url: str = "http://127.0.0.1:9") -> HttpGateway:
    return HttpGateway(url, SECRET, Client(HERE))


def signed(page: object, secret: str = SECRET) -> tuple[dict[str, str], bytes]:
    body = json.dumps(page).encode()
    return signed_headers([secret], "receipt_1", int(time.time()), body), body


def test_a_message_is_signed_under_its_key_and_gives_the_gateway_s_number() -> None:
    with receiving(saying(answering("202 Accepted", {"id": "G-77"}))) as there:
        base = f"http://127.0.0.1:{there.port}"
        assert gateway(base).send("13800000000", "您的社保卡已挂失。", "42") == "G-77"
    head, _, body = there.heard[0].partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert verify([SECRET], headers, body, int(time.time())) == "sms_42"
    assert json.loads(body) == {"to": "13800000000", "words": "您的社保卡已挂失。"}


@pytest.mark.parametrize(("status", "permanent"), [("503 Busy", False), ("401 No", False), ("422 Number", True)])
def test_what_a_gateway_refuses_is_told_apart(status: str, permanent: bool) -> None:
    with receiving(saying(answering(status, {}))) as there, pytest.raises(Unavailable) as failure:
        gateway(f"http://127.0.0.1:{there.port}").send("13800000000", "x")
    assert failure.value.permanent is permanent
    assert "13800000000" not in failure.value.words


def test_receipts_are_read_and_numbers_dropped_from_their_words() -> None:
    page = {"receipts": [{"id": "a", "delivered": True}, {"id": "b", "delivered": False, "why": "空号13800000000"}]}
    good, bad = gateway().read_receipts(*signed(page))
    assert (good.delivered, bad.delivered, bad.why) == (True, False, "空号")


@pytest.mark.parametrize("page", [[], {}, {"receipts": {}}, {"receipts": [{"id": 1, "delivered": True}]},
                                  {"receipts": [{"id": "a", "delivered": "yes"}]}])  # fmt: skip
def test_receipts_of_another_form_are_refused(page: object) -> None:
    with pytest.raises(ReceiptFault) as fault:
        gateway().read_receipts(*signed(page))
    assert fault.value.code == "receipts_form"


@pytest.mark.django_db
def test_the_call_back_believes_only_what_is_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "messages", gateway)
    page = {"receipts": [{"id": "nobody", "delivered": True}]}

    def posted(secret: str) -> tuple[int, dict[str, object]]:
        headers, body = signed(page, secret)
        sent = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        answer = Browser().post("/callbacks/messages/", body, content_type="application/json", **sent)
        return answer.status_code, answer.json()

    assert posted(SECRET) == (200, {"news": 0})
    status, told = posted(new_secret())
    assert (status, told["code"]) == (401, "signature_wrong")
    assert Browser().get("/callbacks/messages/").status_code == 405
    assert Browser().post("/callbacks/messages/", b"x" * 300_000, content_type="application/json").status_code == 413


def test_apprise_tells_one_person_never_a_group(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, str]] = []

    class Apprise:
        def __init__(self) -> None:
            self.servers: list[str] = []

        def add(self, address: str) -> None:
            self.servers.append(address)

        def notify(self, body: str, body_format: str) -> bool:
            told.append((self.servers[0], body))
            return not body.startswith("坏")

    library = SimpleNamespace(Apprise=Apprise, NotifyFormat=SimpleNamespace(TEXT="text"))
    monkeypatch.setitem(sys.modules, "apprise", library)
    sender = AppriseGateway("sinch://key:secret@15551234/{mobile}")
    assert sender.send("13800000000", "您好") == ""
    assert told == [("sinch://key:secret@15551234/13800000000", "您好")]
    with pytest.raises(Unavailable):
        sender.send("13800000000", "坏")
    assert "secret" not in sender.describe()
    with pytest.raises(Unavailable, match="mobile"):  # an address without a person: everybody in it would read it
        AppriseGateway("dingtalk://token/")
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(Unavailable, match="Apprise"):
        AppriseGateway("sinch://x/{mobile}")
