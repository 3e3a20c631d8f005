"""Tests of the inbox: a city, a bank's clerk at work."""

from tests.channels.conftest import bank, demo_folder, holder  # noqa: F401 - fixtures
from tests.office.conftest import city, emptied_past_the_fence  # noqa: F401 - fixtures
