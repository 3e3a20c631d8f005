"""Double entry. Money never comes to be and never goes away: each transfer's postings sum to zero. Pure."""

from collections.abc import Mapping

TILL = ""
"""The bank's own till (现金): the other side of what is paid in and out. It may be below zero; an account may not."""

Postings = Mapping[str, int]
"""How much, in fen, each account gains; by its card, the till by ``TILL``."""


def checked(postings: Postings) -> Postings:
    """The same postings. Errors: ValueError unless they sum to zero and each moves something."""
    if sum(postings.values()) != 0:
        raise ValueError(f"postings sum to {sum(postings.values())} fen")
    if not postings or 0 in postings.values():
        raise ValueError("a posting moves nothing")
    return postings


def paid_in(card_id: str, fen: int) -> Postings:
    return checked({card_id: fen, TILL: -fen})


def paid_out(card_id: str, fen: int) -> Postings:
    return checked({card_id: -fen, TILL: fen})


def moved(source: str, target: str, fen: int) -> Postings:
    return checked({source: -fen, target: fen})


def after(balances: Mapping[str, int], postings: Postings) -> dict[str, int]:
    """The balances that the postings lead to. Errors: ValueError where an account would fall below zero."""
    found = dict(balances)
    for card_id, fen in checked(postings).items():
        found[card_id] = found.get(card_id, 0) + fen
        if card_id != TILL and found[card_id] < 0:
            raise ValueError("an account would be overdrawn")
    return found
