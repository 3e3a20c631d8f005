"""Tests of the pages: a city with outlets, a folder for what the demonstration writes, replies without waiting."""

import pytest

from tests.channels.setting import Browser, at_work, signed_in
from tests.office.conftest import city, emptied_past_the_fence  # noqa: F401 - fixtures
from tests.office.world import enrol
from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Channel
from yikatong.office import sign_in


@pytest.fixture(autouse=True)
def demo_folder(settings, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VAR = tmp_path
    monkeypatch.setattr(sign_in, "REPLY_AFTER_S", 0.0)


@pytest.fixture
def holder(db) -> IdNumber:
    """Somebody with one card in use."""
    return enrol(1)


@pytest.fixture
def citizen(holder: IdNumber) -> Browser:
    return signed_in(holder)


@pytest.fixture
def desk(db) -> Browser:
    return at_work(Channel.DESK)


@pytest.fixture
def bank(db) -> Browser:
    return at_work(Channel.BANK, party="CAB")


@pytest.fixture
def officer(db) -> Browser:
    return at_work(Channel.OFFICER)


@pytest.fixture
def hotline(db) -> Browser:
    return at_work(Channel.HOTLINE)


@pytest.fixture
def employer(db) -> Browser:
    return at_work(Channel.EMPLOYER, party="EMP-1")
