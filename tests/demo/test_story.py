"""The demonstration: every life can be lived, and the story holds against a server over HTTP."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from pytest_django.live_server_helper import LiveServer

from yikatong.channels.cli.city import build, lives, teller
from yikatong.channels.cli.city.people import child, citizen
from yikatong.channels.cli.city.places import BANKS, outlets
from yikatong.channels.cli.city.staff import employ
from yikatong.channels.cli.story import tell
from yikatong.channels.cli.story.teller import Teller
from yikatong.office import batches, deployment, fsck
from yikatong.office.desk_queue import is_known


@pytest.fixture
def places(db: None) -> Iterator[None]:
    deployment.publish_directory(outlets(), BANKS)
    yield
    deployment.start_afresh()


@pytest.mark.django_db
@pytest.mark.parametrize("life", lives.LIVES, ids=lambda life: life.title)
def test_a_life_is_lived_as_told(life: lives.Life, places: None) -> None:
    teller.live(3, life, deployment.now())
    assert is_known(citizen(3).number)
    assert fsck.check().findings == ()


@pytest.mark.django_db
def test_a_life_against_the_rules_is_not_lived(places: None) -> None:
    twice = lives.Life("两次申领", 1, (*lives.s.APPLIED, *lives.s.APPLIED))
    with pytest.raises(teller.NotAsTold, match="application_pending"):
        teller.live(3, twice, deployment.now())


@pytest.mark.django_db(transaction=True)
def test_an_interrupted_build_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    few = [(0, lives.LIVES[0]), (1, lives.LIVES[1]), (2, lives.LIVES[0])]
    monkeypatch.setattr(build, "inhabitants", lambda: few)

    def stop_at_two(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build.build(stop_at_two)
    assert build.build(lambda done, total: None).people == 3
    assert all(is_known(citizen(n).number) for n in range(3))
    assert fsck.check().dossiers == 3


@pytest.mark.django_db(transaction=True)
def test_the_story_holds_over_http(live_server: LiveServer) -> None:
    deployment.start_afresh()
    deployment.publish_directory(outlets(), BANKS)
    employ()
    stop = threading.Event()
    worker = threading.Thread(target=_work, args=(stop,))
    worker.start()
    said: list[str] = []
    try:
        code = tell(live_server.url, said.append)
    finally:
        stop.set()
        worker.join()
    assert code == 0, said[-1]
    assert said[-1].startswith("\n✓ 163 步")
    assert fsck.check().findings == ()


def _work(stop: threading.Event) -> None:
    from django.db import connection

    while not stop.wait(0.2):
        for batch_id in batches.waiting():
            batches.work(batch_id)
    connection.close()


def test_the_story_fails_loudly() -> None:
    """Nobody answers at this address: said in one sentence, with an exit code."""
    said: list[str] = []
    assert tell("http://127.0.0.1:9", said.append) == 1
    assert "make demo" in said[-1]


def test_a_different_answer_ends_the_story(monkeypatch: pytest.MonkeyPatch) -> None:
    from yikatong.channels.cli import story

    def chapter(teller: Teller, people: object) -> None:
        teller._check("desk · apply", 200, {"words": "已受理"}, ("has_card",), "")

    monkeypatch.setattr(story, "CHAPTERS", (("一章", chapter),))
    monkeypatch.setattr(Teller, "strangers", lambda self: [])
    said: list[str] = []
    assert tell("http://127.0.0.1:9", said.append) == 1
    assert "应为" in said[-1]


def test_invented_people_are_different_and_valid() -> None:
    from datetime import date

    from yikatong.cards.identity import read_id_number

    numbers = [who.number for who in (*map(citizen, range(1000)), *map(child, range(50)))]
    assert len(set(numbers)) == len(numbers)
    assert all(read_id_number(number, date(2026, 11, 21)).number == number for number in numbers)


def test_the_demo_needs_nothing_of_the_machine() -> None:
    """A second demonstration on a taken port is refused in one sentence, before anything is built."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        run = subprocess.run(
            [sys.executable, "-m", "yikatong", "demo", "--port", port],
            capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": os.getcwd()},
        )  # fmt: skip
    assert run.returncode != 0
    assert f"端口 {port} 已被占用" in run.stderr
