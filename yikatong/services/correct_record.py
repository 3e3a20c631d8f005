"""复核更正: a second officer decides on a correction. Whoever proposed it cannot approve it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.events import CorrectionRejected, Event, RecordCorrected
from yikatong.cards.person import Proposal
from yikatong.catalogue.card_kinds import CodeText
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Service
from yikatong.policies import articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    proposal: Annotated[CodeText, Label("更正编号")]
    approve: Annotated[bool, Label("同意更正", "不同意则退回，记录不变。")]


correct_record = Service(
    code="correct_record",
    name="复核信息更正",
    summary="复核另一位经办人员提出的信息更正。提出人不能复核自己的更正，但可以撤回。",
    asks=Asked,
    channels={Channel.OFFICER: Assurance.NONE},
    askers=frozenset({AskerKind.OFFICER}),
    card=(),
    synonyms=("复核", "审核更正", "双人复核"),
)


def found(case: Case[Asked]) -> Proposal | None:
    return next((q for q in case.person.proposals if q.proposal_id == case.asked.proposal), None)


@correct_record.refuses("没有查到这项更正，请核对编号。", next=("propose_correction",), field="proposal")
def proposal_not_found(case: Case[Asked]) -> bool:
    return found(case) is None


@correct_record.refuses("这项更正已经办结，不能再次复核。", next=("nothing", "propose_correction"))
def already_settled(case: Case[Asked]) -> bool:
    proposal = found(case)
    return proposal is not None and proposal.settled


@correct_record.refuses(
    "提出更正的人不能复核同意，须由另一位经办人员复核。",
    next=("another_pair_of_eyes",), because=articles.AGENCY_GRADED_REVIEW,
)  # fmt: skip
def same_officer(case: Case[Asked]) -> bool:
    proposal = found(case)
    return case.asked.approve and proposal is not None and proposal.proposer == case.actor


def words(case: Case[Asked]) -> str:
    return "更正已生效。" if case.asked.approve else "更正已退回，记录没有改变。"


@correct_record.grants(words, next=("nothing",))
def decide(case: Case[Asked]) -> Iterable[Event]:
    decision = RecordCorrected if case.asked.approve else CorrectionRejected
    yield decision(proposal_id=case.asked.proposal)
