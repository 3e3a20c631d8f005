"""A worker of one district, and people of the city who asked to be visited there."""

from datetime import date, timedelta

import pytest

from tests.channels.conftest import city, demo_folder, emptied_past_the_fence  # noqa: F401 - fixtures
from tests.channels.setting import Browser, at_work
from tests.office.world import enrol, serve
from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment

YANTA, WEIYANG = "610113", "610112"
ADDRESS, CONTACT = "长安中路1号2单元301", "13911112222"


def tomorrow(days: int = 1) -> date:
    return day_of(deployment.now()) + timedelta(days=days)


def ask_for(about: IdNumber, days: int = 1, region: str = YANTA, half: str = "morning") -> str:
    """A visit asked for by telephone, so many days ahead. Gives its number."""
    answers = {
        "matter": "check", "reason": "ill", "region": region, "address": ADDRESS, "contact": CONTACT,
        "day": tomorrow(days).isoformat(), "half": half,
    }  # fmt: skip
    outcome = serve("request_visit", about, Channel.HOTLINE, answers=answers)
    assert outcome.granted, outcome.decision
    return outcome.reference


@pytest.fixture
def worker(db) -> Browser:
    return at_work(Channel.FIELD, YANTA)


@pytest.fixture
def holder(db) -> IdNumber:
    return enrol(1)


@pytest.fixture
def visit(holder: IdNumber) -> str:
    """A visit agreed for tomorrow."""
    return ask_for(holder)
