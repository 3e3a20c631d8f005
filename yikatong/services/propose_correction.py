"""提出更正: one officer proposes what a record should say; another decides (correct_record)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.events import CorrectionProposed, Event
from yikatong.cards.identity import InputFault, read_mobile, read_person_name
from yikatong.cards.person import Correctable
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label, text
from yikatong.catalogue.service import Facts, Service
from yikatong.policies import articles

READERS = {Correctable.NAME: read_person_name, Correctable.MOBILE: read_mobile, Correctable.ADDRESS: text}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    part: Annotated[Correctable, Label("更正哪一项")]
    value: Annotated[str, Label("更正为")]
    reason: Annotated[str, Label("更正理由和依据的材料", "不要填写证件号码、电话等个人信息。")]


propose_correction = Service(
    code="propose_correction",
    name="提出信息更正",
    summary="持卡人信息有误时由经办人员提出更正，另一位经办人员复核后生效。",
    asks=Asked,
    channels={Channel.DESK: Assurance.PRESENT, Channel.OFFICER: Assurance.NONE},
    askers=frozenset({AskerKind.OFFICER}),
    card=(),
    synonyms=("改名", "姓名错误", "换手机号", "信息有误", "信息变更"),
)


def canonical(case: Case[Asked]) -> str:
    """The value as it would be kept. Errors: InputFault."""
    return READERS[case.asked.part](case.asked.value)


@propose_correction.refuses("填写的{part}不能用。{fault}", next=("mend_file",), field="value")
def value_unfit(case: Case[Asked]) -> bool | Facts:
    try:
        return not canonical(case)
    except InputFault as fault:
        return {"fault": str(fault)}


@propose_correction.refuses("记录中的{part}就是这样，不需要更正。", next=("nothing",), field="value")
def nothing_to_correct(case: Case[Asked]) -> bool:
    words = case.person.words
    try:
        return words is not None and getattr(words, case.asked.part.value) == canonical(case)
    except InputFault:  # said by value_unfit
        return False


@propose_correction.refuses(
    "{part}已有一项更正等待复核，编号{waiting}。",
    next=("correct_record", "another_pair_of_eyes"), because=articles.AGENCY_GRADED_REVIEW,
)  # fmt: skip
def already_proposed(case: Case[Asked]) -> bool | Facts:
    waiting = [q.proposal_id for q in case.person.proposals if q.part is case.asked.part and not q.settled]
    return bool(waiting) and {"waiting": waiting}


@propose_correction.grants(
    "已提出更正{part}，编号{proposal_id}，由另一位经办人员复核后生效。", next=("another_pair_of_eyes",)
)
def propose(case: Case[Asked]) -> Iterable[Event]:
    yield CorrectionProposed(
        proposal_id=case.outside.reference, part=case.asked.part, reason=case.asked.reason,
        proposer=case.actor, value=canonical(case),
    )  # fmt: skip
