"""Changing accounts. Each change counts the account's sequence on and writes the bank's word of it, all in one go."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from yikatong.sandbox.bank import numbers, postings
from yikatong.sandbox.bank.models import Account, Callback, Customer, Posting, Practice, Transfer
from yikatong.sandbox.bank.postings import Postings
from yikatong.sandbox.bank.snapshots import Snapshot, snapshot
from yikatong.sandbox.bank.standing import Refused, Standing, State, closed, lifted, payable

# What the bank writes with each change. Written one by one, so that no stale copy of an account puts money back.
CHANGED = (
    "state", "frozen", "loss", "loss_since", "loss_until", "settled", "physical", "holder_seen_at", "sequence",
    "fence", "number", "given_to", "customer", "opened_at",
)  # fmt: skip


TAIL = 4


def opened(card_id: str) -> Account:
    """The account of a card. Errors: Refused (account_not_open)."""
    found = Account.objects.filter(card_id=card_id).exclude(opened_at=None).first()
    if found is None:
        raise Refused("account_not_open")
    return found


def tell(account: Account, now: datetime, answer: Mapping[str, str] | None = None) -> Callback:
    """The change is made: counted, written, and put in the outbox. Inside the transaction of the change."""
    account.sequence += 1
    account.save(update_fields=CHANGED)
    told: Snapshot = snapshot(account, now)
    return Callback.objects.create(
        webhook_id=f"cb-{uuid.uuid4().hex}", account=account, sequence=account.sequence, snapshot=told,
        answer=dict(answer) if answer else None, made_at=now, due_at=now,
    )  # fmt: skip


def stand(account: Account, now: datetime, change: Callable[[Standing], Standing]) -> None:
    """Put the account where ``change`` leads from how it stands now. Errors: Refused."""
    account.standing = change(account.standing.at(now))


def post(reference: str, kind: str, now: datetime, entries: Postings) -> None:
    """Book one transfer. The transfer comes last: its trigger weighs the postings that came before it.

    Errors: IntegrityError where they do not sum to zero, an account falls below it, or the reference was used.
    """
    rows = [Posting(transfer_id=reference, account_id=card or None, fen=fen) for card, fen in entries.items()]
    for row in rows:
        row.save(force_insert=True)
    Transfer.objects.create(reference=reference, kind=kind, at=now)


def deposit(account: Account, fen: int, reference: str, now: datetime) -> None:
    """Errors: Refused on a closed account. One that is frozen or lost may still be paid into."""
    if account.state == State.CLOSED:
        raise Refused("account_closed")
    post(reference, "deposit", now, postings.paid_in(account.card_id, fen))
    account.settled = False
    account.refresh_from_db(fields=["balance"])


def pay_out(account: Account, fen: int | None, reference: str, now: datetime) -> None:
    """Pay ``fen``, or the whole balance, out of the till. Errors: Refused."""
    payable(account.standing.at(now))
    paid = account.balance if fen is None else fen
    if paid > account.balance:
        raise Refused("balance_too_small")
    if paid:
        post(reference, "pay_out", now, postings.paid_out(account.card_id, paid))
        account.refresh_from_db(fields=["balance"])
    account.settled = account.balance == 0


def move(source: Account, target: Account, reference: str, now: datetime) -> None:
    """All the money of a holder's account to another of theirs; the first, at zero, is closed. Errors: Refused."""
    same_holder(source, target.customer)
    payable(target.standing.at(now))
    if source.state == State.CLOSED:
        return
    payable(source.standing.at(now))
    if source.balance:
        post(reference, "move_balance", now, postings.moved(source.card_id, target.card_id, source.balance))
        source.refresh_from_db(fields=["balance"])
        target.refresh_from_db(fields=["balance"])
    source.settled = True
    close(source, now)


def same_holder(source: Account, customer: Customer | None) -> None:
    """Whose an adopted account is the bank learns here, from the bureau. Errors: Refused where it is another's."""
    if source.customer is not None and customer is not None and source.customer != customer:
        raise Refused("source_not_holders")
    source.customer = source.customer or customer


def close(account: Account, now: datetime, physical: str = "") -> None:
    """Errors: Refused while there is money, or a court holds it."""
    stand(account, now, lambda standing: closed(standing, account.balance))
    account.settled = True
    account.physical = physical or account.physical


def lift(account: Account, now: datetime) -> None:
    stand(account, now, lifted)


def new_number() -> str:
    Practice.objects.update(last_number=F("last_number") + 1)
    return numbers.number_of(Practice.objects.get().last_number)


def open_account(account: Account, customer: Customer | None, now: datetime, keep: Account | None) -> None:
    """Open it under a new number, or under the number of ``keep``, which the holder's former card had till now."""
    if keep is None:
        account.number = new_number()
    else:
        account.number = keep.number
        Account.objects.filter(pk=keep.pk).update(given_to=account)
    account.customer, account.opened_at = customer, now


@transaction.atomic
def at_counter(card_id: str, now: datetime, act: Callable[[Account], None]) -> Account:
    """One act of the bank's own clerk, and the bank's word of it. Errors: Refused."""
    account = opened(card_id)
    before = snapshot(account, now), account.balance, account.holder_seen_at
    act(account)
    if before != (snapshot(account, now), account.balance, account.holder_seen_at):
        tell(account, now)
    return account


def number_ending(tail: str) -> str:
    """A new number with these last four digits, for an account whose tail others know already.

    Of the ten numbers that differ in one digit before the tail, exactly one passes the Luhn test.
    """
    if not (len(tail) == TAIL and tail.isascii() and tail.isdigit()):
        raise ValueError("a tail has four digits")
    stem = new_number()[: -TAIL - 1]
    return next(number for d in "0123456789" if numbers.is_valid(number := stem + d + tail))
