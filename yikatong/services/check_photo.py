"""照片检测: tell what is wrong with a photo before anybody makes a journey for it. Concerns nobody, keeps nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from yikatong.catalogue.card_kinds import PhotoFile, RegionCode
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.photo_rules import PHOTO_POLICIES, photo_faults, photo_limits
from yikatong.catalogue.service import Finding, Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    photo: Annotated[PhotoFile, Label("电子照片", "白底免冠近照，请勿穿白色上衣。")]
    region: Annotated[RegionCode, Label("发卡地", "各地对照片大小的要求不同。")]


check_photo = Service(
    code="check_photo",
    name="照片检测",
    summary="上传前检查照片是否合格，逐项说明怎样改正。照片不保存；最终以人工审核为准。",
    asks=Asked,
    channels=dict.fromkeys(
        (
            Channel.PORTAL, Channel.DESK, Channel.KIOSK, Channel.FIELD, Channel.BANK, Channel.EMPLOYER,
            Channel.PARTNER,
        ),
        Assurance.NONE,
    ),
    askers=frozenset({AskerKind.HOLDER, AskerKind.EMPLOYER, AskerKind.PARTY, AskerKind.OFFICER}),
    card=(),
    about_person=False,
    policies=PHOTO_POLICIES,
    synonyms=("相片", "证件照", "照片要求", "照片大小"),
)  # fmt: skip


def result_words(case: Case[Asked]) -> str:
    found = photo_faults(case, case.asked.photo)
    return f"照片还不能用，有{len(found)}处要改正。" if found else "自动检查没有发现问题，可以提交。"


@check_photo.answers(result_words, next=("retake_photo", "apply"))
def look(case: Case[Asked]) -> Iterable[Finding]:
    """A finding for each fault; where there is none, what was held against the photo."""
    found = photo_faults(case, case.asked.photo)
    for fault in found:
        yield Finding(fault.code, fault.words, fault.cure, False)
    if not found:
        limits = photo_limits(case)
        size = f"{limits.width}×{limits.height}像素，{limits.bytes_min}至{limits.bytes_max}字节"
        yield Finding("photo_fit", "照片合格", f"符合本地要求：{size}，白色背景。", True)
