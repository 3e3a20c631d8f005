"""What an operator does when a party was away for too long: carry dead letters anew, or tell again what was told.

A message keeps its number, so a party that has it already knows it again. Its attempts so far stay in the log.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q

from yikatong.cards.events import Party
from yikatong.office import deployment
from yikatong.office.ask import CounterFault
from yikatong.office.courier.carried import Lane
from yikatong.office.courier.outbox import ALIVE, MessageUnknown, within
from yikatong.records import models

AT_MOST = 10_000
ANEW: dict[str, Any] = {
    "sent_at": None, "dead_at": None, "due_at": None, "leased_until": None, "attempts": 0, "tried_since": None,
}  # fmt: skip


class MessageInHand(CounterFault):
    code, words, status = "message_in_hand", "信使正在投递这条消息，请半分钟后再看结果。", 409


class MessageSent(CounterFault):
    code, words, status = "message_sent", "这条消息已经投递成功。如果对方丢失了数据，请用“重放”。", 409


class MessageNotSent(CounterFault):
    code, words, status = "message_not_sent", "这条消息还没有投递成功，不能重放，请用“重新投递”。", 409


class HolderNotTwice(CounterFault):
    code, status = "holder_not_twice", 409
    words = "给持卡人的消息已经发出，不能重放，以免同一件事通知两次。"


def resend(message_id: int, scope: str | None) -> None:
    """A dead letter, or one that waits for its next attempt, is due at once. Two statements.

    Errors: MessageUnknown, MessageSent, MessageInHand.
    """
    _anew(message_id, scope, Q(sent_at__isnull=True), MessageSent)


def replay(message_id: int, scope: str | None) -> None:
    """What was sent is sent once more. Two statements. Errors: MessageUnknown, MessageNotSent, HolderNotTwice."""
    _anew(message_id, scope, Q(sent_at__isnull=False) & ~Q(party=Party.HOLDER.value), MessageNotSent)


def recover(since: datetime, scope: str | None, lane: Lane | None = None) -> int:
    """The dead letters given up since then are due at once; how many, 10,000 at most a call. One statement."""
    return _all_anew(Q(dead_at__gte=since), scope, lane)


def replay_since(since: datetime, scope: str | None, lane: Lane) -> int:
    """All that a party was sent since then is sent once more, in the old order; how many, 10,000 at most a call.

    One statement. Errors: HolderNotTwice.
    """
    if lane.party is Party.HOLDER:
        raise HolderNotTwice
    return _all_anew(Q(sent_at__gte=since), scope, lane)


def _all_anew(which: Q, scope: str | None, lane: Lane | None) -> int:
    found = within(models.Message.objects.filter(which), scope, lane).order_by("pk").values("pk")[:AT_MOST]
    return int(models.Message.objects.filter(pk__in=found).update(**ANEW))


def _anew(message_id: int, scope: str | None, may: Q, otherwise: type[CounterFault]) -> None:
    row = within(models.Message.objects.filter(pk=message_id), scope).first()
    if row is None:
        raise MessageUnknown
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=deployment.now())
    if models.Message.objects.filter(may, free, pk=message_id).update(**ANEW):
        return
    if row.party == Party.HOLDER.value and otherwise is MessageNotSent and row.sent_at is not None:
        raise HolderNotTwice
    in_hand = models.Message.objects.filter(ALIVE, ~free, pk=message_id).exists()
    raise MessageInHand if in_hand else otherwise
