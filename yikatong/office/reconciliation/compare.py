"""The pure comparison: three streams sorted by card, merged side by side. One card at a time is held, whatever their
number. Nothing here knows a database, a file or the clock.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from yikatong.office.reconciliation.rules import RULES, Difference
from yikatong.office.reconciliation.told import Account, Ours, Side, Stock, Terms


class Unsorted(ValueError):
    """A stream goes back or repeats a card, so that a merge would miss differences."""


def sides(ours: Iterable[Ours], theirs: Iterable[tuple[str, Account]], stock: Iterable[Stock]) -> Iterator[Side]:
    """Merge-join over the card's id, in the order of its bytes. Errors: Unsorted."""
    streams = (
        _ascending("bureau", ((one.card_id, one) for one in ours)),
        _ascending("bank", iter(theirs)),
        _ascending("plant", ((one.card_id, one) for one in stock)),
    )
    heads = [next(stream, None) for stream in streams]
    while any(heads):
        card_id = min(head[0] for head in heads if head)
        met = [bool(head and head[0] == card_id) for head in heads]
        yield Side(card_id, *(head[1] if at and head else None for head, at in zip(heads, met, strict=True)))
        heads = [next(s, None) if at else h for s, h, at in zip(streams, heads, met, strict=True)]


def _ascending(party: str, stream: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    last = ""
    for card_id, one in stream:
        if card_id <= last:
            raise Unsorted(party)
        last = card_id
        yield card_id, one


def differences(side: Side, terms: Terms) -> Iterator[Difference]:
    """Everything in which the three do not agree about one card; at most one of each aspect."""
    for aspect, rule in RULES.items():
        if cause := rule(side, terms):
            yield Difference(side, aspect, cause)
