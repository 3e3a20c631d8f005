"""Who did and saw what: acts and looks of one account, or all about one reference. Asking is written down too."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from yikatong.cards.identity import InputFault
from yikatong.catalogue.channels import CHANNEL_WORDS
from yikatong.catalogue.moments import CHINA
from yikatong.office import personnel
from yikatong.office.audit_decisions import AuditLine, decisions
from yikatong.office.looks import purpose_words
from yikatong.office.staff import Posting
from yikatong.policies import regions
from yikatong.records import models
from yikatong.services import catalogue

ACTS = {
    "post_removed": "取消岗位", "stopped": "停用账号", "exported": "导出统计", "audit": "查询操作记录",
    "resent": "重新投递消息", "recovered": "恢复死信", "replayed": "重放消息",
}  # fmt: skip
LINES_MAX = 200
DAYS_MAX = 31


@dataclass(frozen=True, slots=True)
class Trail:
    """The latest first; ``cut`` says that there are more than are shown: narrow the days."""

    lines: tuple[AuditLine, ...]
    cut: bool


def trail(posting: Posting, username: str, reference: str, first: date, last: date) -> Trail:
    """What an account did on these days, or what was done under a reference, within the post's reach.

    Four statements; of an account nine. Errors: InputFault (nothing to look for, too many days).
    """
    if not (username or reference):
        raise InputFault("audit_empty", "没有填写账号或受理编号。", "请填写其中一项。")
    if last < first or last - first > timedelta(days=DAYS_MAX) or not 1900 < first.year <= last.year < 9000:
        raise InputFault("audit_days", f"日期范围不正确，最多{DAYS_MAX}天。", "请缩短日期范围。")
    personnel.note(posting, "audit", f"{username} {reference} {first}..{last}".strip())
    since, until = _moment(first), _moment(last + timedelta(days=1))
    days = Q(at__gte=since, at__lt=until)
    found = [*_acts(posting, username, reference, days), *_looks(posting, username, reference, days)]
    if username:
        own = _reached(models.StaffAct.objects.filter(days, actor=username), posting).order_by("-id")
        found += [
            AuditLine(a.at, "staff", a.actor, "", f"{ACTS[a.act]}：{a.subject}", "", "") for a in own[: LINES_MAX + 1]
        ]
        found += decisions(posting, username, (since, until))
    found.sort(key=lambda line: line.at, reverse=True)
    return Trail(tuple(found[:LINES_MAX]), len(found) > LINES_MAX)


def _acts(posting: Posting, username: str, reference: str, days: Q) -> Iterator[AuditLine]:
    rows = models.Entry.objects.filter(days)
    if username:
        account = User.objects.filter(username=username).values_list("pk", flat=True).first()
        rows = rows.filter(client__in=[f"{channel}:{account}" for channel in CHANNEL_WORDS])
    if reference:
        rows = rows.filter(reference=reference)
    for e in _reached(rows, posting).order_by("-id")[: LINES_MAX + 1]:
        name = catalogue()[e.service].name if e.service in catalogue() else e.service
        yield AuditLine(e.at, "act", e.actor or e.asker, _channel(e.channel), name, e.reference, e.dossier_id)


def _looks(posting: Posting, username: str, reference: str, days: Q) -> Iterator[AuditLine]:
    """Looks have no place of their own: those at people some of whose cards are within reach."""
    rows = models.Look.objects.filter(days)
    if username:
        rows = rows.filter(actor=username)
    if reference:
        rows = rows.filter(dossier__entry__reference=reference)
    if regions.levels(posting.region)[0] != regions.NATION_LEVEL:
        held = models.Holding.objects.filter(region__startswith=regions.levels(posting.region)[0])
        rows = rows.filter(dossier_id__in=held.values("dossier_id"))
    for look in rows.order_by("-id")[: LINES_MAX + 1]:
        words = purpose_words(look.purpose)
        yield AuditLine(look.at, "look", look.actor, _channel(look.channel), words, "", look.dossier_id)


def _reached(rows: QuerySet, posting: Posting) -> QuerySet:
    """Before a page of them is cut, or acts elsewhere would hide those within reach."""
    own = regions.levels(posting.region)[0]
    return rows if own == regions.NATION_LEVEL else rows.filter(region__startswith=own)


def _channel(code: str) -> str:
    return CHANNEL_WORDS.get(code, code)  # type: ignore[call-overload]


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)
