"""The demonstration is tried with the office's own fixtures: cheap PIN digests, tables emptied past the fence."""

from tests.office.conftest import city, emptied_past_the_fence  # noqa: F401
