"""The one thing that is best done next: danger first, then what waits, then what is to be put right, else nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yikatong.cards.card import Card, Tenure
from yikatong.cards.person import Person
from yikatong.cards.stages import Stage
from yikatong.cards.states import Function, State
from yikatong.catalogue.moments import day_of


@dataclass(frozen=True, slots=True)
class BestAct:
    """``code`` chooses the words and the picture; ``services`` help, the most helpful first.

    ``tone``: bad, warn or calm. ``also_open``: the account can still be used though the social function is reported.
    """

    code: str
    tone: str
    services: tuple[str, ...] = ()
    card: Card | None = None
    until: datetime | date | None = None
    also_open: bool = False


# The order in which the codes go before one another.
RANKS = (
    "locked", "lost", "paused", "account_stopped", "photo_returned", "bank_rejected", "mailing", "ready", "appointed",
    "returned", "sealed", "expired", "expiring", "inactive", "rejected", "mobile_missing", "no_card", "making",
    "correcting", "calm",
)  # fmt: skip
ACCOUNT_STOPPED = frozenset({State.TEMP_LOST, State.LOST, State.LOCKED, State.FROZEN})
STAGES: dict[Stage, tuple[str, tuple[str, ...]]] = {
    Stage.PHOTO_RETURNED: ("photo_returned", ("resubmit_photo",)),
    Stage.BANK_REJECTED: ("bank_rejected", ("withdraw_application",)),
    Stage.MAILING: ("mailing", ("collect",)),
    Stage.READY: ("ready", ("book_collection",)),
    Stage.RETURNED: ("returned", ()),
}

RenewalDays = Callable[[Card], int]
"""How many days before its end a card may be renewed where it was issued."""


def best_act(person: Person, now: datetime, renewal_days: RenewalDays) -> BestAct:
    """Total: there is an answer for every person. Ties go to the card that comes first."""
    found = [act for card in person.cards if not card.ended for act in _of_card(person, card, now, renewal_days)]
    found += _of_person(person)
    return min(found, key=lambda act: RANKS.index(act.code))


def _of_card(person: Person, card: Card, now: datetime, renewal_days: RenewalDays) -> Iterator[BestAct]:
    yield from _danger(person, card, now)
    if card.in_making:
        yield _making(person, card, now)
    elif person.tenure(card) is Tenure.CURRENT or not person.card(card.predecessor or ""):
        yield from _in_use(person, card, now, renewal_days)
    elif card.standing(Function.SOCIAL, now).state is State.SEALED:
        yield BestAct("sealed", "warn", ("enable",), card)


def _danger(person: Person, card: Card, now: datetime) -> Iterator[BestAct]:
    social, account = card.standing(Function.SOCIAL, now), card.standing(Function.FINANCIAL, now)
    active = account.state is State.ACTIVE
    if social.state is State.LOCKED:
        yield BestAct("locked", "bad", ("unlock", "reset_pin"), card)
    elif social.state is State.LOST and not person.coming(card):
        yield BestAct("lost", "bad", ("replace", "lift_loss"), card, also_open=active)
    elif social.state is State.TEMP_LOST:
        yield BestAct("paused", "bad", ("lift_loss", "replace"), card, social.until, also_open=active)
    if account.state in ACCOUNT_STOPPED and not person.coming(card):
        helps = ("lift_loss",) if account.state in (State.TEMP_LOST, State.LOST) else ()
        yield BestAct("account_stopped", "bad", helps, card, account.until)


def _making(person: Person, card: Card, now: datetime) -> BestAct:
    booked = person.appointment(card.card_id)
    if card.stage is Stage.READY and booked and day_of(booked.at) >= day_of(now):
        return BestAct("appointed", "warn", ("track", "cancel_appointment"), card, booked.at)
    if card.stage in STAGES:
        code, services = STAGES[card.stage]
        return BestAct(code, "warn", services, card)
    return BestAct("making", "calm", ("track",), card)


def _in_use(person: Person, card: Card, now: datetime, renewal_days: RenewalDays) -> Iterator[BestAct]:
    if card.standing(Function.SOCIAL, now).state is State.SEALED:
        yield BestAct("sealed", "warn", ("enable",), card)
    if card.standing(Function.FINANCIAL, now).state is State.INACTIVE:
        yield BestAct("inactive", "warn", (), card)
    if card.valid_until and not person.coming(card):
        today = day_of(now)
        if card.valid_until < today:
            yield BestAct("expired", "warn", ("renew",), card, card.valid_until)
        elif card.valid_until - timedelta(days=renewal_days(card)) <= today:
            yield BestAct("expiring", "warn", ("renew",), card, card.valid_until)


def _of_person(person: Person) -> Iterator[BestAct]:
    if all(card.ended for card in person.cards):
        rejected = bool(person.cards) and person.cards[-1].stage is Stage.REJECTED
        yield BestAct("rejected" if rejected else "no_card", "warn", ("apply",), person.cards[-1] if rejected else None)
    if person.words and not person.words.mobile:
        yield BestAct("mobile_missing", "warn")
    if any(not proposal.settled for proposal in person.proposals):
        yield BestAct("correcting", "calm")
    yield BestAct("calm", "calm")
