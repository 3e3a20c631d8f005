"""Clerks at the windows of one hall."""

from tests.channels.conftest import city, demo_folder, desk, emptied_past_the_fence, holder

__all__ = ["city", "demo_folder", "desk", "emptied_past_the_fence", "holder"]
