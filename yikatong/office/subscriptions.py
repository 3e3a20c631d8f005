"""Subscriptions of partners: added by one officer, in force once another approves, ended by either at once.

The purpose decides what leaves the house (:mod:`yikatong.office.partner_facts`); here it is who hears it, and where.
"""

import json
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from yikatong.adapters.webhooks.signing import new_secret
from yikatong.cards.identity import InputFault
from yikatong.office import deployment
from yikatong.office.ask import CounterFault
from yikatong.office.partner_facts import GIVEN, Purpose
from yikatong.office.subscription_rows import subscribed
from yikatong.office.subscription_secrets import sealed
from yikatong.policies import regions
from yikatong.records import models

PAGE = 50
PARTNER_FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{1,39}")


class SubscriptionUnknown(CounterFault):
    code, words, status = "subscription_unknown", "没有这个订阅，或不在您的业务范围内。", 404


class SubscriptionEnded(CounterFault):
    code, words, status = "subscription_ended", "这个订阅已经停止；需要时请重新添加。", 409


class OwnSubscription(CounterFault):
    code, words, status = "own_subscription", "自己添加的订阅须由另一位工作人员同意。", 409


@dataclass(frozen=True, slots=True)
class Draft:
    """What an officer fills in for a new subscription."""

    partner: str
    name: str
    purpose: str
    region: str
    url: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription as it stands; its secrets are never among what is shown."""

    subscription_id: str
    partner: str
    name: str
    purpose: Purpose
    region: str
    url: str
    kinds: tuple[str, ...]
    added_by: str
    added_at: datetime
    approved_by: str
    approved_at: datetime | None
    rotated_at: datetime | None
    ended_at: datetime | None

    @property
    def in_force(self) -> bool:
        return self.approved_at is not None and self.ended_at is None


def subscriptions(scope: str, after: str = "") -> list[Subscription]:
    """Those of the region's subtree, by number, a page of 50. One statement."""
    rows = _within(scope).filter(pk__gt=after).order_by("pk")[:PAGE]
    return [_shown(row) for row in rows]


def subscription(subscription_id: str, scope: str) -> Subscription:
    """Errors: SubscriptionUnknown."""
    return _shown(_row(subscription_id, scope))


def add(draft: Draft, actor: str, scope: str) -> tuple[str, str]:
    """Add a subscription that waits for a second officer; gives its number and its secret, shown this once.

    Errors: InputFault for what is not as it must be.
    """
    draft = _checked(draft, scope)
    number, secret = f"SUB-{secrets.token_hex(5)}", new_secret()
    models.Subscription.objects.create(
        subscription_id=number, partner=draft.partner, name=draft.name, purpose=draft.purpose, region=draft.region,
        url=draft.url, kinds=json.dumps(sorted(draft.kinds)), secret=sealed(number, secret), added_by=actor,
        added_at=deployment.now(),
    )  # fmt: skip
    return number, secret


def approve(subscription_id: str, actor: str, scope: str) -> None:
    """From now on acts are told. Errors: SubscriptionUnknown, SubscriptionEnded, OwnSubscription."""
    row = _alive(subscription_id, scope)
    if row.added_by == actor:
        raise OwnSubscription
    waiting = models.Subscription.objects.filter(pk=row.pk, approved_at__isnull=True, ended_at__isnull=True)
    waiting.update(approved_by=actor, approved_at=deployment.now())
    subscribed.forget()


def end(subscription_id: str, actor: str, scope: str) -> None:
    """Nothing more is told, what waits in the outbox included. Errors: SubscriptionUnknown, SubscriptionEnded."""
    row = _alive(subscription_id, scope)
    models.Subscription.objects.filter(pk=row.pk).update(ended_by=actor, ended_at=deployment.now())
    subscribed.forget()


def rotate(subscription_id: str, scope: str) -> str:
    """A new secret, shown this once; the present one signs beside it for a day.

    Errors: SubscriptionUnknown, SubscriptionEnded.
    """
    row, secret = _alive(subscription_id, scope), new_secret()
    models.Subscription.objects.filter(pk=row.pk).update(
        secret=sealed(row.pk, secret), previous=row.secret, rotated_at=deployment.now()
    )
    return secret


def _checked(draft: Draft, scope: str) -> Draft:
    name, known = draft.name.strip(), draft.purpose in list(Purpose)
    if not PARTNER_FORM.fullmatch(draft.partner):
        raise InputFault("partner_form", "单位代码须为2到40位字母、数字或短横。", "请按单位登记的代码填写。")
    if not name or len(name) > 80 or not name.isprintable():
        raise InputFault("partner_name", "请填写单位名称，80字以内。", "请填写单位全称。")
    if not known:
        raise InputFault("purpose_missing", "请选择用途。", "用途决定给出哪些内容。")
    if not regions.known(draft.region) or not regions.covers(scope, draft.region):
        raise InputFault("region_missing", "请选择您业务范围内的地区。", "只告知这个地区所发的卡。")
    if not draft.kinds or not set(draft.kinds) <= set(GIVEN[Purpose(draft.purpose)]):
        raise InputFault("kinds_unfit", "请从该用途可以告知的事件中选择，至少一种。", "超出用途的事件不能订阅。")
    _check_url(draft.url)
    return Draft(draft.partner, name, draft.purpose, regions.region(draft.region), draft.url, draft.kinds)


def _check_url(url: str) -> None:
    """The form alone: where it really leads is checked at each sending, for a name may come to mean another place."""
    try:
        parts = urlsplit(url)
        sound = bool(parts.hostname) and not (parts.username or parts.password or parts.fragment)
    except ValueError:
        sound = False
    schemes = ("https", "http") if settings.PRIVATE_NETWORKS else ("https",)
    if not sound or parts.scheme not in schemes or len(url) > 500 or not url.isascii() or " " in url:
        raise InputFault("address_unfit", "接收地址须为https开头的完整网址，不含用户名和密码。", "请向合作单位索取。")


def _alive(subscription_id: str, scope: str) -> "models.Subscription":
    row = _row(subscription_id, scope)
    if row.ended_at is not None:
        raise SubscriptionEnded
    return row


def _row(subscription_id: str, scope: str) -> "models.Subscription":
    found = _within(scope).filter(pk=subscription_id).first()
    if found is None:
        raise SubscriptionUnknown
    return found


def _within(scope: str):  # type: ignore[no-untyped-def]
    rows = models.Subscription.objects.all()
    return rows if scope == regions.NATION else rows.filter(region__startswith=regions.levels(scope)[0])


def _shown(row: "models.Subscription") -> Subscription:
    return Subscription(
        row.pk, row.partner, row.name, Purpose(row.purpose), row.region, row.url, tuple(json.loads(row.kinds)),
        row.added_by, row.added_at, row.approved_by, row.approved_at, row.rotated_at, row.ended_at,
    )  # fmt: skip
