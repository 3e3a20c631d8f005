"""A subscription and its messages, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from yikatong.office.partner_desk import Logged
from yikatong.office.partner_facts import GIVEN
from yikatong.office.staff import Posting
from yikatong.office.subscriptions import Subscription
from yikatong.policies import regions

KINDS = {
    "loss_reported": noop("挂失"),
    "loss_lifted": noop("解挂"),
    "function_enabled": noop("社保功能启用"),
    "function_locked": noop("社保功能锁定"),
    "function_unlocked": noop("社保功能解锁"),
    "function_cancelled": noop("社保功能注销"),
    "card_collected": noop("领取"),
    "application_submitted": noop("申请受理"),
    "stage_reached": noop("制卡进度"),
    "card_made": noop("制成"),
}
FACTS = {
    "function": noop("功能"),
    "formal": noop("是否正式挂失"),
    "until": noop("到期时间"),
    "region": noop("地区"),
    "reason": noop("制卡原因"),
    "stage": noop("制卡环节"),
    "outlet": noop("网点"),
    "valid_until": noop("卡有效期"),
}


@dataclass(frozen=True, slots=True)
class SubscriptionLine:
    """``given``: each kind with the facts that are told of it. ``may_approve``: by whoever looks at it."""

    number: str
    partner: str
    name: str
    purpose: str
    means: str
    place: str
    url: str
    given: tuple[tuple[str, str], ...]
    state: str
    tone: str
    icon: str
    history: tuple[tuple[str, datetime, str], ...]
    may_approve: bool
    is_waiting: bool
    is_ended: bool


@dataclass(frozen=True, slots=True)
class LogLine:
    number: int
    kind: str
    at: datetime
    state: str
    tone: str
    icon: str
    attempts: int
    last: str


def kind_words(kind: str) -> str:
    return _(KINDS[kind]) if kind in KINDS else kind


def subscription_line(found: Subscription, posting: Posting) -> SubscriptionLine:
    waiting = found.approved_at is None and found.ended_at is None
    state = (_("已停止"), "off", "ban") if found.ended_at else (
        (_("生效"), "ok", "circle-check") if found.in_force else (_("等待同意"), "warn", "hourglass")
    )  # fmt: skip
    given = tuple((kind_words(k), _facts(GIVEN[found.purpose].get(k, ()))) for k in found.kinds)
    return SubscriptionLine(
        found.subscription_id, found.partner, found.name, found.purpose.words, found.purpose.means,
        regions.name(found.region), found.url, given, *state, _history(found),
        waiting and found.added_by != posting.actor, waiting, found.ended_at is not None,
    )  # fmt: skip


def log_line(message: Logged) -> LogLine:
    state = (_("已送达"), "ok", "circle-check") if message.sent_at else (
        (_("死信"), "bad", "circle-x") if message.dead_at else (_("待投递"), "warn", "hourglass")
    )  # fmt: skip
    last = " ".join(part for part in (str(message.status or ""), message.words) if part)
    return LogLine(message.message_id, kind_words(message.kind), message.at, *state, message.attempts, last)


def _facts(names: tuple[str, ...]) -> str:
    return _("、").join(_(FACTS[name]) for name in names) or _("只有时间和地区")


def _history(found: Subscription) -> tuple[tuple[str, datetime, str], ...]:
    moments = ((_("添加"), found.added_at, found.added_by), (_("同意"), found.approved_at, found.approved_by),
               (_("更换密钥"), found.rotated_at, ""), (_("停止"), found.ended_at, ""))  # fmt: skip
    return tuple((what, at, who) for what, at, who in moments if at)
