"""The same city as the tests of the office."""

from tests.office.conftest import city, emptied_past_the_fence

__all__ = ["city", "emptied_past_the_fence"]
