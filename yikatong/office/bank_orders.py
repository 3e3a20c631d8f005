"""The bank's part of the outbox, as requests of the open protocol.

Taken is not done: what became of an order is told by a call-back alone (:mod:`yikatong.office.callbacks`).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yikatong.adapters.bank_http.wire import NOTICES, ORDERS, BankWire
from yikatong.adapters.webhooks.guard import Answer
from yikatong.adapters.webhooks.strict_json import JsonFault, read_strict
from yikatong.cards.card import Card
from yikatong.cards.orders import OrderKind, order_id_of
from yikatong.cards.person import Person
from yikatong.cards.stages import Stage
from yikatong.catalogue.channels import Channel
from yikatong.catalogue.moments import day_of
from yikatong.office import deployment, ledger
from yikatong.office.bank_links import Link, link_of
from yikatong.office.courier.carried import Carried
from yikatong.office.courier.client import client, taken
from yikatong.office.wire import reading
from yikatong.policies import parameters as p
from yikatong.ports.unavailable import Unavailable
from yikatong.records import models

TAKEN = {202: "accepted", 200: "known"}
# A bank that knows no such card for a quarter of an hour is asked by an operator: the person's other cards wait behind.
UNKNOWN, UNKNOWN_TRIES = 404, 9
CODE_FORM = re.compile(r"[a-z0-9_]{1,60}")
OPENING = frozenset({Stage.BANK_OPENING, Stage.BANK_REJECTED})


@dataclass(frozen=True, slots=True)
class Sending:
    """One request to the bank: where to, under which number, and what it says."""

    path: str
    webhook_id: str
    envelope: Mapping[str, Any]


def carry(message: Carried) -> int | None:
    """Bring one message to its bank; its HTTP status, None where nothing was to tell. Errors: Unavailable, NotYet."""
    link = link_of(message.target)
    if link is None:
        raise Unavailable("这家银行没有联网。")
    if (sending := sending_of(message, link)) is None:
        return None
    try:
        return _taken(wire_of(link).post(sending.path, sending.webhook_id, sending.envelope))
    except Unavailable as failure:
        failure.permanent |= failure.status == UNKNOWN and message.attempts >= UNKNOWN_TRIES
        raise


def wire_of(link: Link) -> BankWire:
    return BankWire(link.base_url, link.ours, client())


def _taken(answer: Answer) -> int:
    """A proxy that answers 200 with a page of its own must not pass for a bank that has taken an order."""
    status = checked(answer)
    if page_of(answer).get("status") != TAKEN.get(status, ""):
        raise Unavailable("银行的答复不符合约定，不能认定已经收到。", status=status)
    return status


def checked(answer: Answer) -> int:
    """The status of a 2xx answer. The bank's code is told to the operator; its words are not, they might name somebody.

    Errors: Unavailable, NotYet.
    """
    try:
        return taken(answer, deployment.now())
    except Unavailable as failure:
        words = f"{failure.words.rstrip('。')}{_code_in(answer)}。"
        raise Unavailable(words, permanent=failure.permanent, status=failure.status) from None


def page_of(answer: Answer) -> dict[str, Any]:
    try:
        return read_strict(answer.body)
    except JsonFault:
        raise Unavailable("银行的答复不是规范的JSON。", status=answer.status) from None


def _code_in(answer: Answer) -> str:
    try:
        code = str(read_strict(answer.body).get("code", ""))
    except JsonFault:
        return ""
    return f"（{code}）" if CODE_FORM.fullmatch(code) else ""


def sending_of(message: Carried, link: Link) -> Sending | None:
    """What the bank is told of one message; None for what it knows or has no part in.

    Facts from before it was connected are in its portfolio. Errors: KeyError for a kind that nobody foresaw.
    """
    body = message.body
    if message.kind == "account_ordered":
        return _order(message, OrderKind(body["kind"]), body["order_id"])
    if message.kind == "stage_reached":
        return _opening(message, body.get("order_id"))
    notice = NOTICES_OF[message.kind](body)
    if notice is None or message.at < link.connected_at:
        return None
    kind, facts = notice
    data = {"card_id": body["card_id"], **facts}
    number = f"{message.reference}-{message.message_id}"
    return Sending(NOTICES, number, {"type": kind, "timestamp": _acted_at(message), "data": data})


def _opening(message: Carried, order_id: str | None) -> Sending | None:
    """The stage is the order. One from before the bank was connected is ordered where it is still awaited."""
    if order_id is None:
        card = _card(message)
        if card is None or card.stage not in OPENING:
            return None
    return _order(message, OrderKind.OPEN_ACCOUNT, order_id or order_id_of(message.reference, OrderKind.OPEN_ACCOUNT))


def _order(message: Carried, kind: OrderKind, order_id: str) -> Sending:
    body = message.body
    data: dict[str, Any] = {
        "order_id": order_id, "card_id": body["card_id"], "kind": kind.value, "sequence": _version(message.reference),
        "until": body.get("until"), "source": body.get("source"), "keep_number": False,
    }  # fmt: skip
    if kind is OrderKind.OPEN_ACCOUNT:
        data |= _to_open(message)
    return Sending(ORDERS, order_id, {"type": f"order.{kind}", "timestamp": _acted_at(message), "data": data})


def _to_open(message: Carried) -> dict[str, Any]:
    """Whose account it is to be. That the bank is told is noted as a look, before it is told."""
    person = _person(message.person_id)
    card = person.card(message.body["card_id"])
    if person.words is None or card is None:
        raise Unavailable("开户所需的个人信息已不在档案中。", permanent=True)
    _note_telling(message)
    words = person.words
    holder = {"name": words.name, "id_number": words.id_number, "mobile": words.mobile or ""}
    return {"source": card.predecessor, "keep_number": _keeps_number(card, message.at), "holder": holder}


def _note_telling(message: Carried) -> None:
    """Once a message, and at a later attempt where a courier was killed between taking the first and noting it."""
    actor, purpose = f"bank:{message.target}", "account_opening"
    if message.attempts > 1:
        noted = models.Look.objects.filter(dossier_id=message.person_id, actor=actor, purpose=purpose)
        if noted.filter(at__gte=message.at).exists():
            return
    with reading() as wire:
        ledger.note_look(wire, message.person_id, actor, Channel.BANK, purpose, deployment.now())


def _keeps_number(card: Card, at: datetime) -> bool:
    """换卡不换号: asked for where the place says that the number stays. By the rule of the act's own day."""
    ruling = deployment.policies().ruling(p.account_number_may_change, card.region, day_of(at))
    return card.predecessor is not None and ruling.value is False


def _acted_at(message: Carried) -> str:
    return message.at.isoformat()


def _version(reference: str) -> int:
    return models.Entry.objects.values_list("version", flat=True).get(reference=reference)


def _person(person_id: str) -> Person:
    with reading() as wire:
        return ledger.find(wire, ledger.Key("person_id", person_id)).person


def _card(message: Carried) -> Card | None:
    return _person(message.person_id).card(message.body["card_id"])


Facts = Mapping[str, Any]
Notice = tuple[str, Facts] | None


def _of_social(kind: str) -> Callable[[Facts], Notice]:
    """Of the financial function the bank told us itself, or has been given an order."""
    return lambda body: (kind, {}) if body["function"] == "social" else None


NOTICES_OF: Mapping[str, Callable[[Facts], Notice]] = {
    "card_made": lambda body: ("card.made", {"card_no": body["card_no"]}),
    "card_collected": lambda body: ("card.collected", {}),
    "loss_reported": _of_social("social.loss_reported"),
    "loss_lifted": _of_social("social.loss_lifted"),
    "function_cancelled": lambda body: ("social.cancelled", {"ground": body["ground"]}),
}
