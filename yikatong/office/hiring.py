"""Giving people posts: an account, its second factor, and what it may do where."""

import secrets

from django.contrib.auth.models import User
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from yikatong.cards.identity import InputFault
from yikatong.catalogue.channels import Channel
from yikatong.office import deployment, staff
from yikatong.policies import regions
from yikatong.records import models


@transaction.atomic
def hire(username: str, password: str, channel: Channel, region: str, party: str = "", totp_key: str = "") -> None:
    """Give ``username`` a post, creating the account when it is new; called again it changes nothing.

    ``totp_key`` is 20 bytes in hex; without one the account cannot sign in until it is enrolled
    (:func:`yikatong.office.staff.enrol`). Errors: ValueError for an unknown region, InputFault for a kiosk's account
    with any other post.
    """
    code = regions.region(region)
    check_alone(username, channel, code, party)
    user, new = User.objects.get_or_create(username=username)
    if new:
        user.set_password(password)
        user.save()
    if new and totp_key:
        TOTPDevice.objects.create(user=user, name="totp", confirmed=True, key=totp_key)
    models.Post.objects.get_or_create(user=user, channel=channel.value, region=code, party=party)


def check_alone(username: str, channel: Channel, region: str, party: str) -> None:
    """A kiosk stands signed in where anybody may reach it: its account has that one post. Errors: InputFault."""
    others = models.Post.objects.filter(user__username=username)
    others = others.exclude(channel=channel.value, region=region, party=party)
    kiosk = Channel.KIOSK.value
    if others and (channel is Channel.KIOSK or any(post.channel == kiosk for post in others)):
        words = "自助机账号只能有这一个岗位，不能与其他岗位共用账号。"
        raise InputFault("kiosk_alone", words, "请换用另一个用户名。")


def prepare(username: str) -> str:
    """Make the account, without a way in. Gives its first password, "" where there is an account by this name."""
    fresh = {"is_active": False, "date_joined": deployment.now()}
    user, new = User.objects.get_or_create(username=username, defaults=fresh)
    if not new:
        return ""
    password = secrets.token_urlsafe(15)
    user.set_password(password)
    user.save()
    return password


def unopened(user: User) -> bool:
    """Prepared and never approved: no way in, no second factor, no post, and nobody ever signed in."""
    return not (user.is_active or user.last_login or user.posts.exists() or staff.is_enrolled(user))


def forget(username: str) -> None:
    """Make the name free again, where its account was never opened and nobody wants it any more."""
    wanted = models.StaffProposal.objects.filter(username=username, verdict="").exists()
    user = User.objects.filter(username=username).first()
    if user is not None and unopened(user) and not wanted:
        user.delete()
