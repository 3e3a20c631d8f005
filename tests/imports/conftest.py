"""Tests of imports: the demonstration city's outlets, and a folder for what the demonstration writes."""

import pytest

from tests.channels.conftest import demo_folder  # noqa: F401 - fixture
from tests.channels.setting import Browser, account, at_work, verified
from tests.office.conftest import city, emptied_past_the_fence  # noqa: F401 - fixtures
from yikatong.catalogue.channels import Channel


@pytest.fixture
def officer(db) -> Browser:
    return at_work(Channel.OFFICER)


@pytest.fixture
def second(db) -> Browser:
    return verified(account(Channel.OFFICER, "610000", name="second"))
