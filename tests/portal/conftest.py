"""The same people, places and browsers as for the pages of every channel."""

from tests.channels.conftest import citizen, demo_folder, holder  # noqa: F401 - fixtures
from tests.office.conftest import city, emptied_past_the_fence  # noqa: F401 - fixtures
