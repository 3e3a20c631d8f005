"""Taking over accounts that were kept before the bank was connected: what ``yikatong bank portfolio`` wrote.

One account a line: ``card_id``, ``state`` (null: nobody knows, so not activated), ``loss`` (null or ``kind``,
``since``, ``until``), ``tail``, ``settled``; and, for who has them, ``holder`` (``name``, ``id_number``, ``mobile``)
and ``balance_fen``. A card that has an account is left alone.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from yikatong.sandbox.bank import clock, customers, postings, register
from yikatong.sandbox.bank.models import Account
from yikatong.sandbox.bank.standing import Loss, Refused, Standing, State

CHUNK = 500


class Unreadable(ValueError):
    """A line of the file cannot be taken over: its number and why, in Chinese. Nothing of the file was."""


@transaction.atomic
def adopt(lines: Iterable[str]) -> int:
    """How many accounts were new; the whole file or nothing. Errors: Unreadable."""
    count = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            count += _adopt(json.loads(line))
        except (ValueError, KeyError, TypeError, Refused) as fault:
            raise Unreadable(f"第 {number} 行不能接管（{type(fault).__name__}），请更正后重新启动。") from None
    return count


def _adopt(page: dict[str, Any]) -> int:
    account, _ = Account.objects.get_or_create(card_id=page["card_id"])
    if account.opened_at is not None:
        return 0
    now, holder = clock.now(), page.get("holder")
    customer = customers.customer(customers.reduced(**holder)) if holder else None
    register.open_account(account, customer, now, None)
    if tail := page.get("tail"):
        account.number = register.number_ending(tail)
    account.standing = _standing(page)
    account.settled = account.state == State.CLOSED or page.get("settled", False)
    register.tell(account, now)
    if fen := page.get("balance_fen"):
        register.post(f"adopt-{account.card_id}", "adopt", now, postings.paid_in(account.card_id, fen))
    return 1


def _standing(page: dict[str, Any]) -> Standing:
    told = State(page["state"] or "inactive")
    state = State.ACTIVE if told is State.FROZEN else told
    loss = page.get("loss")
    if loss is None:
        return Standing(state, frozen=told is State.FROZEN)
    moments = [datetime.fromisoformat(loss[name]) if loss[name] else None for name in ("since", "until")]
    return Standing(state, told is State.FROZEN, Loss(loss["kind"]), *moments)
