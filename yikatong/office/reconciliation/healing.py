"""Healing (重新查询): the bank is asked how an account stands, and its answer goes the way of every call-back.

Nothing else is mended by itself: whatever the bank does not say is left to people.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from yikatong.office.ask import CounterFault
from yikatong.office.bank_links import link_of
from yikatong.office.bank_queries import ask_about
from yikatong.office.courier.carried import NotYet
from yikatong.office.reconciliation.looking import one
from yikatong.office.reconciliation.reading import ours_again
from yikatong.office.reconciliation.vocabulary import Cause
from yikatong.office.staff import Posting
from yikatong.ports.unavailable import Unavailable
from yikatong.records import models

log = logging.getLogger("yikatong.reconciliation")
PAGE = 200
HEALED = [cause.value for cause in Cause if cause.healed_by_asking]


@dataclass(frozen=True, slots=True)
class Healed:
    """How many accounts the bank was asked about, and how many answers it gave."""

    asked: int = 0
    answered: int = 0


def heal(bank: str) -> Healed:
    """Ask about every account of a bank whose open difference its answer may cure."""
    asked = answered = 0
    for card_id in _curable(bank):
        asked += 1
        answered += _asked(bank, card_id)
    return Healed(asked, answered)


def heal_one(posting: Posting, number: int) -> bool:
    """Ask about the account of one difference; whether the bank answered. Errors: DifferenceUnknown."""
    seen = one(posting, number)
    return seen.can_heal and _asked(seen.line.bank, seen.line.card_id)


def _curable(bank: str) -> Iterator[str]:
    open_ones = models.Difference.objects.filter(bank=bank, cause__in=HEALED, closed_at__isnull=True)
    last = ""
    while cards := list(
        open_ones.filter(card_id__gt=last).order_by("card_id").values_list("card_id", flat=True).distinct()[:PAGE]
    ):
        yield from cards
        last = cards[-1]


def _asked(bank: str, card_id: str) -> bool:
    """Whether the bank answered: about each order that it has not answered, or else about the account alone."""
    link, ours = link_of(bank), ours_again((card_id,)).get(card_id)
    if link is None or ours is None:
        return False
    try:
        for order_id in [order_id for order_id, _ in ours.orders] or [None]:
            ask_about(link, card_id, order_id)
    except (Unavailable, NotYet, CounterFault) as fault:
        log.warning("not healed", extra={"bank": bank, "card": card_id, "words": fault.words})
        return False
    return True
