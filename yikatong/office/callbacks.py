"""Call-backs (回执通知): a bank tells how its account stands. Signature, number, form, then one ask at the counter.

The row of a number is written before the act and completed after it. A crash between leaves the row open, and the
bank's repeat is served again: the counter knows the case number, so nothing is done twice.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from yikatong.adapters.bank_http.snapshot import NotAsAgreed, Snapshot, read_changed
from yikatong.adapters.webhooks.signing import SignatureFault, verify
from yikatong.adapters.webhooks.strict_json import JsonFault, read_strict
from yikatong.catalogue.answers import FieldFault, NotUnderstood
from yikatong.catalogue.channels import Asker, AskerKind, Assurance, Channel
from yikatong.catalogue.decide import Granted, Refusal
from yikatong.office import counter, deployment, limits
from yikatong.office.ask import Ask, CaseNumberReused, CounterFault, Outcome, OutOfScope
from yikatong.office.bank_links import link_of
from yikatong.records import models

KEPT = timedelta(days=90)  # a bank may play a day's messages again after days
UNSEEN = frozenset({"person_unknown", "card_missing", "card_not_found", "not_your_card"})


class Status(StrEnum):
    APPLIED = "applied"
    ALREADY = "already"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a call-back; ``reference`` is the act's receipt number, empty where nothing was written."""

    status: Status
    reference: str = ""


class CallbackFault(CounterFault):
    """The call-back was not taken."""

    def __init__(self, code: str, words: str, status: int) -> None:
        super().__init__(words)
        self.code, self.status = code, status


class Refused(CallbackFault):
    """Understood, but not possible with this card: every reason at once."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__("refused", "".join(refusal.words for refusal in refusals), 409)
        self.refusals = refusals


class TooOften(CallbackFault):
    def __init__(self, wait_s: int) -> None:
        super().__init__("too_often", f"请求过于频繁，请在{wait_s}秒后再试。", 429)
        self.wait_s = wait_s


def take(bank: str, headers: Mapping[str, str], body: bytes) -> Taken:
    """Take one call-back as it came. Errors: CounterFault (401 404 409 422 429 503, 400), NotUnderstood."""
    webhook_id = _signed(bank, headers, body)
    if wait_s := limits.wait_s("client", client_of(bank)):
        raise TooOften(wait_s)
    told = _read(body)
    row = _claim(bank, webhook_id, body)
    if row.status:
        repeated = Status.ALREADY if row.status == Status.APPLIED else Status(row.status)
        return Taken(repeated, row.answer)
    taken = record(bank, told, webhook_id)
    _complete(row, taken)
    return taken


def client_of(bank: str) -> str:
    """Under which name a bank's own words stand in the ledger."""
    return f"bank:{bank}"


def _signed(bank: str, headers: Mapping[str, str], body: bytes) -> str:
    """A bank that is not connected has no secret: it hears what one hears whose signature is wrong."""
    link = link_of(bank)
    try:
        return verify(link.theirs if link else (), headers, body, int(time.time()))
    except SignatureFault as fault:
        raise CallbackFault(fault.code, fault.words, 401) from None


def _read(body: bytes) -> Snapshot:
    try:
        return read_changed(read_strict(body))
    except JsonFault as fault:
        raise CallbackFault(fault.code, fault.words, 400) from None
    except NotAsAgreed as fault:
        told = FieldFault(fault.member, fault.member, fault.code, fault.words, "请按约定改正后用新的编号发送。")
        raise NotUnderstood((told,)) from None


def _claim(bank: str, webhook_id: str, body: bytes) -> models.Callback:
    """The row of this number, the first one's where several come at once. Errors: CallbackFault for another body."""
    digest = deployment.vault().blind_index("callback", body.hex())
    row, _ = models.Callback.objects.get_or_create(
        bank=bank, webhook_id=webhook_id, defaults={"digest": digest, "at": deployment.now()}
    )
    if bytes(row.digest) != digest:
        words = "这个 webhook-id 已用于另一条内容，请换用新的编号。"
        raise CallbackFault("webhook_id_reused", words, 422)
    return row


def _complete(row: models.Callback, taken: Taken) -> None:
    kept = Status.STALE if taken.status is Status.STALE else Status.APPLIED
    models.Callback.objects.filter(pk=row.pk).update(status=kept.value, answer=taken.reference)


def record(bank: str, told: Snapshot, case_number: str) -> Taken:
    """Ask the counter to record what a bank said of one account. Errors: as for :func:`take`."""
    holding = models.Holding.objects.filter(card_id=told.card_id, bank=bank).values_list("dossier_id").first()
    if holding is None:
        raise _unknown()
    try:
        outcome = counter.serve(_ask(bank, told, case_number, holding[0]))
    except OutOfScope:
        raise _unknown() from None
    except CaseNumberReused:
        raise CallbackFault("webhook_id_reused", "这个编号已用于另一条内容，请换用新的编号。", 422) from None
    return _taken(outcome)


def _taken(outcome: Outcome) -> Taken:
    if isinstance(outcome.decision, Granted):
        return Taken(Status.ALREADY if outcome.replayed else Status.APPLIED, outcome.reference)
    codes = {refusal.code for refusal in outcome.decision.refusals}
    if codes & UNSEEN:
        raise _unknown()
    if codes == {"nothing_new"}:
        return Taken(Status.STALE)
    raise Refused(outcome.decision.refusals)


def _unknown() -> CallbackFault:
    """The same for a card of another bank and for none at all."""
    return CallbackFault("card_unknown", "没有这张社保卡，或它的账户不在贵行，请核对社保卡编号。", 404)


def _ask(bank: str, told: Snapshot, case_number: str, person_id: str) -> Ask:
    loss, answer = told.loss, told.answer
    answers: dict[str, Any] = {
        "sequence": told.sequence, "state": told.state.value, "tail": told.tail, "settled": told.settled,
        "physical": told.physical and told.physical.value,
        "loss": loss and loss.kind.value, "until": loss and loss.until and loss.until.isoformat(),
        "order_id": answer and answer.order_id, "result": answer and answer.result.value,
        "reason": answer and (answer.words or answer.code),
    }  # fmt: skip
    return Ask(
        service="mirror_account", answers={name: value for name, value in answers.items() if value is not None},
        channel=Channel.BANK, assurance=Assurance.NONE, client=client_of(bank), about=person_id, card_id=told.card_id,
        asker=Asker(AskerKind.PARTY, bank), case_number=case_number, actor=client_of(bank), party=bank,
    )  # fmt: skip


def forget_old() -> int:
    """Drop the numbers that nobody will repeat any more; how many. What was applied stays known to the ledger."""
    return models.Callback.objects.filter(at__lt=deployment.now() - KEPT).delete()[0]
