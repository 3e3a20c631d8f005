"""审核申请: an officer approves an application, returns its photo, or rejects it and says why."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from yikatong.cards.card import Tenure
from yikatong.cards.events import Event, StageReached
from yikatong.cards.stages import WAITING_FOR_REVIEW, Stage
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.service import Service
from yikatong.policies import articles


class Verdict(StrEnum):
    APPROVE = "approve"
    RETURN_PHOTO = "return_photo"
    REJECT = "reject"

    @property
    def words(self) -> str:
        return {"approve": "通过", "return_photo": "退回照片", "reject": "不予通过"}[self]


class Objection(StrEnum):
    NAME_MISMATCH = "name_mismatch"
    NO_LOCAL_TIE = "no_local_tie"
    OTHER = "other"
    PHOTO_NOT_HOLDER = "photo_not_holder"
    PHOTO_POSE = "photo_pose"
    PHOTO_QUALITY = "photo_quality"

    @property
    def words(self) -> str:
        return {
            "name_mismatch": "姓名或证件号码与公安机关登记的不一致",
            "no_local_tie": "没有查到在本地参保或本地户籍", "other": "其他原因",
            "photo_not_holder": "照片不是本人近照", "photo_pose": "头部位置、姿态或衣着不合要求",
            "photo_quality": "照片模糊、过暗、过亮或背景不白",
        }[self]  # fmt: skip


PATH = (Stage.SUBMITTED, Stage.VERIFYING, Stage.PHOTO_REVIEW, Stage.BANK_OPENING)
FITTING = {
    Verdict.RETURN_PHOTO: {Objection.PHOTO_NOT_HOLDER, Objection.PHOTO_POSE, Objection.PHOTO_QUALITY},
    Verdict.REJECT: {Objection.NAME_MISMATCH, Objection.NO_LOCAL_TIE, Objection.OTHER},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    verdict: Annotated[Verdict, Label("审核意见")]
    reason: Annotated[Objection | None, Label("理由", "退回照片或不予通过时填写，申请人会看到。")] = None
    note: Annotated[str | None, Label("说明", "写明怎样改正；不要写个人信息。")] = None


review_application = Service(
    code="review_application",
    name="审核申请",
    summary="核验身份信息，审核照片，通过后交银行开户。退回或不予通过须写明理由。",
    asks=Asked,
    channels={Channel.OFFICER: Assurance.NONE},
    askers=frozenset({AskerKind.OFFICER}),
    card=(Tenure.COMING,),
    synonyms=("审批", "照片审核", "信息核验"),
)


def is_adverse(case: Case[Asked]) -> bool:
    return case.asked.verdict is not Verdict.APPROVE


@review_application.refuses("这项申请现在是“{stage}”，不在等待审核。", next=("track",))
def not_waiting_for_review(case: Case[Asked]) -> bool:
    return case.card.stage not in WAITING_FOR_REVIEW


@review_application.refuses("信息核验已经通过，现在只能通过或退回照片。", next=("officer",))
def verified_already(case: Case[Asked]) -> bool:
    return case.card.stage is Stage.PHOTO_REVIEW and case.asked.verdict is Verdict.REJECT


@review_application.refuses("这项申请没有照片，不能通过。", next=("resubmit_photo",), because=articles.ID_PHOTO)
def photo_missing(case: Case[Asked]) -> bool:
    return case.card.photo is None and case.asked.verdict is Verdict.APPROVE


@review_application.refuses(
    "退回或不予通过须写明理由。", next=("officer",), because=articles.AGENCY_RECORD, field="reason"
)
def reason_missing(case: Case[Asked]) -> bool:
    unexplained = case.asked.reason is Objection.OTHER and case.asked.note is None
    return is_adverse(case) and (case.asked.reason is None or unexplained)


@review_application.refuses("所选理由与审核意见“{verdict}”不相符。", next=("officer",), field="reason")
def reason_unfit(case: Case[Asked]) -> bool:
    return case.asked.reason is not None and case.asked.reason not in FITTING.get(case.asked.verdict, ())


def reviewed_words(case: Case[Asked]) -> str:
    return "审核意见已记录：{verdict}。" + ("理由：{reason}。申请人会看到。" if is_adverse(case) else "")


@review_application.grants(reviewed_words, next=("wait",))
def review(case: Case[Asked]) -> Iterable[Event]:
    """Walks every stage in between, so that the holder's history has no gap."""
    verdict, card_id = case.asked.verdict, case.card.card_id
    if verdict is not Verdict.REJECT:
        last = Stage.BANK_OPENING if verdict is Verdict.APPROVE else Stage.PHOTO_REVIEW
        for stage in PATH[PATH.index(case.card.stage) + 1 : PATH.index(last) + 1]:
            yield StageReached(card_id=card_id, stage=stage)
    if is_adverse(case):
        reason = case.asked.reason.words if case.asked.reason else ""
        note = "；".join(part for part in (reason, case.asked.note) if part)
        end = Stage.REJECTED if verdict is Verdict.REJECT else Stage.PHOTO_RETURNED
        yield StageReached(card_id=card_id, stage=end, note=note)
