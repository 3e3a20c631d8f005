"""The same city, browsers and people as for the pages of each channel."""

from tests.channels.conftest import bank, citizen, demo_folder, desk, holder, officer  # noqa: F401 - fixtures
from tests.office.conftest import city, emptied_past_the_fence  # noqa: F401 - fixtures
