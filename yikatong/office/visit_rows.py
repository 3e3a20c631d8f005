"""How a home visit is spelt in its table: one form for the ledger, which writes it, and for fsck, which compares."""

from typing import Any

from yikatong.cards.person import Person

VISIT_COLUMNS = ("visit_id", "dossier_id", "region", "day", "half", "matter", "reason", "outcome")
CANCELLED = "cancelled"


def visit_row(person: Person, visit_id: str) -> tuple[Any, ...]:
    """In the order of :data:`VISIT_COLUMNS`. Errors: StopIteration for a visit that nobody asked for."""
    found = next(v for v in person.visits if v.visit_id == visit_id)
    ended = CANCELLED if found.cancelled else found.outcome.value if found.outcome else ""
    return (
        visit_id, person.person_id, found.region, found.day, found.half.value, found.matter.value,
        found.reason.value, ended,
    )  # fmt: skip
