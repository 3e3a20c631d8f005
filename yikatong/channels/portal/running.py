"""Cases that are on their way: one row for each, with who has to act now and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yikatong.cards.card import Card
from yikatong.cards.directory import Directory
from yikatong.cards.orders import OrderKind
from yikatong.cards.stages import Stage
from yikatong.cards.visits import Visit
from yikatong.catalogue.awaiting import Awaited, awaited
from yikatong.catalogue.moments import day_of
from yikatong.office.desk_queue import Dossier
from yikatong.policies.policy import Policies

PHASES = ("review", "account", "making", "delivery", "collection")
PHASE_OF: dict[Stage, str] = {
    Stage.SUBMITTED: "review", Stage.VERIFYING: "review", Stage.PHOTO_REVIEW: "review", Stage.PHOTO_RETURNED: "review",
    Stage.BANK_OPENING: "account", Stage.BANK_REJECTED: "account", Stage.BATCHED: "making", Stage.MAKING: "making",
    Stage.PERSONALISED: "making", Stage.REMAKE: "making", Stage.PROVINCE_RELEASED: "delivery",
    Stage.CITY_RECEIVED: "delivery", Stage.MAILING: "delivery", Stage.READY: "collection", Stage.RETURNED: "collection",
}  # fmt: skip
YOURS = frozenset({Stage.PHOTO_RETURNED, Stage.BANK_REJECTED, Stage.READY, Stage.MAILING})
# What the bank was told and has not answered: the rest of its post is the making's, which has its own row.
TOLD_TO_BANKS = frozenset({"loss_reported", "loss_lifted", "function_cancelled"})


@dataclass(frozen=True, slots=True)
class PhaseStep:
    """One phase of making a card: behind us, or the present one."""

    code: str
    done: bool
    now: bool


@dataclass(frozen=True, slots=True)
class RunningCase:
    """``kind``: making, order, bank, correction or visit. ``turn``: you, office, bank, plant, carrier, outlet, worker.

    ``what`` is a reason, a part of the record or a bank, in Chinese; ``due_on`` the last day that a rule sets, if any.
    ``words`` are said in place of those that would be put together of these.
    """

    kind: str
    what: str
    turn: str
    since: datetime
    card: Card | None = None
    count: int = 1
    due_on: date | None = None
    late: bool = False
    visit: Visit | None = None
    words: str = ""

    @property
    def steps(self) -> tuple[PhaseStep, ...]:
        """How far the making is, phase by phase."""
        if self.card is None:
            return ()
        at = PHASES.index(PHASE_OF[self.card.stage])
        return tuple(PhaseStep(code, n < at, n == at) for n, code in enumerate(PHASES))


def running_cases(
    dossier: Dossier, directory: Directory, working_days: int | None, policies: Policies | None = None
) -> tuple[RunningCase, ...]:
    """``working_days``: within how many an application is to be settled; None where no rule says."""
    making = [_making(card, dossier.now, working_days) for card in dossier.person.cards if card.in_making]
    corrections = [
        RunningCase("correction", p.part.words, "office", p.proposed_at)
        for p in dossier.person.proposals
        if not p.settled
    ]
    visits = [
        RunningCase("visit", v.matter.words, "worker", v.requested_at, visit=v) for v in dossier.person.visits if v.open
    ]
    return (*making, *_orders(dossier, policies or Policies(())), *corrections, *visits, *_banks(dossier, directory))


def _orders(dossier: Dossier, policies: Policies) -> Iterator[RunningCase]:
    """An account that is being opened is a phase of making the card, which has its own row."""
    for card in dossier.person.cards:
        for one in awaited(card, policies, dossier.now):
            if one.order.kind is not OrderKind.OPEN_ACCOUNT or not card.in_making:
                yield _order(one)


def _order(one: Awaited) -> RunningCase:
    """What the bank was asked and has not answered: the ball is there, until it should have answered."""
    due_on = day_of(one.due) if one.due else None
    what = f"等待银行答复：{one.order.kind.words}"
    return RunningCase("order", what, "bank", one.order.at, due_on=due_on, late=one.late, words=one.words)


def _making(card: Card, now: datetime, working_days: int | None) -> RunningCase:
    turn = "you" if card.stage in YOURS else TURNS[PHASE_OF[card.stage]]
    due_on = after_working_days(day_of(card.applied_at), working_days) if working_days and turn != "you" else None
    late = due_on is not None and day_of(now) > due_on
    return RunningCase("making", card.reason.words, turn, card.stage_at, card, due_on=due_on, late=late)


TURNS = {"review": "office", "account": "bank", "making": "plant", "delivery": "carrier", "collection": "outlet"}


def _banks(dossier: Dossier, directory: Directory) -> Iterator[RunningCase]:
    told = [w for w in dossier.waiting if w["party"] == "bank" and w["kind"] in TOLD_TO_BANKS]
    for code in dict.fromkeys(w["target"] for w in told):
        own = [w["at"] for w in told if w["target"] == code]
        bank = directory.banks.get(code)
        yield RunningCase("bank", bank.name if bank else code, "bank", min(own), count=len(own))


def after_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; public holidays are not known here and move it further."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.isoweekday() <= 5
    return day
