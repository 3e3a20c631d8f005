"""What takes two people, as the trail tells it: posts, rulings and imports, who proposed and who decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from yikatong.office.staff import Posting
from yikatong.policies import regions
from yikatong.records import models

LATEST = 201  # one more than a trail shows, so that it can say so
PROPOSED = {"post": "提出岗位", "key": "提出更换动态口令", "restore": "提出恢复账号"}
DECIDED = {"approved": "审核通过", "declined": "审核未通过或撤回"}
RULED = {"published": "发布规则", "rejected": "规则审核未通过", "withdrawn": "撤回规则"}
BROUGHT = {
    "uploaded": "上传文件", "columns": "核对列", "tried": "试运行完成", "commit_asked": "提出转入",
    "committing": "确认转入", "commit_approved": "复核同意转入", "commit_declined": "转入未通过复核",
    "committed": "转入完成", "undo_asked": "提出撤销", "undoing": "确认撤销", "undo_approved": "复核同意撤销",
    "undo_declined": "撤销未通过复核", "undone": "撤销完成", "dropped": "放弃，删除文件",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing that somebody did. ``kind``: act, look or staff; ``person_id`` where it concerns somebody."""

    at: datetime
    kind: str
    actor: str
    channel: str
    words: str
    reference: str
    person_id: str


def decisions(posting: Posting, username: str, days: tuple[datetime, datetime]) -> Iterator[AuditLine]:
    """What this account proposed and decided within the post's reach, from a moment until another. Five statements,
    the latest 201 of each."""
    mine = models.StaffProposal.objects.filter(proposer=username)
    for row in _latest(mine, posting, days, "proposed_at", "region"):
        yield _line(row.proposed_at, username, PROPOSED[row.kind], *_post(row))
    others = models.StaffProposal.objects.filter(decider=username)
    for row in _latest(others, posting, days, "decided_at", "region"):
        yield _line(row.decided_at, username, DECIDED[row.verdict], *_post(row))
    proposed = models.PolicyProposal.objects.filter(proposer=username)
    for row in _latest(proposed, posting, days, "proposed_at", "region"):
        yield _line(row.proposed_at, username, "提出规则", row.parameter, row.region, row.pk)
    decided = models.PolicyVerdict.objects.filter(decider=username).select_related("proposal")
    for row in _latest(decided, posting, days, "decided_at", "proposal__region"):
        told = (row.proposal.parameter, row.proposal.region, row.proposal_id)
        yield _line(row.decided_at, username, RULED[row.verdict], *told)
    steps = models.ImportAct.objects.filter(actor=username).select_related("of")
    for row in _latest(steps, posting, days, "at", "of__region"):
        yield _line(row.at, username, BROUGHT[row.act], row.of_id)


def _latest(rows: QuerySet, posting: Posting, days: tuple[datetime, datetime], at: str, region: str) -> QuerySet:
    """``at`` and ``region`` name the columns. Those within reach, before the page is cut."""
    since, until = days
    own = regions.levels(posting.region)[0]
    near = {} if own == regions.NATION_LEVEL else {f"{region}__startswith": own}
    return rows.filter(**{f"{at}__gte": since, f"{at}__lt": until}, **near).order_by("-pk")[:LATEST]


def _post(row: models.StaffProposal) -> tuple[str, ...]:
    return (row.username, row.channel, row.region, row.party) if row.kind == "post" else (row.username,)


def _line(at: datetime, actor: str, act: str, *about: str) -> AuditLine:
    return AuditLine(at, "staff", actor, "", f"{act}：{' '.join(filter(None, about))}", "", "")
