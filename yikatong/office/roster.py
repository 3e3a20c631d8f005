"""Who works here, at which posts. Read-only."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q
from django_otp.plugins.otp_totp.models import TOTPDevice

from yikatong.catalogue.channels import Channel
from yikatong.office.staff import Posting
from yikatong.policies import regions

PAGE = 50


@dataclass(frozen=True, slots=True)
class Post:
    post_id: int
    channel: Channel
    region: str
    party: str


@dataclass(frozen=True, slots=True)
class Account:
    """One member of staff. ``enrolled``: whether there is a second factor, without which nobody signs in."""

    username: str
    active: bool
    enrolled: bool
    last_sign_in: datetime | None
    posts: tuple[Post, ...]


def accounts(posting: Posting, after: str = "") -> tuple[Account, ...]:
    """Accounts with a post within reach, by name; keyset by name. Three statements."""
    own = regions.levels(posting.region)[0]
    within = Q() if own == regions.NATION_LEVEL else Q(posts__region__startswith=own)
    users = User.objects.filter(within, posts__isnull=False, username__gt=after).distinct().order_by("username")[:PAGE]
    found = list(users.prefetch_related("posts"))
    keyed = set(TOTPDevice.objects.filter(user__in=found, confirmed=True).values_list("user_id", flat=True))
    return tuple(_account(user, user.pk in keyed) for user in found)


def _account(user: User, enrolled: bool) -> Account:
    posts = tuple(Post(p.pk, Channel(p.channel), p.region, p.party) for p in user.posts.all())
    return Account(user.username, user.is_active, enrolled, user.last_login, posts)
