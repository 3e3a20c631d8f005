"""A kiosk in a hall, opened by staff, and the people who come to it."""

import pytest

from tests.channels.conftest import city, demo_folder, emptied_past_the_fence  # noqa: F401 - fixtures
from tests.channels.setting import Browser, at_work
from tests.office.world import enrol
from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Channel

OUTLET = "XA-YT-01"


@pytest.fixture
def screen(db) -> Browser:
    return at_work(Channel.KIOSK, "610113", party=OUTLET)


@pytest.fixture
def holder(db) -> IdNumber:
    return enrol(1)
