"""The same people and places as for the pages of every channel."""

from tests.channels.conftest import demo_folder, holder, officer  # noqa: F401 - fixtures
from tests.office.conftest import city, emptied_past_the_fence  # noqa: F401 - fixtures
