"""Giving people posts: an account, its second factor, and what it may do where."""

from django.contrib.auth.models import User
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from yikatong.catalogue.channels import Channel
from yikatong.policies import regions
from yikatong.records import models


@transaction.atomic
def hire(username: str, password: str, channel: Channel, region: str, party: str = "", totp_key: str = "") -> None:
    """Give ``username`` a post, creating the account when it is new; called again it changes nothing.

    ``totp_key`` is 20 bytes in hex; without one the account cannot sign in until it is enrolled
    (:func:`yikatong.office.staff.enrol`). Errors: ValueError for an unknown region.
    """
    code = regions.region(region)
    user, new = User.objects.get_or_create(username=username)
    if new:
        user.set_password(password)
        user.save()
    if new and totp_key:
        TOTPDevice.objects.create(user=user, name="totp", confirmed=True, key=totp_key)
    models.Post.objects.get_or_create(user=user, channel=channel.value, region=code, party=party)
