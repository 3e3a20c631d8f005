"""The policy values that an entry keeps, and the rulings found again from them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yikatong.cards.codec import plain
from yikatong.office.canonical import canonical
from yikatong.office.deployment import policies
from yikatong.policies.parameters import PARAMETERS
from yikatong.policies.policy import Ruling


def rulings_page(rulings: tuple[Ruling[Any], ...]) -> str:
    return "[" + ",".join(_spelt_ruling(id(ruling), ruling) for ruling in rulings) + "]"


_SPELT: dict[int, tuple[Ruling[Any], str]] = {}


def _spelt_ruling(key: int, ruling: Ruling[Any]) -> str:
    """Each ruling is spelt once; it is kept with its spelling, so that no other can come to have its id."""
    if key not in _SPELT:
        _SPELT[key] = (ruling, canonical(ruling_page(ruling)))
    return _SPELT[key][1]


def ruling_page(ruling: Ruling[Any]) -> dict[str, Any]:
    """The policy value that was applied, as the entry keeps it."""
    return {
        "parameter": ruling.parameter.code, "region": ruling.region, "value": plain(ruling.value),
        "in_force_on": ruling.in_force_on.isoformat(), "recorded_on": ruling.recorded_on.isoformat(),
    }  # fmt: skip


def read_ruling(page: Mapping[str, Any]) -> Ruling[Any]:
    """The ruling that an entry was decided by, found again at its level, date in force and date of record."""
    in_force_on, recorded_on = (date.fromisoformat(page[name]) for name in ("in_force_on", "recorded_on"))
    return policies().ruling(PARAMETERS[page["parameter"]], page["region"], in_force_on, recorded_on)
