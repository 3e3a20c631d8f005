"""补交照片: a new photo for an application whose photo was returned."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.cards.card import Tenure
from yikatong.cards.events import Event, PhotoSupplied, StageReached
from yikatong.cards.stages import Stage
from yikatong.catalogue.card_kinds import PhotoFile
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.photo_rules import PHOTO_POLICIES, faults_words, photo_faults, stored
from yikatong.catalogue.service import Facts, Service
from yikatong.policies import articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    photo: Annotated[PhotoFile, Label("电子照片", "按退回理由重新拍摄。")]


resubmit_photo = Service(
    code="resubmit_photo",
    name="补交照片",
    summary="照片被退回后重新提交，不需要重新申领。",
    asks=Asked,
    channels={
        Channel.PORTAL: Assurance.FACE, Channel.DESK: Assurance.PRESENT, Channel.KIOSK: Assurance.FACE,
        Channel.BANK: Assurance.PRESENT, Channel.FIELD: Assurance.PRESENT, Channel.EMPLOYER: Assurance.NONE,
    },
    askers=frozenset({AskerKind.HOLDER, AskerKind.AGENT, AskerKind.GUARDIAN, AskerKind.EMPLOYER}),
    card=(Tenure.COMING,),
    policies=PHOTO_POLICIES,
    prominence=52,
    synonyms=("重传照片", "照片退回", "照片补正"),
)  # fmt: skip


@resubmit_photo.refuses("这项申请现在是“{stage}”，不需要补交照片。", next=("track",))
def photo_not_returned(case: Case[Asked]) -> bool:
    return case.card.stage is not Stage.PHOTO_RETURNED


@resubmit_photo.refuses("这不是贵单位提交的申请。", next=("call_12333",), because=articles.AGENCY_SECRECY)
def not_your_employee(case: Case[Asked]) -> bool:
    return case.asker.kind is AskerKind.EMPLOYER and case.card.employer != case.asker.code


@resubmit_photo.refuses(
    "照片还不能用。{faults}", next=("retake_photo", "check_photo"), because=articles.ID_PHOTO, field="photo"
)
def photo_unfit(case: Case[Asked]) -> bool | Facts:
    found = photo_faults(case, case.asked.photo)
    return bool(found) and {"faults": faults_words(found)}


@resubmit_photo.grants("照片已收到，重新进入审核。", next=("track", "wait"))
def resubmit(case: Case[Asked]) -> Iterable[Event]:
    yield PhotoSupplied(card_id=case.card.card_id, photo=stored(case.asked.photo))
    yield StageReached(card_id=case.card.card_id, stage=Stage.PHOTO_REVIEW)
