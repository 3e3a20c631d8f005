"""A short story of three real parties, and the way between them on which things get lost."""

import http.client
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from yikatong.channels.cli.converge.faults import Fault, Tally
from yikatong.channels.cli.converge.proxy import Way


def test_three_parties_come_to_one_story() -> None:
    """150 operations under every fault, in processes of their own. The long one is run by hand: docs/reliability.md."""
    command = (sys.executable, "-m", "yikatong", "converge", "--seed", "7", "--operations", "150", "--least", "1")
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert "三方一致。" in done.stdout


class Receiver:
    """Writes down what reaches it, and answers."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        heard = self.heard

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                heard.append(self.rfile.read(int(self.headers["content-length"])).decode())
                self.send_response(202)
                self.end_headers()

            def log_message(self, *told: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Answering)
        Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def receiver():  # type: ignore[no-untyped-def]
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def way(receiver: Receiver):  # type: ignore[no-untyped-def]
    made = Way(receiver.server.server_address[:2], Tally())
    yield made
    made.close()


def post(way: Way, words: str) -> int | None:
    connection = http.client.HTTPConnection("127.0.0.1", way.port, timeout=10)
    try:
        connection.request("POST", "/v1/orders", words)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


# fault: what the sender hears of the message that meets it, and what has reached the receiver after ten more
MET = {
    Fault.LOST: (None, []),
    Fault.ANSWER_LOST: (None, ["one"]),
    Fault.DUPLICATED: (202, ["one", "one"]),
    Fault.SLOW: (202, ["one"]),
}


@pytest.mark.parametrize("fault", MET)
def test_a_fault_is_met_once_and_counted(receiver: Receiver, way: Way, fault: Fault) -> None:
    way.arm(fault)
    status, heard = MET[fault]
    assert post(way, "one") == status
    assert receiver.heard == heard
    assert post(way, "two") == 202
    assert (receiver.heard, way.tally[fault]) == ([*heard, "two"], 1)


def test_what_is_overtaken_arrives_after_others_when_its_sender_has_given_up(receiver: Receiver, way: Way) -> None:
    way.arm(Fault.REORDERED)
    assert post(way, "one") is None
    for n in range(12):
        assert post(way, f"{n}") == 202
    assert receiver.heard.count("one") == 1
    assert 1 < receiver.heard.index("one") < 12


def test_a_way_that_is_cut_lets_nothing_through(receiver: Receiver, way: Way) -> None:
    way.is_cut = True
    assert post(way, "one") is None
    way.is_cut = False
    assert post(way, "two") == 202
    assert receiver.heard == ["two"]
