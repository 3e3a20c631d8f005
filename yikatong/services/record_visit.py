"""登记上门结果: what a worker found at the door. Whatever they found, nothing is taken from the person visited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from yikatong.cards.events import Event, VisitMade
from yikatong.cards.visits import Visit, VisitOutcome
from yikatong.catalogue.card_kinds import CodeText, PhotoFile, RegionCode
from yikatong.catalogue.case import Case
from yikatong.catalogue.channels import AskerKind, Assurance, Channel
from yikatong.catalogue.kinds import Label
from yikatong.catalogue.moments import day_of
from yikatong.catalogue.photo_rules import PHOTO_POLICIES, faults_words, photo_faults
from yikatong.catalogue.service import Facts, Service
from yikatong.catalogue.visit_kinds import LocationText
from yikatong.policies import articles
from yikatong.policies import parameters as p

CLOCKS_APART = timedelta(minutes=5)  # a telephone that was long without signal keeps its own time


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    visit: Annotated[CodeText, Label("上门任务编号")]
    region: Annotated[RegionCode, Label("上门地点所在区县")]
    outcome: Annotated[VisitOutcome, Label("上门结果")]
    visited_at: Annotated[datetime, Label("上门时间")]
    document_seen: Annotated[bool, Label("已当面核对身份证件")] = False
    note: Annotated[str | None, Label("情况说明", "不要填写银行密码。")] = None
    photo: Annotated[PhotoFile | None, Label("本人照片", "不是必须的。")] = None
    photo_consent: Annotated[bool, Label("本人同意拍照")] = False
    location: Annotated[LocationText | None, Label("上门位置", "不是必须的。")] = None
    location_consent: Annotated[bool, Label("本人同意记录位置")] = False


record_visit = Service(
    code="record_visit",
    name="登记上门结果",
    summary="上门工作人员登记见到本人与否、核对证件的情况。没有信号时先存在手机里，回来补传。",
    asks=Asked,
    channels={Channel.FIELD: Assurance.NONE},  # at a closed door nobody is known; PRESENT is what MET asks for
    askers=frozenset({AskerKind.OFFICER}),
    card=(),
    policies=(p.visit_record_days_max, *PHOTO_POLICIES),
    synonyms=("上门登记", "走访", "入户"),
)


def visit_of(case: Case[Asked]) -> Visit | None:
    asked = case.asked
    return next((v for v in case.person.visits if (v.visit_id, v.region) == (asked.visit, asked.region)), None)


@record_visit.refuses("没有查到这次上门任务。", next=("call_12333",))
def visit_not_found(case: Case[Asked]) -> bool:
    return visit_of(case) is None


@record_visit.refuses("这次上门任务已经办结：{result}。", next=("nothing",))
def visit_closed(case: Case[Asked]) -> bool | Facts:
    found = visit_of(case)
    return found is not None and not found.open and {"result": found.words}


@record_visit.refuses("上门时间晚于现在，请核对手机的时间。", next=("change_dates",))
def visited_in_future(case: Case[Asked]) -> bool:
    return case.asked.visited_at > case.now + CLOCKS_APART


@record_visit.refuses("上门时间早于提出申请的时间（{requested_at}）。", next=("change_dates",))
def visited_before_request(case: Case[Asked]) -> bool | Facts:
    found = visit_of(case)
    early = found is not None and case.asked.visited_at < found.requested_at - CLOCKS_APART
    return early and found is not None and {"requested_at": found.requested_at}


@record_visit.refuses(
    "上门记录最迟在{visit_record_days_max}内补传，请改为书面补录。", next=("desk",), because=p.visit_record_days_max
)
def sent_too_late(case: Case[Asked]) -> bool:
    return (case.today - day_of(case.asked.visited_at)).days > case.value(p.visit_record_days_max)


@record_visit.refuses("见到本人的，须当面核对身份证件。", next=("record_visit",), because=articles.AGENCY_RECORD)
def document_unseen(case: Case[Asked]) -> bool:
    seen = case.asked.document_seen and case.assurance >= Assurance.PRESENT
    return case.asked.outcome is VisitOutcome.MET and not seen


@record_visit.refuses("没有见到本人，不能附本人的照片。", next=("record_visit",), because=articles.SENSITIVE)
def photo_of_nobody(case: Case[Asked]) -> bool:
    return case.asked.photo is not None and case.asked.outcome is not VisitOutcome.MET


@record_visit.refuses("本人没有同意拍照，不能附照片。", next=("record_visit",), because=articles.SEPARATE_CONSENT)
def photo_without_consent(case: Case[Asked]) -> bool:
    return case.asked.photo is not None and not case.asked.photo_consent


@record_visit.refuses("照片不能保存。{fault}", next=("retake_photo",), because=articles.ID_PHOTO)
def photo_unfit(case: Case[Asked]) -> bool | Facts:
    """It goes on no card: light and background are not judged, only whether it can be kept."""
    photo = case.asked.photo
    return photo is not None and photo.digest is None and {"fault": faults_words(photo_faults(case, photo)[:1])}


@record_visit.refuses("本人没有同意记录位置，不能附位置。", next=("record_visit",), because=articles.SEPARATE_CONSENT)
def location_without_consent(case: Case[Asked]) -> bool:
    return case.asked.location is not None and not case.asked.location_consent


KEPT = "待遇和社保卡不受影响"
RECORDED = {
    VisitOutcome.MET: "已登记：{visited_at}见到本人，已当面核对身份证件。",
    VisitOutcome.NOT_HOME: f"已登记：{{visited_at}}上门时不在家。{KEPT}，可以另约时间。",
    VisitOutcome.DECLINED: f"已登记：本人不接受上门。{KEPT}，可以改用其他方式办理。",
    VisitOutcome.MOVED: f"已登记：已搬离原住址。{KEPT}，请联系本人核对住址后另约。",
    VisitOutcome.HOSPITAL: f"已登记：本人住院或需要就医。{KEPT}，出院后可以另约时间。",
}


def recorded_words(case: Case[Asked]) -> str:
    return RECORDED[case.asked.outcome]


@record_visit.grants(recorded_words, next=("request_visit",))
def record(case: Case[Asked]) -> Iterable[Event]:
    asked = case.asked
    yield VisitMade(
        visit_id=asked.visit, outcome=asked.outcome, visited_at=asked.visited_at, document_seen=asked.document_seen,
        photo=asked.photo.digest if asked.photo else None, note=asked.note or "",
        location=asked.location or "",
    )  # fmt: skip
