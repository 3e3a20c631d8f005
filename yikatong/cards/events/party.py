"""Who hears of an event, and which of its fields are personal words."""

from dataclasses import field
from enum import StrEnum
from typing import Any


class Party(StrEnum):
    """Who is told of an event after it is committed."""

    HOLDER = "holder"
    BANK = "bank"
    PLANT = "plant"
    PARTNER = "partner"


def private(default: str = "") -> Any:
    """A field with a personal word in it."""
    return field(default=default, metadata={"private": True})
