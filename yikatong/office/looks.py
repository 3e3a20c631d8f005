"""Who looked at a person's record, as that person may know it: when, through what, at which place, why. Read-only.

The account's name is not told: a complaint goes to the place, which knows who sat there.
"""

from dataclasses import dataclass
from datetime import datetime

from yikatong.cards.identity import IdNumber
from yikatong.catalogue.channels import CHANNEL_WORDS, Channel
from yikatong.office import deployment
from yikatong.office.cases import key_of
from yikatong.policies import regions
from yikatong.records import models
from yikatong.services import catalogue

PAGE = 30
PURPOSES = {
    "person": "查看档案", "timeline": "查看业务记录", "photo": "审核照片", "application": "审核申请",
    "correction": "复核信息更正", "impact": "查看规则影响的例子",
    "receipt": "查看业务回执", "caller_passed": "来电核对身份，通过",
    "caller_failed": "来电核对身份，未通过", "call_began": "来电，开始", "console": "来电服务，查看档案",
    "as_citizen": "来电服务，查看本人看到的内容", "call_acted": "来电结束，办理了业务",
    "call_asked": "来电结束，只咨询", "call_unverified": "来电结束，没有通过核对",
    "by_mandate": "受委托或作为监护人代办", "account_opening": "为开立银行账户告知发卡银行",
    "visit_day": "安排上门服务", "visit_taken": "上门服务名单存入工作手机", "visit": "上门服务",
    "visit_conflict": "上门服务补传时核对档案的变化", "visit_dropped_done": "放弃上门记录：已由他人办理",
    "visit_dropped_wrong": "放弃上门记录：填写有误", "visit_dropped_again": "放弃上门记录：改日再上门",
    "reconciliation": "对账，查看差异",
    "unmask_document": "核对身份证件，查看完整信息", "unmask_print": "填写或打印纸质材料，查看完整信息",
    "unmask_contact": "联系本人，查看完整信息", "unmask_complaint": "处理投诉或差错，查看完整信息",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look. ``place`` is empty where the post no longer exists or stands for several places."""

    look_id: int
    at: datetime
    channel: str
    place: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Looks:
    """The latest first; ``older`` is where the next page goes on, None at the end."""

    lines: tuple[LookLine, ...]
    older: int | None


def looks_at(about: str | IdNumber, before: int | None = None) -> Looks:
    """Looks at this person's record, older than the look ``before``. Three statements, however many there are."""
    key = key_of(about)
    rows = models.Look.objects.filter(**{f"dossier__{key.column}": key.value})
    rows = rows.filter(pk__lt=before) if before is not None else rows
    found = list(rows.order_by("-pk").values("pk", "actor", "channel", "purpose", "at")[: PAGE + 1])
    places = _places({row["actor"] for row in found})
    lines = tuple(
        LookLine(
            row["pk"], row["at"], CHANNEL_WORDS.get(row["channel"], row["channel"]),
            places.get((row["actor"], row["channel"]), ""), purpose_words(row["purpose"]),
        )
        for row in found[:PAGE]
    )  # fmt: skip
    return Looks(lines, lines[-1].look_id if len(found) > PAGE else None)


def purpose_words(purpose: str) -> str:
    """Why somebody looked, in Chinese; a service by its name."""
    if purpose in PURPOSES:
        return PURPOSES[purpose]
    service = catalogue().get(purpose)
    return f"办理“{service.name}”" if service else "业务查询"


def _places(actors: set[str]) -> dict[tuple[str, str], str]:
    """By account and channel: the bank's name, else the region, where all the account's posts there agree."""
    posts = models.Post.objects.filter(user__username__in=actors).values_list(
        "user__username", "channel", "region", "party"
    )
    found: dict[tuple[str, str], set[str]] = {}
    for username, channel, region, party in posts:
        found.setdefault((username, channel), set()).add(_place(channel, region, party))
    return {key: next(iter(places)) for key, places in found.items() if len(places) == 1}


def _place(channel: str, region: str, party: str) -> str:
    bank = deployment.directory().banks.get(party) if channel == Channel.BANK else None
    return bank.name if bank else regions.name(region)
