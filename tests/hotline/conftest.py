"""Tests of the console: a city, a holder with a card in use, a clerk at work."""

from tests.channels.conftest import demo_folder, holder, hotline  # noqa: F401 - fixtures
from tests.office.conftest import city, emptied_past_the_fence  # noqa: F401 - fixtures
