"""What a channel hands to the counter, and what it gets back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yikatong.cards.identity import IdNumber
from yikatong.cards.person import Person
from yikatong.catalogue.channels import Asker, Assurance, Channel
from yikatong.catalogue.decide import Decision, Granted
from yikatong.catalogue.service import Finding


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask. ``about`` is the holder: a dossier's id, an identity number, or None for what concerns nobody.

    ``client`` and ``case_number`` make the ask repeatable: the same pair with the same content is answered again,
    not done again. ``scope`` is the region subtree that the asking post may see; None for the holder. ``party`` is
    the bank that a bank's post speaks for: it sees its own cards alone.
    ``version`` is the state of the dossier that the asker saw, where that matters. ``confirmed`` is False while the
    asker has not been told what cannot be taken back; screens tell before they ask.
    """

    service: str
    answers: Mapping[str, Any]
    channel: Channel
    assurance: Assurance
    client: str
    about: str | IdNumber | None = None
    card_id: str | None = None
    asker: Asker = field(default_factory=Asker)
    region: str = "00"
    case_number: str | None = None
    actor: str = ""
    scope: str | None = None
    party: str = ""
    version: int | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """The counter's answer. ``reference`` is the receipt's number, empty where nothing was written."""

    decision: Decision
    at: datetime
    region: str
    reference: str = ""
    replayed: bool = False
    person: Person | None = None

    @property
    def granted(self) -> bool:
        return isinstance(self.decision, Granted)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.decision.findings if isinstance(self.decision, Granted) else ()


class CounterFault(Exception):
    """The ask could not be decided: a stable ``code``, Chinese ``words``, and whether trying again may help."""

    code = "counter_fault"
    words = "系统暂时不能办理。"
    status = 500

    def __init__(self, words: str | None = None) -> None:
        self.words = words or type(self).words
        super().__init__(self.words)


class ServiceUnknown(CounterFault):
    code, words, status = "service_unknown", "没有这个事项。", 404


class OutOfScope(CounterFault):
    """Nobody of this number within the post's region. The same words whether or not there is somebody elsewhere."""

    code, status = "person_not_found", 404
    words = "在您的业务范围内没有查到这位参保人；没有办过社保卡的，可由本人或单位申领。"


class RegionOutOfScope(CounterFault):
    """A post asks for a card in the name of a place that is not its own."""

    code, words, status = "region_out_of_scope", "这个地区不在您的业务范围内，请由当地网点办理。", 403


class CaseNumberReused(CounterFault):
    code = "case_number_reused"
    words = "这个业务流水号已用于另一笔业务，请换用新的流水号。"
    status = 422


class Taken(CounterFault):
    """A number that must be unique belongs to something else."""

    code, words, status = "number_taken", "卡号已被使用，请核对后重新提交。", 409


class Busy(CounterFault):
    code, words, status = "busy", "正在办理的人较多，本次没有办理，请再试一次。", 503


class Stale(CounterFault):
    """The caller decided on an older state than the present one (If-Match)."""

    code, words, status = "state_changed", "办理期间档案有了变化，请刷新后再办理。", 412


class ConfirmationMissing(CounterFault):
    """The act cannot be taken back, and whoever asks has not said that they know; ``words`` tell them."""

    code, words, status = "confirmation_missing", "这项业务办理后不能撤销，请确认后再提交。", 409
