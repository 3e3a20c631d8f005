"""The menu of services for one person at one channel: closed ones stay listed, with their reasons."""

from collections.abc import Iterable
from dataclasses import dataclass

from yikatong.catalogue.decide import Opening
from yikatong.channels.derive.answer import Reason, reason_of


@dataclass(frozen=True, slots=True)
class MenuLine:
    """``number`` is the key that a clerk presses; ``reasons`` is empty where the service is open."""

    number: int
    code: str
    name: str
    summary: str
    card_id: str | None
    open: bool
    reasons: tuple[Reason, ...]


def menu_of(openings: Iterable[Opening]) -> tuple[MenuLine, ...]:
    """Open services first, then the closed ones; what people come for most stands first."""
    ordered = sorted(openings, key=lambda o: (not o.open, -o.service.prominence))
    return tuple(
        MenuLine(
            number, o.service.code, o.service.name, o.service.summary, o.card.card_id if o.card else None, o.open,
            tuple(reason_of(r) for r in o.refusals),
        )
        for number, o in enumerate(ordered, 1)
    )  # fmt: skip
