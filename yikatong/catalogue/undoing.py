"""Taking an act back: by asking the service that reverses it, with answers read off what the act did."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from yikatong.cards.events import Event, LossReported
from yikatong.catalogue.kinds import fields_of
from yikatong.catalogue.service import Service


@dataclass(frozen=True, slots=True)
class Reverse:
    """The ask that takes an act back; ``answers`` as text, like a form's."""

    service: str
    card_id: str | None
    answers: Mapping[str, str]


def reverse_of(service: Service[Any], services: Mapping[str, Service[Any]], events: Iterable[Event]) -> Reverse | None:
    """How an act of ``service`` with these events is taken back; None where nothing reverses it.

    Never a formal report of loss: the holder was told that it is final, and a slip of a key must not unlock a card.
    """
    reverse, done = services.get(service.undone_by), tuple(events)
    if reverse is None or any(isinstance(event, LossReported) and event.formal for event in done):
        return None
    told = _told(done)
    found = {f.name: told.get(f.name) or told.get(f"{f.name}_id") for f in fields_of(reverse.asks)}
    if any(f.required and not found[f.name] for f in fields_of(reverse.asks)):
        return None
    answers = {name: str(value) for name, value in found.items() if value}
    return Reverse(reverse.code, told.get("card_id") if reverse.card else None, answers)


def _told(events: Iterable[Event]) -> dict[str, Any]:
    """What the events say, by the names of their fields, a later one over an earlier; personal words left out."""
    return {f.name: getattr(event, f.name) for event in events for f in fields(event) if not f.metadata.get("private")}
