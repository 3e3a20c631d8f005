"""Tests of finding people among many, and of filling a demonstration with them."""

import pytest

from tests.office.conftest import city, emptied_past_the_fence  # noqa: F401 - fixtures
from yikatong.office import limits


@pytest.fixture(autouse=True)
def counted_afresh():
    limits.forget()
    yield
    limits.forget()
