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

    @property
    def words(self) -> str:
        return {"holder": "持卡人", "bank": "银行", "plant": "制卡中心", "partner": "合作单位"}[self.value]


def private(default: str = "") -> Any:
    """A field with a personal word in it."""
    return field(default=default, metadata={"private": True})
