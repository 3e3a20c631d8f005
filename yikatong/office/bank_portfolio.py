"""The accounts of our holders at one bank, so that it can adopt those that were opened before it was connected."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings

from yikatong.cards.card import Card
from yikatong.cards.codec import read
from yikatong.cards.person import Words
from yikatong.cards.stages import Stage
from yikatong.cards.states import REPORTED_LOST, Function, State
from yikatong.office import deployment
from yikatong.office.bank_links import BankUnknown
from yikatong.office.people_index import words_place
from yikatong.records import models

PAGE = 1000
PERSON = ("dossier_id", "dossier__words")
# Applications whose account was never opened; an open one without an account is ordered, not adopted.
NO_ACCOUNT = frozenset(
    {
        Stage.SUBMITTED, Stage.VERIFYING, Stage.PHOTO_REVIEW, Stage.PHOTO_RETURNED, Stage.BANK_OPENING,
        Stage.BANK_REJECTED, Stage.WITHDRAWN, Stage.REJECTED,
    }
)  # fmt: skip


def portfolio(bank: str, *, with_holders: bool = False) -> Iterator[dict[str, Any]]:
    """One account at a time, by card id. No name, no identity number: a bank knows its customers.

    ``with_holders`` tells them to a bank that is played: it has none of its own. Errors: BankUnknown; ValueError for
    holders outside demo mode.
    """
    if with_holders and not settings.DEMO:
        raise ValueError("持卡人信息只能在演示环境中一并导出。")
    if not models.BankRow.objects.filter(code=bank).exists():
        raise BankUnknown
    now, last = deployment.now(), ""
    held = models.Holding.objects.filter(bank=bank).exclude(stage__in=[stage.value for stage in NO_ACCOUNT])
    while page := list(held.filter(pk__gt=last).order_by("pk").values_list("pk", "facts", *PERSON)[:PAGE]):
        last = page[-1][0]
        for _, facts, person_id, sealed in page:
            holder = {"holder": _holder(person_id, sealed)} if with_holders else {}
            yield {**_line(read(Card, json.loads(facts)), now), **holder}


def _holder(person_id: str, sealed: bytes) -> dict[str, str]:
    words = read(Words, json.loads(deployment.vault().open(bytes(sealed), words_place(person_id))))
    return {"name": words.name, "id_number": words.id_number, "mobile": words.mobile or ""}


def _line(card: Card, now: datetime) -> dict[str, Any]:
    """``state`` beneath a loss report, in the words of the protocol; null where the bank has not said it."""
    stands = card.standing(Function.FINANCIAL, now)
    lost = stands.state in REPORTED_LOST
    state = stands.before if lost else stands.state
    loss = {
        "kind": "formal" if stands.state is State.LOST else "temporary", "since": stands.since.isoformat(),
        "until": stands.until.isoformat() if stands.until else None,
    }  # fmt: skip
    told = state.value if state and state is not State.UNKNOWN else None
    return {
        "card_id": card.card_id, "card_no": card.card_no, "state": told, "loss": loss if lost else None,
        "tail": card.account_tail, "settled": Function.FINANCIAL in card.settled, "predecessor": card.predecessor,
    }  # fmt: skip
