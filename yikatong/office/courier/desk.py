"""Carrying anew, as officers ask for it: within their region, and written down with who did it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from yikatong.cards.events import Party
from yikatong.office import deployment, personnel
from yikatong.office.courier import recovery
from yikatong.office.courier.carried import Lane
from yikatong.office.courier.carriers import targets_carried
from yikatong.office.staff import Posting
from yikatong.records import models

AT_MOST = recovery.AT_MOST


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who is told: a lane and its name. ``name`` is empty where a lane is a whole party."""

    lane: Lane
    name: str


def receivers() -> tuple[Receiver, ...]:
    """Each party as a whole, each bank of the directory, each subscription in force. One statement besides theirs."""
    banks = {Lane(Party.BANK, code): bank.name for code, bank in deployment.directory().banks.items()}
    partners = [lane for lane in targets_carried() if lane.party is Party.PARTNER]
    lanes = {Lane(party): "" for party in Party} | banks | names_of(partners)
    return tuple(Receiver(lane, name) for lane, name in sorted(lanes.items(), key=lambda one: one[0].words))


def names_of(lanes: Iterable[Lane]) -> dict[Lane, str]:
    """A bank by the directory, a partner by its subscription; "" for a whole party. One statement where there are
    partners among them."""
    wanted = {*lanes}
    ids = [lane.target for lane in wanted if lane.party is Party.PARTNER and lane.target]
    partners = dict(models.Subscription.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return {lane: _name(lane, partners) for lane in wanted}


def _name(lane: Lane, partners: Mapping[str, str]) -> str:
    target = lane.target or ""
    bank = deployment.directory().banks.get(target) if lane.party is Party.BANK else None
    named = bank.name if bank else partners.get(target, target)
    return "" if lane.party is Party.PLANT else named


@transaction.atomic
def anew(posting: Posting, message_id: int, *, again: bool) -> None:
    """Resend one message, or replay it where ``again``. Errors: those of :mod:`recovery`."""
    act = recovery.replay if again else recovery.resend
    act(message_id, posting.region)
    personnel.note(posting, "replayed" if again else "resent", f"{message_id}")


@transaction.atomic
def many_anew(posting: Posting, since: datetime, lane: Lane | None, *, again: bool) -> int:
    """Recover dead letters since then, or replay what one lane was sent; how many. Errors: HolderNotTwice."""
    if not again:
        count = recovery.recover(since, posting.region, lane)
    elif lane is None:
        raise ValueError("a replay names its lane")
    else:
        count = recovery.replay_since(since, posting.region, lane)
    words = f"{lane.words if lane else '*'} {since.isoformat(timespec='minutes')} {count}"
    personnel.note(posting, "replayed" if again else "recovered", words)
    return count
